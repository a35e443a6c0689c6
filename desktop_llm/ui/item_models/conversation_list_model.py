"""Qt's item model of the conversation list: sections by pin, folder and age, or the hits of a search. GUI thread.

It holds what it is shown and reports what the user typed; it never reads or saves. Selection, scroll position and an
open editor survive a title that arrives meanwhile (`row_changes`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from msgspec import Struct, structs
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_llm.storage.records import Conversation, Folder
from desktop_llm.storage.written_records import WrittenDocument, WrittenHit
from desktop_llm.ui.conversation_wishes import ConversationRename, Found
from desktop_llm.ui.i18n import number_text, spoken_text, translate
from desktop_llm.ui.item_models.row_changes import replace_rows
from desktop_llm.ui.widgets.plain_tip import plain_tip

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex
Listed = Conversation | WrittenDocument


class RowKind(IntEnum):
    """What a row is. Sections cannot be chosen; folders open and close."""

    SECTION = 0
    FOLDER = 1
    CONVERSATION = 2
    HIT = 3
    TEXT_HIT = 4
    """A text of the Write pane."""


class ListRow(Struct, frozen=True, kw_only=True):
    """One row as the delegate draws it. `key` names it across changes; ids are of the conversation or the folder."""

    kind: RowKind
    key: str
    title: str
    id: str = ""
    snippet: str = ""
    message_id: str | None = None
    is_pinned: bool = False
    is_collapsed: bool = False
    is_in_folder: bool = False
    has_unsent: bool = False
    """A message waits in it that was not sent; in one of the chats of a folder that is closed."""
    count: int = 0


class ConversationListModel(QAbstractListModel):
    """The rows of the sidebar's list."""

    rename_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ListRow] = []
        self._conversations: tuple[Listed, ...] = ()
        self._folders: tuple[Folder, ...] = ()
        self._hits: tuple[Found, ...] | None = None
        self._collapsed: set[str] = set()
        self._unsent: frozenset[str] = frozenset()
        self._now: datetime | None = None

    def show_conversations(
        self, conversations: Sequence[Listed], folders: Sequence[Folder] = (), now: datetime | None = None
    ) -> None:
        """Show these, newest first within each section. `now` decides what is today; None asks the clock."""
        self._conversations = tuple(sorted(conversations, key=_updated_at, reverse=True))
        self._folders = tuple(folders)
        self._now = now
        self._rebuild()

    def show_unsent(self, conversation_ids: frozenset[str]) -> None:
        """Conversations in which a message waits that was not sent."""
        self._unsent = conversation_ids
        self._rebuild()

    def show_hits(self, hits: Sequence[Found] | None) -> None:
        """Show what a search found instead; None goes back to all conversations."""
        self._hits = None if hits is None else tuple(hits)
        self._rebuild()

    def toggle_folder(self, folder_id: str) -> None:
        self._collapsed.symmetric_difference_update({folder_id})
        self._rebuild()

    def row_at(self, index: Index) -> ListRow | None:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self._rows[index.row()]

    def index_of(self, conversation_id: str) -> QModelIndex:
        """Where a conversation is listed; an invalid index if it is not (hidden in a closed folder, or not found)."""
        for number, row in enumerate(self._rows):
            if row.id == conversation_id and row.kind in _OPENED:
                return self.index(number, 0)
        return QModelIndex()

    def conversation(self, conversation_id: str) -> Listed | None:
        return next((each for each in self._conversations if each.id == conversation_id), None)

    @property
    def folders(self) -> tuple[Folder, ...]:
        return self._folders

    def _rebuild(self) -> None:
        if self._hits is not None:
            replace_rows(self, self._rows, _hit_rows(self._hits))
            return
        today = (self._now or datetime.now().astimezone()).date()
        rows = _sectioned_rows(self._conversations, self._folders, self._collapsed, today)
        replace_rows(self, self._rows, list(_marked(rows, self._unsent_rows())))

    def _unsent_rows(self) -> frozenset[str]:
        """Ids of conversations, and of the folders that hide some of them."""
        unsent = [each for each in self._conversations if each.id in self._unsent]
        hiding = {each.folder_id for each in unsent if each.folder_id in self._collapsed and not each.is_pinned}
        return frozenset(each.id for each in unsent) | frozenset(filter(None, hiding))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
            case _:
                return row if role == ROW_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Show the typed title at once and ask for it to be kept. An empty title changes nothing."""
        row = self.row_at(index)
        title = str(value).strip()
        if row is None or row.kind is not RowKind.CONVERSATION or role != Qt.ItemDataRole.EditRole:
            return False
        if not title or title == row.title:
            return False
        self._rows[index.row()] = structs.replace(row, title=title)
        self.dataChanged.emit(index, index)
        self.rename_requested.emit(ConversationRename(row.id, title))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None or row.kind is RowKind.SECTION:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsEditable if row.kind is RowKind.CONVERSATION else flags


_OPENED: Final = frozenset({RowKind.CONVERSATION, RowKind.HIT, RowKind.TEXT_HIT})


def _updated_at(conversation: Listed) -> float:
    return conversation.updated_at


def _sectioned_rows(
    conversations: Sequence[Listed], folders: Sequence[Folder], collapsed: set[str], today: date
) -> Iterable[ListRow]:
    folder_ids = {folder.id for folder in folders}
    pinned = [each for each in conversations if each.is_pinned]
    yield from _section("pinned", translate("ConversationList", "Pinned"), pinned)
    for folder in folders:
        members = [each for each in conversations if each.folder_id == folder.id and not each.is_pinned]
        yield from _folder_rows(folder, members, is_collapsed=folder.id in collapsed)
    loose = [each for each in conversations if not each.is_pinned and each.folder_id not in folder_ids]
    for key, members in _by_age(loose, today).items():
        yield from _section(key, _age_title(key), members)


def _marked(rows: Iterable[ListRow], unsent: frozenset[str]) -> Iterable[ListRow]:
    for row in rows:
        yield structs.replace(row, has_unsent=True) if row.id in unsent else row


def _by_age(conversations: Iterable[Listed], today: date) -> dict[str, list[Listed]]:
    sections: dict[str, list[Listed]] = {"today": [], "yesterday": [], "last_week": [], "older": []}
    for each in conversations:
        day = datetime.fromtimestamp(each.updated_at).astimezone().date()
        sections[_age_key(day, today)].append(each)
    return sections


def _age_key(day: date, today: date) -> str:
    if day >= today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return "last_week" if day >= today - timedelta(days=7) else "older"


def _age_title(key: str) -> str:
    titles = {
        "today": translate("ConversationList", "Today"),
        "yesterday": translate("ConversationList", "Yesterday"),
        "last_week": translate("ConversationList", "Last week"),
        "older": translate("ConversationList", "Older"),
    }
    return titles[key]


def _section(key: str, title: str, conversations: Sequence[Listed]) -> Iterable[ListRow]:
    if not conversations:
        return
    yield ListRow(kind=RowKind.SECTION, key=f"section:{key}", title=title)
    for each in conversations:
        yield _conversation_row(each, is_in_folder=False)


def _folder_rows(folder: Folder, members: Sequence[Listed], *, is_collapsed: bool) -> Iterable[ListRow]:
    yield ListRow(
        kind=RowKind.FOLDER,
        key=f"folder:{folder.id}",
        id=folder.id,
        title=folder.name,
        is_collapsed=is_collapsed,
        count=len(members),
    )
    if not is_collapsed:
        for each in members:
            yield _conversation_row(each, is_in_folder=True)


def _conversation_row(conversation: Listed, *, is_in_folder: bool) -> ListRow:
    return ListRow(
        kind=RowKind.CONVERSATION,
        key=f"conversation:{conversation.id}",
        id=conversation.id,
        title=_title(conversation),
        is_pinned=conversation.is_pinned,
        is_in_folder=is_in_folder,
    )


def _title(listed: Listed) -> str:
    if listed.title:
        return listed.title
    if isinstance(listed, Conversation):
        return translate("ConversationList", "New chat")
    return translate("ConversationList", "New text")


def _hit_rows(hits: Sequence[Found]) -> list[ListRow]:
    if not hits:
        nothing = translate("ConversationList", "Nothing found")
        return [ListRow(kind=RowKind.SECTION, key="section:nothing", title=nothing)]
    return [_hit_row(hit) for hit in hits]


def _hit_row(hit: Found) -> ListRow:
    snippet = " ".join(hit.snippet.split())
    if isinstance(hit, WrittenHit):
        found = hit.document
        return ListRow(kind=RowKind.TEXT_HIT, key=f"text:{found.id}", id=found.id, title=_title(found), snippet=snippet)
    return ListRow(
        kind=RowKind.HIT,
        key=f"hit:{hit.conversation.id}:{hit.message_id or ''}",
        id=hit.conversation.id,
        title=_title(hit.conversation),
        snippet=snippet,
        message_id=hit.message_id,
    )


def unsent_mark() -> str:
    """What stands beside a title where a message waits that was not sent."""
    return translate("ConversationList", "Draft")


def _unsent_sentence(row: ListRow) -> str:
    if not row.has_unsent:
        return ""
    if row.kind is RowKind.FOLDER:
        return translate("ConversationList", "A message in one of its chats is not sent yet.")
    return translate("ConversationList", "Your message in it is not sent yet.")


def _tip(row: ListRow) -> str | None:
    is_told = row.kind is RowKind.CONVERSATION or row.has_unsent
    return "".join(map(plain_tip, (row.title, _unsent_sentence(row)))) if is_told else None


def _spoken(row: ListRow) -> str:
    if row.kind is RowKind.FOLDER:
        text = translate("ConversationList", "Folder {name} with {count} entries")
        return spoken_text((text.format(name=row.title, count=number_text(row.count)), _unsent_sentence(row)))
    if row.kind in {RowKind.HIT, RowKind.TEXT_HIT}:
        plain = row.snippet.replace("\x02", "").replace("\x03", "")
        return spoken_text((row.title, plain))
    return spoken_text((row.title, _unsent_sentence(row)))

"""Ctrl+K: finds commands and conversations by a few letters. Lies over the window; GUI thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.frame.conversation_delegate import draw_snippet
from desktop_llm.ui.widgets.row_painting import draw_line, fill_row, mirrored

_ENTRY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_WIDTH_PX: Final = 560
_TOP_PX: Final = 64
_MAX_ROWS: Final = 9
_MAX_CONVERSATIONS: Final = 30
_PADDING_PX: Final = 10

Index = QModelIndex | QPersistentModelIndex


class PaletteEntry(Struct, frozen=True, kw_only=True):
    """A line of the palette. key is given back when it is chosen; note stands at the right or, for a hit, below."""

    key: str
    title: str
    note: str = ""
    is_command: bool = False
    is_text: bool = False
    snippet: str = ""
    message_id: str | None = None


class CommandPalette(QFrame):
    """A field and a list. Arrow keys move in the list while the field keeps the cursor; Esc closes."""

    entry_chosen = Signal(object)
    query_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("command_palette")
        self.setProperty("look", "popup")
        self.setAccessibleName(translate("CommandPalette", "Search chats and commands"))
        self._commands: tuple[PaletteEntry, ...] = ()
        self._conversations: tuple[PaletteEntry, ...] = ()
        self._hits: tuple[PaletteEntry, ...] | None = None
        self._model = _EntryListModel(self)
        self._field = self._query_field()
        self._list = self._entry_list()
        self._focus_before: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        parent.installEventFilter(self)
        self.hide()

    @property
    def query(self) -> str:
        return self._field.text().strip()

    def open_with(self, commands: Sequence[PaletteEntry], conversations: Sequence[PaletteEntry]) -> None:
        """Open on all commands and the newest conversations."""
        self._commands = tuple(commands)
        self._conversations = tuple(conversations)
        self._hits = None
        self._focus_before = self.window().focusWidget()
        self._field.clear()
        self._show_entries()
        self.show()
        self.raise_()
        self._field.setFocus()

    def show_hits(self, query: str, hits: Sequence[PaletteEntry]) -> None:
        """What a search for `query` found; dropped when something else was typed since."""
        if not self.isVisible() or query != self.query:
            return
        self._hits = tuple(hits)
        self._show_entries()

    @Slot()
    def close_palette(self) -> None:
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus()
            self._focus_before = None

    @Slot()
    def _on_query_changed(self) -> None:
        self._hits = None
        self._show_entries()
        if self.isVisible():
            self.query_changed.emit(self.query)

    @Slot()
    def _on_chosen(self) -> None:
        entry = self._list.currentIndex().data(_ENTRY_ROLE)
        if not isinstance(entry, PaletteEntry):
            return
        self.close_palette()
        self.entry_chosen.emit(entry)

    def _show_entries(self) -> None:
        words = self.query.casefold().split()
        commands = [each for each in self._commands if _is_match(each, words)]
        found = (
            self._hits if self._hits is not None else [each for each in self._conversations if _is_match(each, words)]
        )
        conversations = list(found)[:_MAX_CONVERSATIONS]
        # Who types nothing wants a recent chat or to see what there is; who types, mostly a chat.
        self._model.show_entries(commands + conversations if not words else conversations + commands)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._place()

    def _place(self) -> None:
        parent = self._host
        rows = min(self._model.rowCount(), _MAX_ROWS)
        height = sum(self._list.sizeHintForRow(row) for row in range(rows)) + 4
        room = max(0, parent.height() - _TOP_PX - 100)
        self._list.setFixedHeight(min(height, room))
        self._list.setVisible(rows > 0)
        self.setFixedWidth(min(_WIDTH_PX, parent.width() - 32))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, min(_TOP_PX, parent.height() // 8))

    def _query_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("palette_field")
        field.setAccessibleName(translate("CommandPalette", "Search chats and commands"))
        field.setPlaceholderText(translate("CommandPalette", "Search chats and commands"))
        field.setAcceptDrops(False)
        field.textChanged.connect(self._on_query_changed)
        field.returnPressed.connect(self._on_chosen)
        field.installEventFilter(self)
        return field

    def _entry_list(self) -> QListView:
        view = QListView(self)
        view.setObjectName("palette_list")
        view.setAccessibleName(translate("CommandPalette", "Found"))
        view.setProperty("look", "bare")
        view.setModel(self._model)
        view.setItemDelegate(_EntryDelegate(view))
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self._on_chosen)
        return view

    def _move_by(self, step: int) -> None:
        count = self._model.rowCount()
        if count:
            row = (self._list.currentIndex().row() + step) % count
            self._list.setCurrentIndex(self._model.index(row, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        if watched is not self._field:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._focus_before = None
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            return self._has_handled_key(event)
        return super().eventFilter(watched, event)

    def _has_handled_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
        key = Qt.Key(event.key())
        if key not in steps and key != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            self._move_by(steps[key])
        return True


class _EntryListModel(QAbstractListModel):
    """The lines that match."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: tuple[PaletteEntry, ...] = ()

    def show_entries(self, entries: Sequence[PaletteEntry]) -> None:
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.title} {entry.note}".strip()
            case _:
                return entry if role == _ENTRY_ROLE else None


class _EntryDelegate(QStyledItemDelegate):
    """Title on the left, keys on the right; a hit's passage below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(_ENTRY_ROLE)
        if not isinstance(entry, PaletteEntry):
            return
        palette = current_palette()
        small = scaled_font(option.font, SMALL_FONT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            fill_row(painter, option.rect, palette.soft_accent)
        rect = option.rect.adjusted(_PADDING_PX, 7, -_PADDING_PX, -7)
        note_width = QFontMetrics(small).horizontalAdvance(entry.note) + 1 if entry.note else 0
        title = mirrored(option, rect.adjusted(0, 0, -note_width - 8, 0))
        draw_line(painter, title, entry.title, option.font, palette.text)
        note = mirrored(option, rect.adjusted(rect.width() - note_width, 2, 0, 0))
        draw_line(painter, note, entry.note, small, palette.dim_text)
        if entry.snippet:
            rect.setTop(rect.top() + QFontMetrics(option.font).height())
            draw_snippet(painter, rect, entry.snippet, small)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(_ENTRY_ROLE)
        height = QFontMetrics(option.font).height() + 14
        if isinstance(entry, PaletteEntry) and entry.snippet:
            height += QFontMetrics(scaled_font(option.font, SMALL_FONT)).height()
        return QSize(0, height)


def _is_match(entry: PaletteEntry, words: Sequence[str]) -> bool:
    title = entry.title.casefold()
    return all(word in title for word in words)

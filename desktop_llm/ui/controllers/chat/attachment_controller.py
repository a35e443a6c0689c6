"""Reads the files that stand in the prompt box and says what each costs of the context. GUI thread."""

import logging
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.chat import Chat, TextCost
from desktop_llm.assist.questions.attached_documents import attachment_of
from desktop_llm.assist.questions.document_collections import CollectionProgress
from desktop_llm.documents.document import Document
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.paths import is_folder
from desktop_llm.storage.collection_store import Collection
from desktop_llm.storage.records import Attachment, AttachmentUse
from desktop_llm.ui.controllers.chat.folder_shelf import FolderShelf, LookedAtFolder
from desktop_llm.ui.controllers.engines.open_engine import OpenEngine
from desktop_llm.ui.controllers.summary.document_shelf import DocumentShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.rows.document_words import remark_sentences, remark_text
from desktop_llm.ui.rows.folder_words import folder_choice, folder_sentences, folder_text
from desktop_llm.ui.side_threads import SideTask, SideThreads
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.prompt.password_panel import GivenPassword, PasswordQuestion
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptAttachment

_log = logging.getLogger(__name__)

_N_LOOKS_AT_ONCE: Final = 4
_LOCKED: Final = frozenset((ErrorCode.DOCUMENT_PASSWORD_NEEDED, ErrorCode.DOCUMENT_PASSWORD_WRONG))


class _Read(Struct, frozen=True):
    """What a chip stands for; `remark` says on it that there is something to be known."""

    attachment: Attachment
    remark: str = ""


class _Locked(Struct, frozen=True):
    path: str
    question: PasswordQuestion


class AttachmentController(QObject):
    """Keeps the texts of attached files until the message is sent."""

    def __init__(
        self,
        pane: ChatPane,
        chat: Chat,
        engine: OpenEngine,
        shelf: DocumentShelf,
        folders: FolderShelf,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._chat = chat
        self._engine = engine
        self._shelf = shelf
        self._folders = folders
        self._bridge = bridge
        self._places = SideThreads(bridge, "attached-files", _N_LOOKS_AT_ONCE)
        self._looks: dict[str, SideTask[bool]] = {}
        self._read: dict[str, _Read] = {}
        self._locked: dict[str, _Locked] = {}
        pane.attachments_changed.connect(self._on_changed)
        pane.password_given.connect(self._on_password_given)
        pane.folder_forgotten.connect(folders.forget)
        pane.folder_paused.connect(folders.pause)
        pane.folder_resumed.connect(folders.go_on)
        folders.reading_resumed.connect(self._on_reading_resumed)
        folders.folders_changed.connect(self._on_folders_changed)
        pane.password_refused.connect(pane.remove_attachment)
        engine.model_changed.connect(self._count_all)

    def read_attachments(self, attachments: tuple[PromptAttachment, ...]) -> tuple[Attachment, ...] | None:
        """The texts to send with a message; None while a file is still being read."""
        if any(item.id not in self._read for item in attachments):
            return None
        return tuple(self._read[item.id].attachment for item in attachments)

    @Slot()
    def _on_changed(self) -> None:
        """Read what is new, as files of a draft that was put back are; forget what was removed."""
        shown = {item.id: item for item in self._pane.draft.attachments}
        for attachment_id in self._known - shown.keys():
            self._forget(attachment_id)
        for item in shown.values():
            if item.id in self._known:
                continue
            if item.path:
                self._begin(item.id, item.path)
            else:
                self._keep(item.id, _Read(Attachment(item.name, item.text)))
        self._ask_for_password()

    @property
    def _known(self) -> set[str]:
        return {*self._looks, *self._read, *self._locked, *self._shelf.ids, *self._folders.ids}

    def _begin(self, attachment_id: str, path: str, password: str = "") -> None:
        """A disk on the network may never say what is there."""
        begin = partial(self._begin_reading, attachment_id, path, password)
        self._looks[attachment_id] = self._places.run(partial(is_folder, Path(path)), begin)

    def _begin_reading(self, attachment_id: str, path: str, password: str, is_a_folder: bool) -> None:
        del self._looks[attachment_id]
        unreadable = partial(self._on_unreadable, path)
        if is_a_folder:
            self._folders.refresh(attachment_id, Path(path), self._show_folder_progress, self._on_folder, unreadable)
            return
        self._shelf.read(attachment_id, Path(path), password, self._show_progress, self._on_read, unreadable)

    def stop(self) -> None:
        """Blocks for half a second at most."""
        self._places.stop()

    def _forget(self, attachment_id: str) -> None:
        if look := self._looks.pop(attachment_id, None):
            look.forget()
        self._shelf.cancel(attachment_id)
        self._folders.cancel(attachment_id)
        self._read.pop(attachment_id, None)
        self._locked.pop(attachment_id, None)

    def _show_progress(self, attachment_id: str, n_done: int, n_total: int) -> None:
        if attachment_id in self._shelf.ids:
            text = translate("PromptBox", "reading {done} of {total}")
            numbers = {"done": number_text(n_done), "total": number_text(n_total)}
            self._pane.show_attachment_cost(attachment_id, text.format(**numbers), is_too_large=False)

    @Slot(object)
    def _on_folders_changed(self, known: tuple[Collection, ...]) -> None:
        self._pane.show_folders(tuple(map(folder_choice, known)))

    @Slot(str)
    def _on_reading_resumed(self, path: str) -> None:
        """What stands in the prompt box waits for the rest of it."""
        for item in self._pane.draft.attachments:
            if item.path and str(Path(item.path).resolve()) == path:
                self._forget(item.id)
        self._on_changed()

    def _show_folder_progress(self, attachment_id: str, progress: CollectionProgress) -> None:
        if attachment_id in self._folders.ids:
            text = translate("PromptBox", "reading {done} of {total}")
            numbers = {"done": number_text(progress.n_done + 1), "total": number_text(progress.n_total)}
            self._pane.show_attachment_cost(attachment_id, text.format(**numbers), is_too_large=False)

    def _on_folder(self, attachment_id: str, looked_at: LookedAtFolder) -> None:
        """A folder costs nothing by itself: the passages that fit the question are counted when it is sent."""
        name = Path(looked_at.path).name or looked_at.path
        folder = Attachment(name, looked_at.path, use=AttachmentUse.FOLDER)
        self._read[attachment_id] = _Read(folder)
        self._pane.show_attachment_cost(attachment_id, folder_text(looked_at.state), is_too_large=False)
        self._pane.show_attachment_remarks(attachment_id, folder_sentences(looked_at.state))

    def _on_read(self, attachment_id: str, document: Document) -> None:
        self._keep(attachment_id, _Read(attachment_of(document), remark_text(document)))
        self._pane.show_attachment_remarks(attachment_id, remark_sentences(document))

    def _keep(self, attachment_id: str, read: _Read) -> None:
        self._read[attachment_id] = read
        self._pane.show_attachment_cost(attachment_id, read.remark, is_too_large=False)
        self._count(attachment_id)

    def _on_unreadable(self, path: str, attachment_id: str, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        sentence = text.whole
        if error.code in _LOCKED:
            self._locked[attachment_id] = _Locked(path, PasswordQuestion(attachment_id, sentence))
            locked = translate("PromptBox", "locked")
            self._pane.show_attachment_cost(attachment_id, locked, is_too_large=False)
            self._ask_for_password()
            return
        self._pane.remove_attachment(attachment_id)
        self._pane.show_notice(Notice(id="attachment", text=sentence, level=NoticeLevel.WARNING, details=text.details))

    def _ask_for_password(self) -> None:
        """Of one file at a time."""
        question = next((each.question for each in self._locked.values()), None)
        if (question.id if question else "") != self._pane.password_question_id:
            self._pane.show_password_question(question)

    @Slot(object)
    def _on_password_given(self, given: GivenPassword) -> None:
        if locked := self._locked.pop(given.id, None):
            self._begin(given.id, locked.path, given.password)
        self._ask_for_password()

    @Slot()
    def _count_all(self) -> None:
        """Another model counts differently and holds more or less."""
        for attachment_id in self._read:
            self._count(attachment_id)

    def _count(self, attachment_id: str) -> None:
        if self._engine.model is None or self._read[attachment_id].attachment.use is AttachmentUse.FOLDER:
            return
        counted = partial(self._hear_count, attachment_id)
        text = self._read[attachment_id].attachment.text
        count = partial(self._chat.count_text, text, self._engine.choice, counted)
        self._bridge.run_in_background(count, None, self._ignore)

    def _hear_count(self, attachment_id: str, cost: TextCost) -> None:
        self._bridge.post(partial(self._show_cost, attachment_id, cost))

    def _show_cost(self, attachment_id: str, cost: TextCost) -> None:
        """Where nobody knows how much fits there is no verdict, and none for a guess that is near the limit."""
        if attachment_id not in self._read:
            return
        model = self._engine.model
        n_ctx_tokens = model.n_ctx_tokens if model else 0
        is_too_large = 0 < n_ctx_tokens <= cost.n_tokens
        tokens = number_text(cost.n_tokens)
        about = translate("PromptBox", "about {tokens} tokens") if cost.is_estimate else ""
        parts = [(about or translate("PromptBox", "{tokens} tokens")).format(tokens=tokens)]
        if is_too_large:
            no = translate("PromptBox", "may not fit") if cost.is_estimate else translate("PromptBox", "does not fit")
            parts.append(no)
        elif n_ctx_tokens:
            parts.append(translate("PromptBox", "fits"))
        parts += filter(None, (self._read[attachment_id].remark,))
        self._pane.show_attachment_cost(attachment_id, " · ".join(parts), is_too_large=is_too_large)

    def _ignore(self, error: DesktopLlmError) -> None:
        _log.info("an attachment was not counted: %s", error)

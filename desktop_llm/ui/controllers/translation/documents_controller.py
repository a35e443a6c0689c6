"""The documents of the Translate pane: added, chosen, translated, taken off; the open one is shown. GUI thread."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.translation.kept_translations import KeptTranslation
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.documents.segments import Layout
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.ui.controllers.translation.document_files import PDF_SUFFIX, DocumentFiles, OpenedFile
from desktop_llm.ui.controllers.translation.document_jobs import ChangedSegments, DocumentJobs
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
from desktop_llm.ui.dialogs.file_choosers import choose_files
from desktop_llm.ui.error_text import ErrorAction, error_text_of
from desktop_llm.ui.i18n import number_text, sentences_text, translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.rows.document_words import unread_sentences, warning_sentence
from desktop_llm.ui.rows.translated_rows import Phase, pdf_sentence, saved_text
from desktop_llm.ui.widgets.frame.sidebar import TRANSLATE_KEY
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.prompt.password_panel import GivenPassword, PasswordQuestion
from desktop_llm.ui.widgets.summary.document_list import DocumentList
from desktop_llm.ui.widgets.translation.document_footer import DocumentProgress
from desktop_llm.ui.widgets.translation.document_head import HeadView
from desktop_llm.ui.window_commands import OPEN_DOCUMENT_COMMANDS, WindowCommand

_KEEP_MS: Final = 1500
_FAILURE_ID: Final = "document_failed"
_NOTE_ID: Final = "document_note"
_LOCKED: Final = frozenset((ErrorCode.DOCUMENT_PASSWORD_NEEDED, ErrorCode.DOCUMENT_PASSWORD_WRONG))


class DocumentsController(QObject):
    error_action_requested = Signal(object)  # ErrorAction
    document_shown = Signal(object)  # TranslatedDocument | None
    text_wanted = Signal()
    """The pane for texts is to be shown again."""

    def __init__(
        self,
        window: MainWindow,
        pane: DocumentPane,
        side: DocumentList,
        files: DocumentFiles,
        jobs: DocumentJobs,
        desk: TranslationDesk,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._list = side
        self._files = files
        self._jobs = jobs
        self._desk = desk
        self._documents: dict[str, TranslatedDocument] = {}
        self._open_key = ""
        self._begins_with_terms = ""
        self._dirty: set[str] = set()
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        self._connect()
        files.load_kept(self._on_loaded, self._ignore)

    # The list

    @property
    def open_document(self) -> TranslatedDocument | None:
        return self._documents.get(self._open_key)

    @property
    def n_documents(self) -> int:
        return len(self._documents)

    def add_paths(self, paths: Iterable[Path], choices: TranslationChoices) -> None:
        """choices: what they begin with. The first one is shown."""
        added: list[TranslatedDocument] = []
        for path in (each.absolute() for each in paths):
            known = next((each for each in self._documents.values() if each.path == path), None)
            if known is not None:
                added.append(known)
                continue
            number = max((each.number for each in self._documents.values()), default=0) + 1
            document = TranslatedDocument(uuid4().hex, number, path, choices)
            self._documents[document.key] = document
            added.append(document)
            self._open(document)
        self._show_rows()
        if added:
            self.show(added[0].key)

    @Slot(str)
    def show(self, key: str) -> None:
        document = self._documents.get(key)
        if document is None:
            return
        self._open_key = key
        self._list.show_open(key)
        self._show_document(document)

    @Slot()
    def show_last(self) -> None:
        """The document that was shown last, or the first."""
        self.show(self._open_key if self._open_key in self._documents else next(iter(self._documents), ""))

    @Slot(str)
    def remove(self, key: str) -> None:
        """Off the list; the file stays where it is."""
        document = self._documents.pop(key, None)
        if document is None:
            return
        self._jobs.stop(document)
        self._dirty.discard(key)
        self._files.forget(key, self._ignore)
        self._show_rows()
        if key == self._open_key:
            self._open_key = ""
            self._window.show_possible(*OPEN_DOCUMENT_COMMANDS, is_possible=False)
            self.leave()

    @Slot()
    def leave(self) -> None:
        """Back to the text."""
        self._list.show_open("")
        self.text_wanted.emit()

    def note_change(self, document: TranslatedDocument) -> None:
        """What is kept of it is written soon."""
        self._dirty.add(document.key)
        if not self._keeping.isActive():
            self._keeping.start()

    def note_saved(self, document: TranslatedDocument) -> None:
        """It is told where, and how to get there."""
        self.note_change(document)
        self._on_document_changed(document.key)

    def read_again(self, document: TranslatedDocument) -> None:
        """It was changed: what a person wrote for texts that are still there stays, the rest is made or remembered."""
        self._open(document)
        self._on_document_changed(document.key)

    def unkept(self) -> list[KeptTranslation]:
        """What is still to be written."""
        return [self._documents[key].kept() for key in self._dirty if key in self._documents]

    # Opening

    def _open(self, document: TranslatedDocument, password: str = "") -> None:
        document.phase, document.failure, document.is_locked = Phase.OPENING, None, False
        opened, failed = partial(self._on_opened, document.key), partial(self._on_unreadable, document.key)
        self._files.open(document.key, document.path, opened, failed, password)

    def _on_opened(self, key: str, opened: OpenedFile) -> None:
        document = self._documents.get(key)
        if document is None:
            return
        document.file, document.phase = opened.file, Phase.READY
        remarks = [pdf_sentence()] if document.path.suffix.lower() == PDF_SUFFIX else []
        document.remarks = (*remarks, *map(warning_sentence, opened.file.warnings), *unread_sentences(opened.unread))
        document.begin_review()
        if document.made_with is not None:
            document.phase = Phase.STOPPED
        self.note_change(document)
        self._read_terms(document)
        self._on_document_changed(key)
        if key == self._open_key:
            self.document_shown.emit(document)

    def _on_unreadable(self, key: str, error: DesktopLlmError) -> None:
        document = self._documents.get(key)
        if document is not None:
            document.failure, document.phase = error_text_of(error), Phase.UNREADABLE
            document.is_locked = error.code in _LOCKED
            self._on_document_changed(key)

    @Slot(object)
    def _on_password_given(self, given: GivenPassword) -> None:
        if (document := self._documents.get(given.id)) is not None:
            self._open(document, given.password)
            self._on_document_changed(given.id)

    def _on_loaded(self, kept: Sequence[TranslatedDocument]) -> None:
        """As they were left at the last end; what was added meanwhile comes behind them."""
        earlier = {each.key: each for each in kept}
        added = self._documents
        for number, document in enumerate(added.values(), len(earlier) + 1):
            document.number = number
        self._documents = earlier | added
        for document in earlier.values():
            if document.file is None:
                self._open(document)
            else:
                self._read_terms(document)
        self._show_rows()

    # Translating

    @Slot()
    def begin(self) -> None:
        """The open document; with it all others that nobody has begun yet, as they were added together."""
        document = self.open_document
        if document is None or not document.can_begin:
            return
        self._pane.dismiss_notice(_FAILURE_ID)
        if not document.are_terms_read:
            self._begins_with_terms = document.key
            self._read_terms(document)
            return
        others = self._others_to_begin(document)
        for other in others:
            other.choices, other.layout = document.choices, document.layout
            other.take_terms(document.terms_of, document.terms)
        self._jobs.begin([document, *others])
        for begun in (document, *others):
            self.note_change(begun)
        self._show_document(document)

    def _others_to_begin(self, document: TranslatedDocument) -> list[TranslatedDocument]:
        if document.phase is not Phase.READY:
            return []
        return [each for each in self._documents.values() if each is not document and each.phase is Phase.READY]

    @Slot()
    def stop(self) -> None:
        if self.open_document is not None:
            self._jobs.stop(self.open_document)

    @Slot()
    def _on_choices_changed(self) -> None:
        document = self.open_document
        if document is None:
            return
        document.choices = self._pane.choices
        if not document.choices.glossary:
            document.take_terms("", ())
        if document.made_with is None and document.file is not None:
            document.begin_review()
            self.document_shown.emit(document)
        self.note_change(document)
        self._on_document_changed(document.key)

    @Slot(object)
    def _on_layout_chosen(self, layout: Layout) -> None:
        if self.open_document is not None:
            self.open_document.layout = layout
            self.note_change(self.open_document)

    @Slot()
    def _on_glossary_requested(self) -> None:
        choose_files(self._pane, translate("TranslatePane", "Choose a glossary (CSV or TBX)"), self._on_glossary_chosen)

    @Slot(object)
    def _on_glossary_chosen(self, paths: Sequence[str]) -> None:
        document = self.open_document
        if document is not None and paths:
            document.choices = replace(document.choices, glossary=paths[0])
            self._read_terms(document)
            self._on_document_changed(document.key)
            self.note_change(document)

    def _read_terms(self, document: TranslatedDocument) -> None:
        choices = document.choices
        if choices.glossary and document.file is not None:
            source = choices.source or document.file.language
            read = partial(self._on_terms, document.key, choices.glossary)
            self._desk.read_glossary(Path(choices.glossary), source, choices.target, read, self.show_error)

    def _on_terms(self, key: str, glossary: str, terms: tuple[Term, ...]) -> None:
        document = self._documents.get(key)
        if document is None:
            return
        document.take_terms(glossary, terms)
        if self._begins_with_terms == key:
            self._begins_with_terms = ""
            self.begin()

    # Showing

    def _show_rows(self) -> None:
        self._list.show_rows([document.row for document in self._documents.values()])

    @Slot(str)
    def _on_document_changed(self, key: str) -> None:
        self._show_rows()
        document = self._documents.get(key)
        if document is None:
            return
        if document.phase in (Phase.DONE, Phase.STOPPED, Phase.FAILED):
            self.note_change(document)
        self._show_working()
        shown = self.open_document
        if shown is document:
            self._show_state(document)
        elif shown is not None:  # what its button begins may be more or less now
            self._show_head(shown)

    @Slot(object)
    def _on_segments_changed(self, changed: ChangedSegments) -> None:
        document = self._documents.get(changed.key)
        if document is None:
            return
        if document.is_active:  # the memory has it: it is written when the job ends, or the program
            self._dirty.add(changed.key)
        else:
            self.note_change(document)

    def _show_working(self) -> None:
        """Esc stops the document while it is shown, as it stops the text while that is."""
        document = self.open_document
        if self._pane.isVisible() and document is not None:
            self._window.show_working(TRANSLATE_KEY, is_working=document.is_active)

    def _show_document(self, document: TranslatedDocument) -> None:
        self._pane.show_choices(document.choices, document.layout)
        self._pane.dismiss_notice(_FAILURE_ID)
        self._pane.dismiss_notice(_NOTE_ID)
        self.document_shown.emit(document)
        self._show_state(document)
        self._show_working()

    def _show_state(self, document: TranslatedDocument) -> None:
        self._show_head(document)
        self._pane.show_detected(document.file.language if document.file else "")
        self._pane.show_progress(self._progress_of(document))
        is_saved = bool(document.output) and not document.is_active
        self._pane.show_saved(is_saved=is_saved)
        if document.phase is Phase.OPENING:
            self._pane.show_blank(translate("DocumentPane", "The document is being opened."))
        self._pane.show_password_question(_question(document))
        if document.failure is not None:
            self._show_failure(document)
        elif document.notes or document.remarks:
            text = sentences_text((*document.notes, *document.remarks))
            self._pane.show_notice(Notice(id=_NOTE_ID, text=text, level=NoticeLevel.WARNING))

    def _show_head(self, document: TranslatedDocument) -> None:
        view = self._head_of(document)
        self._pane.show_head(view)
        self._window.show_possible(WindowCommand.TRANSLATE_DOCUMENT, is_possible=bool(view.translate_text))
        self._window.show_possible(WindowCommand.SAVE_TRANSLATION, is_possible=view.can_save)

    def _head_of(self, document: TranslatedDocument) -> HeadView:
        return HeadView(
            name=document.name,
            tip=str(document.path),
            translate_text=self._translate_text(document),
            can_save=document.n_translated > 0 and not document.is_active,
            is_save_next=document.phase is Phase.DONE and not document.is_stale,
        )

    def _translate_text(self, document: TranslatedDocument) -> str:
        if not document.can_begin:
            return ""
        if document.phase in (Phase.STOPPED, Phase.FAILED) and not document.is_stale:
            return translate("DocumentPane", "Go on")
        if document.is_stale:
            return translate("DocumentPane", "Translate anew")
        if others := len(self._others_to_begin(document)):
            text = translate("DocumentPane", "Translate {count} documents")
            return text.format(count=number_text(others + 1))
        return translate("DocumentPane", "Translate")

    def _progress_of(self, document: TranslatedDocument) -> DocumentProgress:
        text = document.progress_text
        if not text and document.output:
            text = saved_text(Path(document.output).name)
        return DocumentProgress(
            text=text, n_done=document.n_done, n_total=document.n_segments, is_running=document.is_active
        )

    def _show_failure(self, document: TranslatedDocument) -> None:
        failure = document.failure
        if failure is None:
            return
        sentence = failure.whole
        if document.is_locked:
            self._pane.show_blank("")
            return
        if document.phase is Phase.UNREADABLE:
            self._pane.show_blank(sentence)
        notice = Notice(
            id=_FAILURE_ID,
            text=sentence,
            level=NoticeLevel.ERROR,
            action=failure.button or "",
            details=failure.details,
        )
        self._pane.show_notice(notice)

    def show_error(self, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        self._pane.show_notice(Notice(id=_NOTE_ID, text=text.whole, level=NoticeLevel.ERROR, details=text.details))

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        document = self.open_document
        if notice_id != _FAILURE_ID or document is None or document.failure is None:
            return
        match document.failure.action:
            case ErrorAction.TRY_AGAIN if document.phase is Phase.UNREADABLE:
                self._open(document)
                self._on_document_changed(document.key)
            case ErrorAction.TRY_AGAIN:
                self.begin()
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)

    # Keeping

    @Slot()
    def _keep(self) -> None:
        due, self._dirty = self.unkept(), set[str]()
        for kept in due:
            self._files.keep(kept, partial(self._on_not_kept, kept.key))

    def _on_not_kept(self, key: str, error: DesktopLlmError) -> None:
        """It is tried again at the next change, and at the end."""
        if key in self._documents:
            self._dirty.add(key)
            self.show_error(error)

    def _ignore(self, _error: DesktopLlmError) -> None:
        """What is on the disk stays there."""

    # Parts

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == TRANSLATE_KEY and self._pane.isVisible():
            self.stop()

    def _connect(self) -> None:
        pane, jobs = self._pane, self._jobs
        pane.text_requested.connect(self.leave)
        pane.choices_changed.connect(self._on_choices_changed)
        pane.layout_chosen.connect(self._on_layout_chosen)
        pane.glossary_requested.connect(self._on_glossary_requested)
        pane.translate_requested.connect(self.begin)
        pane.stop_requested.connect(self.stop)
        pane.password_given.connect(self._on_password_given)
        pane.password_refused.connect(self.remove)
        pane.notice_action_requested.connect(self._on_notice_action)
        jobs.document_changed.connect(self._on_document_changed)
        jobs.segments_changed.connect(self._on_segments_changed)
        self._list.document_chosen.connect(self.show)
        self._list.remove_requested.connect(self.remove)
        self._window.stop_requested.connect(self._on_stop_requested)


def _question(document: TranslatedDocument) -> PasswordQuestion | None:
    """Only of a file that is locked."""
    if not document.is_locked or document.failure is None:
        return None
    return PasswordQuestion(document.key, document.failure.whole)

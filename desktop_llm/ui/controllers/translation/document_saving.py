"""Saves the open document's translation as a file, and opens what was saved. GUI thread."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.assist.translation.document_output import usual_output
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.ui.controllers.translation.document_files import DocumentFiles, SaveWish
from desktop_llm.ui.controllers.translation.documents_controller import DocumentsController
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.dialogs.file_choosers import choose_output_file
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel

_ORIGINAL_ID: Final = "replace_original"
_CHANGED_ID: Final = "read_again"
_FAILED_ID: Final = "saving_failed"


class DocumentSaving(QObject):
    """The original is only replaced when the person says so."""

    def __init__(self, pane: DocumentPane, documents: DocumentsController, files: DocumentFiles) -> None:
        super().__init__(pane)
        self._pane = pane
        self._documents = documents
        self._files = files
        self._asked: tuple[TranslatedDocument, Path] | None = None
        pane.save_requested.connect(self.ask)
        pane.open_requested.connect(self._on_open)
        pane.open_folder_requested.connect(self._on_open_folder)
        pane.notice_action_requested.connect(self._on_notice_action)

    @Slot()
    def ask(self) -> None:
        """Where to."""
        document = self._documents.open_document
        if document is None or document.review is None or not document.n_translated or document.is_active:
            return
        suggested = Path(document.output) if document.output else usual_output(document.path, self._language(document))
        dialog = choose_output_file(self._pane, suggested, self._on_chosen)
        dialog.setProperty("key", document.key)

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        document = self._documents.open_document
        if document is not None and self.sender().property("key") == document.key:
            self.save(document, Path(path))

    def save(self, document: TranslatedDocument, path: Path, *, may_replace_source: bool = False) -> None:
        review = document.review
        if review is None:
            return
        for notice_id in (_ORIGINAL_ID, _CHANGED_ID, _FAILED_ID):
            self._pane.dismiss_notice(notice_id)
        if not may_replace_source and _is_same(path, document.path):
            self._ask_for_original(document, path)
            return
        wish = SaveWish(
            path=path,
            source=document.path,
            file=review.file,
            targets=tuple(review.targets),
            language=self._language(document),
            layout=document.layout,
            may_replace_source=may_replace_source,
        )
        self._files.save(wish, partial(self._on_saved, document), partial(self._on_failed, document))

    def _ask_for_original(self, document: TranslatedDocument, path: Path) -> None:
        self._asked = (document, path)
        text = translate("DocumentSaving", "{file} is the original. Replaced, it is gone; another name keeps both.")
        button = translate("DocumentSaving", "Replace the original")
        self._pane.show_notice(
            Notice(id=_ORIGINAL_ID, text=text.format(file=path.name), level=NoticeLevel.WARNING, action=button)
        )

    def _on_saved(self, document: TranslatedDocument, path: Path) -> None:
        document.output = str(path)
        self._documents.note_saved(document)

    def _on_failed(self, document: TranslatedDocument, error: DesktopLlmError) -> None:
        text = error_text_of(error)
        if error.code is ErrorCode.DOCUMENT_CHANGED:
            sentence = translate(
                "DocumentSaving",
                "{file} was changed since it was opened. Read again, what is the same in it keeps its translation.",
            )
            button = translate("DocumentSaving", "Read it again")
            notice = Notice(
                id=_CHANGED_ID,
                text=sentence.format(file=document.name),
                level=NoticeLevel.WARNING,
                action=button,
            )
        else:
            button = translate("DocumentSaving", "Save elsewhere…")
            notice = Notice(
                id=_FAILED_ID, text=text.whole, level=NoticeLevel.ERROR, action=button, details=text.details
            )
        if document is self._documents.open_document:
            self._pane.show_notice(notice)

    def _language(self, document: TranslatedDocument) -> str:
        return document.review.languages[1] if document.review else document.choices.target

    @Slot()
    def _on_open(self) -> None:
        document = self._documents.open_document
        if document is not None and document.output:
            QDesktopServices.openUrl(QUrl.fromLocalFile(document.output))

    @Slot()
    def _on_open_folder(self) -> None:
        document = self._documents.open_document
        if document is not None and document.output:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(document.output).parent)))

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        document = self._documents.open_document
        match notice_id:
            case "replace_original" if self._asked is not None:
                (asked, path), self._asked = self._asked, None
                self.save(asked, path, may_replace_source=True)
            case "read_again" if document is not None:
                self._pane.dismiss_notice(_CHANGED_ID)
                self._documents.read_again(document)
            case "saving_failed":
                self._pane.dismiss_notice(_FAILED_ID)
                self.ask()
            case _:
                pass


def _is_same(path: Path, source: Path) -> bool:
    try:
        return path.samefile(source)
    except OSError:  # one of them is not there
        return False

"""Files of the Write pane: opened, saved, and looked after while another program may write them. GUI thread.

What is read and written is so on a thread of its own.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal, Slot

from desktop_llm.assist.writing.written_file import (
    FileAgain,
    OpenedFile,
    RichFileReader,
    forget_originals,
    is_changed_on_disk,
    is_editable,
    open_file,
    read_again,
    save_file,
    take_again,
)
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import VersionReason, WrittenDocument
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.controllers.writing.text_versions import TextVersions
from desktop_llm.ui.controllers.writing.write_controller import OpenedText, WriteController
from desktop_llm.ui.dialogs.file_choosers import choose_text_file, choose_text_output
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import sentences_text, translate
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.rows.change_words import busy_text
from desktop_llm.ui.rows.document_words import warning_sentence
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.frame.conversation_list_view import export_stem
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel

_WARNING_ID: Final = "file_warnings"
_KIND_ID: Final = "file_of_other_kind"
_CHANGED_ID: Final = "file_changed"
_UNSAVED_ID: Final = "file_not_saved"
_LOST_ID: Final = "file_would_be_lost"


class TextFiles(QObject):
    saving_ended = Signal()
    saving_failed = Signal(object)  # DesktopLlmError

    def __init__(
        self,
        pane: WritePane,
        keeper: TextKeeper,
        controller: WriteController,
        versions: TextVersions,
        store: WrittenDocumentStore,
        folder: DataFolder,
        make_reader: Callable[[], RichFileReader],
        bridge: EventBridge,
    ) -> None:
        """A reader is made for the first file."""
        super().__init__(pane)
        self._pane = pane
        self._keeper = keeper
        self._controller = controller
        self._versions = versions
        self._store = store
        self._folder = folder
        self._make_reader = make_reader
        self._reader: RichFileReader | None = None
        self._n_saving = 0
        self._is_edited = False
        """Since it was last saved into a file."""
        self._is_reading_again = False
        """Since then no text was opened."""
        self._bridge = bridge
        self._threads = SideThreads(bridge, "written-files")
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_file_changed)
        pane.open_requested.connect(self.ask_for_file)
        pane.save_requested.connect(self.save)
        pane.notice_action_requested.connect(self._on_notice_action)
        pane.editor.text_edited.connect(self._on_edited)
        controller.text_opened.connect(self._on_text_opened)
        self._threads.run(partial(forget_originals, folder, store), None, controller.show_error)

    @property
    def is_saving(self) -> bool:
        return self._n_saving > 0

    def stop(self) -> None:
        """Blocks for a second at most, and longer only for a file that the person wanted saved."""
        if self.is_saving:
            self._threads.finish()
        self._threads.stop()
        if self._reader is not None:
            self._reader.close()

    # Open

    @Slot()
    def ask_for_file(self) -> None:
        choose_text_file(self._pane, self._on_chosen)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Each is a text in the sidebar; the last one is shown."""
        self._pane.dismiss_notice(_KIND_ID)
        for path in paths:
            if is_editable(path):
                work = partial(open_file, self._a_reader(), self._store, self._folder, path.absolute())
                self._threads.run(work, self._on_opened, self._controller.show_error)
            else:
                self._tell_kind(path)

    def _tell_kind(self, path: Path) -> None:
        text = translate(
            "TextFiles", "{file} cannot be written in. Word, OpenDocument, Markdown, HTML and text files can."
        )
        self._pane.show_notice(Notice(id=_KIND_ID, text=text.format(file=path.name), level=NoticeLevel.ERROR))

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.open_paths([Path(path)])

    def _on_opened(self, opened: OpenedFile) -> None:
        if opened.text is None:
            self._controller.open(opened.document.id)
        else:
            self._controller.show(OpenedText(opened.document, opened.text))
            self._controller.refresh()
        self._show_warnings(opened)
        if opened.is_changed:
            self._tell_changed(opened.document)

    def _show_warnings(self, opened: OpenedFile) -> None:
        self._pane.dismiss_notice(_CHANGED_ID)
        if opened.warnings:
            text = sentences_text(map(warning_sentence, opened.warnings))
            self._pane.show_notice(Notice(id=_WARNING_ID, text=text, level=NoticeLevel.INFO))

    # Save

    @Slot()
    def save(self) -> None:
        """Into its file; the first time, the person says which."""
        document = self._keeper.open_document
        if document is None:
            return
        if document.file_path:
            self._save(Path(document.file_path))
        else:
            self.ask_where()

    @Slot()
    def ask_where(self) -> None:
        document = self._keeper.open_document
        if document is None:
            return
        if document.file_path:
            suggested = Path(document.file_path)
        else:
            suggested = Path.home() / f"{export_stem(document.title, 'text')}.docx"
        choose_text_output(self._pane, suggested, self._on_output_chosen)

    @Slot(str)
    def _on_output_chosen(self, path: str) -> None:
        """The dialog asked about a file that is there."""
        self._save(Path(path), may_replace=True)

    def _save(self, path: Path, *, may_replace: bool = False) -> None:
        document, editor = self._keeper.open_document, self._pane.editor
        if document is None:
            return
        if editor.is_loading:
            self._pane.show_state(busy_text())
            return
        self._keeper.save()
        for notice_id in (_UNSAVED_ID, _LOST_ID, _CHANGED_ID):
            self._pane.dismiss_notice(notice_id)
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
        self._pane.show_state(translate("TextFiles", "Saving…"))
        work = partial(
            save_file,
            self._a_reader(),
            self._store,
            self._folder,
            document,
            editor.rich_text,
            path,
            may_replace=may_replace,
        )
        self._n_saving += 1
        self._is_edited = False
        self._threads.run(work, self._on_saved, partial(self._on_save_failed, document))

    def _on_saved(self, document: WrittenDocument) -> None:
        """Another text may be open by now, or this one be written on."""
        self._n_saving -= 1
        self._controller.note(document)
        if self._is_open(document):
            self._show_saved(document)
        self.saving_ended.emit()

    def _show_saved(self, document: WrittenDocument) -> None:
        self._watch(document)
        if self._is_edited:
            self._on_edited()
        else:
            self._pane.show_state(translate("TextFiles", "Saved in {file}").format(file=Path(document.file_path).name))

    @Slot()
    def _on_edited(self) -> None:
        """Here it is kept while it is written; in the file it is when the person says so."""
        self._is_edited = True
        document = self._keeper.open_document
        if document is not None and document.file_path:
            text = translate("TextFiles", "Kept here, not in {file} yet")
            self._pane.show_state(text.format(file=Path(document.file_path).name))

    def _on_save_failed(self, document: WrittenDocument, error: DesktopLlmError) -> None:
        """Of a text that is no longer open only the reason is told: what a notice offers is for the open one."""
        self._n_saving -= 1
        self.saving_failed.emit(error)
        if not self._is_open(document):
            self._controller.show_error(error)
        else:
            self._pane.show_state("")
            self._watch(document)
            self._tell_failure(document, error)
        self.saving_ended.emit()

    def _tell_failure(self, document: WrittenDocument, error: DesktopLlmError) -> None:
        if error.code is ErrorCode.DOCUMENT_CHANGED:
            self._ask_about_loss(document)
            return
        text = error_text_of(error)
        kept = "" if self._keeper.has_failed else translate("TextFiles", "The text itself is kept here.")
        sentence = sentences_text((text.whole, kept))
        button = translate("TextFiles", "Save elsewhere…")
        self._pane.show_notice(
            Notice(id=_UNSAVED_ID, text=sentence, level=NoticeLevel.ERROR, action=button, details=text.details)
        )

    def _ask_about_loss(self, document: WrittenDocument) -> None:
        sentence = translate(
            "TextFiles",
            "{file} was changed by another program. Saved now, those changes are lost; under another name, both stay.",
        )
        self._pane.show_notice(
            Notice(
                id=_LOST_ID,
                text=sentence.format(file=Path(document.file_path).name),
                level=NoticeLevel.WARNING,
                action=translate("TextFiles", "Save all the same"),
            )
        )

    # Changed by others

    @Slot(object)
    def _on_text_opened(self, document: WrittenDocument) -> None:
        self._is_reading_again = False
        self._pane.show_state("")
        for notice_id in (_UNSAVED_ID, _LOST_ID, _CHANGED_ID):
            self._pane.dismiss_notice(notice_id)
        self._watch(document)
        self._look(document)

    def _watch(self, document: WrittenDocument) -> None:
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
        if document.file_path and Path(document.file_path).exists():
            self._watcher.addPath(document.file_path)

    @Slot(str)
    def _on_file_changed(self, _path: str) -> None:
        if (document := self._keeper.open_document) is not None:
            self._watch(document)  # one that was replaced is another one to the system
            self._look(document)

    def _look(self, document: WrittenDocument) -> None:
        if document.file_path:
            heard = partial(self._hear_changed, document)
            self._threads.run(partial(is_changed_on_disk, document), heard, self._controller.show_error)

    def _hear_changed(self, document: WrittenDocument, is_changed: bool) -> None:
        if is_changed and self._keeper.open_document == document:
            self._tell_changed(document)

    def _tell_changed(self, document: WrittenDocument) -> None:
        sentence = translate(
            "TextFiles",
            "{file} was changed by another program. Read again, what you wrote here is kept as a version.",
        )
        self._pane.show_notice(
            Notice(
                id=_CHANGED_ID,
                text=sentence.format(file=Path(document.file_path).name),
                level=NoticeLevel.WARNING,
                action=translate("TextFiles", "Read it again"),
            )
        )

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        document = self._keeper.open_document
        if document is None or notice_id not in {_CHANGED_ID, _UNSAVED_ID, _LOST_ID}:
            return
        self._pane.dismiss_notice(notice_id)
        match notice_id:
            case "file_not_saved":
                self.ask_where()
            case "file_would_be_lost":
                self._save(Path(document.file_path), may_replace=True)
            case _:
                self._read_again(document)

    def _read_again(self, document: WrittenDocument) -> None:
        """What is written here is kept before anything takes its place, and nothing is written meanwhile.

        Once another text is open, this one stays as it is: it is told again that its file was changed.
        """
        self._keeper.save()
        self._is_reading_again = True
        self._pane.editor.hold_typing(True)
        self._versions.keep(VersionReason.BEFORE_RELOADING, partial(self._on_all_kept, document), self._go_on)

    def _on_all_kept(self, document: WrittenDocument) -> None:
        work = partial(read_again, self._a_reader(), Path(document.file_path))
        self._threads.run(work, partial(self._take_again, document), partial(self._on_not_read, document))

    def _take_again(self, document: WrittenDocument, again: FileAgain) -> None:
        """On the thread that keeps what is written: neither overtakes the other."""
        if self._is_reading_again and self._is_open(document):
            work = partial(take_again, self._store, self._folder, document.id, again)
            self._bridge.run_in_background(work, self._on_taken, partial(self._on_not_read, document))

    def _on_taken(self, opened: OpenedFile) -> None:
        if self._is_open(opened.document):
            self._on_opened(opened)
        else:
            self._controller.refresh()

    def _on_not_read(self, document: WrittenDocument, error: DesktopLlmError) -> None:
        if self._is_open(document):
            self._go_on()
            self._controller.show_error(error)

    def _go_on(self) -> None:
        if self._is_reading_again:
            self._is_reading_again = False
            self._pane.editor.hold_typing(False)

    def _is_open(self, document: WrittenDocument) -> bool:
        return self._keeper.open_document is not None and self._keeper.open_document.id == document.id

    def _a_reader(self) -> RichFileReader:
        self._reader = self._reader or self._make_reader()
        return self._reader

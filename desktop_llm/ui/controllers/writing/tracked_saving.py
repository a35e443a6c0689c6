"""Saves the open text as a Word file with a model's changes tracked, accepted ones and waiting ones. GUI thread."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QTextBlock, QTextDocument

from desktop_llm.assist.writing.paragraph_edits import ParagraphEdit, edited_paragraph
from desktop_llm.assist.writing.tracked_file import TrackedText, save_tracked
from desktop_llm.assist.writing.written_file import RichFileReader
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
from desktop_llm.ui.dialogs.file_choosers import choose_output_file
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.rows.change_words import busy_text
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.text_places import TextPlaces
from desktop_llm.ui.widgets.frame.conversation_list_view import export_stem
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_changes import TextChanges, WaitingChange
from desktop_llm.ui.widgets.writing.text_styles import is_filler

_FAILURE_ID = "tracked_not_saved"


class TrackedSaving(QObject):
    saving_ended = Signal()
    saving_failed = Signal(object)  # DesktopLlmError

    def __init__(
        self,
        pane: WritePane,
        keeper: TextKeeper,
        changes: TextChanges,
        folder: DataFolder,
        make_reader: Callable[[], RichFileReader],
        bridge: EventBridge,
    ) -> None:
        """A reader is made for each file."""
        super().__init__(pane)
        self._pane = pane
        self._keeper = keeper
        self._changes = changes
        self._folder = folder
        self._make_reader = make_reader
        self._n_saving = 0
        self._threads = SideThreads(bridge, "tracked-files")

    @property
    def is_saving(self) -> bool:
        return self._n_saving > 0

    def stop(self) -> None:
        """Files that are being written are finished, for a few seconds at most."""
        self._threads.finish()

    @Slot()
    def ask_where(self) -> None:
        document = self._keeper.open_document
        if document is None:
            return
        if self._pane.editor.is_loading:
            self._pane.show_state(busy_text())
            return
        place = Path(document.file_path).parent if document.file_path else Path.home()
        name = translate("TrackedSaving", "{title} (changes)").format(title=export_stem(document.title, "text"))
        title = translate("TrackedSaving", "Save with changes tracked")
        choose_output_file(self._pane, place / f"{name}.docx", self._on_chosen, title)

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        document = self._keeper.open_document
        if document is None:
            return
        if self._pane.editor.is_loading:
            self._pane.show_state(busy_text())
            return
        self._pane.dismiss_notice(_FAILURE_ID)
        self._pane.show_state(translate("TrackedSaving", "Saving…"))
        text = tracked_text(self._pane.editor, self._changes)
        work = partial(_save, self._make_reader, self._folder, document, text, Path(path))
        self._n_saving += 1
        self._threads.run(work, self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self._n_saving -= 1
        self._pane.show_state(translate("TrackedSaving", "Saved in {file}").format(file=path.name))
        self.saving_ended.emit()

    def _on_failed(self, error: DesktopLlmError) -> None:
        self._n_saving -= 1
        self._pane.show_state("")
        text = error_text_of(error)
        self._pane.show_notice(Notice(id=_FAILURE_ID, text=text.whole, level=NoticeLevel.ERROR, details=text.details))
        self.saving_failed.emit(error)
        self.saving_ended.emit()


def tracked_text(editor: RichEditor, changes: TextChanges) -> TrackedText:
    """Without the changes that were accepted, and with those that wait and are checked as well."""
    text, document = editor.rich_text, editor.document()
    waiting = [each for each in changes.waiting if each.change.is_checked]
    return TrackedText(
        before=_edited(text, document, changes.made),
        after=_edited(text, document, waiting),
    )


def _edited(text: RichText, document: QTextDocument, changes: Iterable[WaitingChange]) -> RichText:
    """With the waiting ones made, or the made ones taken back."""
    edits: dict[int, list[ParagraphEdit]] = defaultdict(list)
    for change in changes:
        block = document.findBlock(change.stands_from)
        edits[block.blockNumber()] += _edits(block, change)
    if not edits:
        return text
    paragraphs = list(text.paragraphs)
    for index, number in enumerate(_paragraph_blocks(document)):
        if number in edits:
            paragraphs[index] = edited_paragraph(paragraphs[index], edits[number])
    return replace(text, paragraphs=tuple(paragraphs))


def _edits(block: QTextBlock, change: WaitingChange) -> Iterator[ParagraphEdit]:
    """Word by word where it can be, so that each keeps its format."""
    places = TextPlaces(block.text())
    start = places.characters(change.stands_from - block.position())
    end = places.characters(change.end - block.position())
    old, new = change.before, change.change.after
    if change.is_made:
        old, new = new, old
    ours, theirs = old.split(" "), new.split(" ")
    if len(ours) != len(theirs):
        yield ParagraphEdit(start, end, new)
        return
    for before, after in zip(ours, theirs, strict=True):
        if before != after:
            yield ParagraphEdit(start, start + len(before), after)
        start += len(before) + 1


def _paragraph_blocks(document: QTextDocument) -> Iterable[int]:
    """The numbers of the blocks that are paragraphs."""
    block = document.begin()
    while block.isValid():
        if not is_filler(block):
            yield block.blockNumber()
        block = block.next()


def _save(
    make_reader: Callable[[], RichFileReader],
    folder: DataFolder,
    document: WrittenDocument,
    text: TrackedText,
    path: Path,
) -> Path:
    reader = make_reader()
    try:
        return save_tracked(reader, folder, document, text, path)
    finally:
        reader.close()

"""The paragraphs of a document as values at any time, however long it is: only changes are read anew. GUI thread."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QTextDocument

from desktop_llm.assist.writing.stored_text import count_words
from desktop_llm.documents.rich_text import Paragraph
from desktop_llm.ui.widgets.writing.rich_document import cells_of, paragraph_of
from desktop_llm.ui.widgets.writing.text_styles import is_filler


class TextCounts(Struct, frozen=True):
    n_words: int = 0
    n_characters: int = 0
    n_paragraphs: int = 0


class _Read(Struct, frozen=True):
    """A block as it was read; no paragraph for one that only stands beside a table."""

    paragraph: Paragraph | None
    n_words: int


class ParagraphTracker(QObject):
    """Follows a document. Knows of each block whether it was read since it was last changed."""

    text_changed = Signal()

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        document.documentLayout()  # without one Qt tells of no change
        self._blocks: list[_Read | None] = [None] * document.blockCount()
        document.contentsChange.connect(self._on_change)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """As they are now; those that did not change are the same objects as before."""
        self.read_changed()
        paragraphs = [read.paragraph for read in self._blocks if read is not None and read.paragraph is not None]
        return _with_own_origins(paragraphs)

    @property
    def counts(self) -> TextCounts:
        self.read_changed()
        reads = [read for read in self._blocks if read is not None and read.paragraph is not None]
        n_characters = self._document.characterCount() - len(self._blocks)
        return TextCounts(sum(read.n_words for read in reads), n_characters, len(reads))

    @Slot(int, int, int)
    def _on_change(self, position: int, _n_removed: int, n_added: int) -> None:
        n_blocks = self._document.blockCount()
        last_position = min(position + n_added, self._document.characterCount() - 1)
        first = self._document.findBlock(position).blockNumber()
        last = self._document.findBlock(last_position).blockNumber()
        n_before = len(self._blocks) - (n_blocks - 1 - last)
        self._blocks[first:n_before] = [None] * (last - first + 1)
        if len(self._blocks) != n_blocks:  # Qt told less than it did
            self._blocks = [None] * n_blocks
        self.text_changed.emit()

    def read_changed(self) -> None:
        """Now, so that it need not be done later, all at once."""
        cells = dict(cells_of(self._document))
        for number, read in enumerate(self._blocks):
            known = self._read(number) if read is None else read
            cell = cells.get(number)
            if known.paragraph is not None and known.paragraph.cell != cell:
                known = _Read(replace(known.paragraph, cell=cell), known.n_words)
            self._blocks[number] = known

    def _read(self, number: int) -> _Read:
        block = self._document.findBlockByNumber(number)
        if is_filler(block):
            return _Read(None, 0)
        return _Read(paragraph_of(block), count_words(block.text()))


def _with_own_origins(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Of two halves of a paragraph of the file, the first is it; the other one is new."""
    seen: set[str] = set()
    for index, paragraph in enumerate(paragraphs):
        if paragraph.origin in seen:
            paragraphs[index] = replace(paragraph, origin="")
        elif paragraph.origin:
            seen.add(paragraph.origin)
    return tuple(paragraphs)

"""What editors of plain texts have in common: passages of the file are replaced, all between them stays.

Reading process.
"""

from collections.abc import Sequence

from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.editing.editor import SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.spliced_text import Passage, SplicedText
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.segments import FileSegment, Layout
from desktop_llm.documents.source_file import SourceFile


class TextEditor:
    """An Editor; each kind finds its own passages."""

    language: str = ""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: larger than may be read."""
        self._list = SegmentList()
        self._file = read_text_file(source, self._list)
        self._passages: Sequence[Passage] = ()

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._list.warnings

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        spliced = SplicedText(self._file.text, self._passages_for(wish))
        return self._file.encoded(spliced.written(targets, is_bilingual=wish.layout is not Layout.REPLACED))

    def _passages_for(self, wish: WriteWish) -> Sequence[Passage]:  # noqa: ARG002  what overrides it needs it
        return self._passages

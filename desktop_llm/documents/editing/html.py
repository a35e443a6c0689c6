"""Web pages, translated in place. Reading process."""

from collections.abc import Sequence

from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.editing.editor import OpenWish, SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.page import Page
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.readers.html import charset_of
from desktop_llm.documents.segments import FileSegment
from desktop_llm.documents.source_file import SourceFile


class HtmlEditor:
    def __init__(self, source: SourceFile, wish: OpenWish) -> None:
        self._list = SegmentList()
        self._file = read_text_file(source, self._list, charset_of(source))
        self._page = Page(self._file.text, self._list, with_properties=wish.with_properties)

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._list.warnings

    @property
    def language(self) -> str:
        return self._page.language

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        """Letters that the page's encoding lacks are written as their numbers."""
        text = self._page.written(targets, wish)
        file = self._file
        return file.mark + text.encode(file.encoding, "xmlcharrefreplace")

"""Plain text, translated in place: paragraphs between blank lines, their indents and their width kept.

Reading process.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from desktop_llm.documents.document import DocumentWarning, Place
from desktop_llm.documents.editing.editor import OpenWish, SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.spliced_text import Passage, Range, RawText, SplicedText
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.editing.wrapped_text import Flow, wrapped_paragraphs
from desktop_llm.documents.segments import Content, FileSegment, Layout
from desktop_llm.documents.source_file import SourceFile


class PlainTextEditor:
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        self._list = SegmentList()
        self._file = read_text_file(source, self._list)
        self._spliced = SplicedText(self._file.text, list(self._found(self._file.text)))

    language: str = ""

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._list.warnings

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        text = self._spliced.written(targets, is_bilingual=wish.layout is not Layout.REPLACED)
        return self._file.encoded(text)

    def _found(self, text: str) -> Iterator[Passage]:
        for each in wrapped_paragraphs(text):
            content = (each.words,)
            segment_id = self._list.add(content, place=Place(label=f"line {each.line}"))
            if segment_id is not None:
                render, both = partial(_in_lines, flow=each.flow), partial(_below, flow=each.flow, span=each.span)
                yield Passage(segment_id, content, each.span, render, both)


def _text(content: Content) -> str:
    return "".join(piece for piece in content if isinstance(piece, str))


def _in_lines(content: Content, _raw: RawText, flow: Flow) -> str:
    return flow.lines(_text(content))


def _below(content: Content, raw: RawText, flow: Flow, span: Range) -> str:
    return raw(span) + flow.lines_below(_text(content))

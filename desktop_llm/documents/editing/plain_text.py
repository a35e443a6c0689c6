"""Plain text, translated in place: paragraphs between blank lines, their indents and their width kept.

Reading process.
"""

from collections.abc import Iterator
from functools import partial

from desktop_llm.documents.document import Place
from desktop_llm.documents.editing.editor import OpenWish
from desktop_llm.documents.editing.spliced_text import Passage, Range, RawText
from desktop_llm.documents.editing.text_editor import TextEditor
from desktop_llm.documents.editing.wrapped_text import Flow, wrapped_paragraphs
from desktop_llm.documents.segments import Content
from desktop_llm.documents.source_file import SourceFile


class PlainTextEditor(TextEditor):
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        super().__init__(source)
        self._passages = list(self._found(self._file.text))

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

"""Plain text, translated in place: paragraphs between blank lines, their indents and their width kept.

Reading process.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from desktop_llm.documents.document import DocumentWarning, Place
from desktop_llm.documents.editing.editor import OpenWish, SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.spliced_text import Passage, RawText, SplicedText
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.segments import Content, FileSegment, Layout
from desktop_llm.documents.source_file import SourceFile

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
# What stands before the words of a line: spaces, marks of quotations, bullets, numbers of lists.
_PREFIX: Final = re.compile(r"[ \t]*(?:(?:[>|#]+|[-*+•–]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])[ \t]+)*")
_BULLET: Final = re.compile(r"[-*+•–\d(A-Za-z]")
_SHORTEST_WRAPPED: Final = 40
_FULL_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    end_of_line: str
    number: int

    @property
    def prefix(self) -> str:
        match = _PREFIX.match(self.text)
        return match[0] if match else ""


class PlainTextEditor:
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        self._list = SegmentList()
        self._file = read_text_file(source, self._list)
        self._passages: list[Passage] = []
        for lines in _paragraphs(self._file.text):
            self._add_paragraph(lines)
        self._spliced = SplicedText(self._file.text, self._passages)

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

    def _add_paragraph(self, lines: Sequence[_Line]) -> None:
        for group in _wrapped_groups(lines):
            first, last = group[0], group[-1]
            words = [line.text[len(line.prefix) :] for line in group]
            start, end = first.start + len(first.prefix), last.start + len(last.text.rstrip())
            content = (" ".join(" ".join(words).split()),)
            segment_id = self._list.add(content, place=Place(label=f"line {first.number}"))
            if segment_id is None:
                continue
            width = max(len(line.text) for line in group) if len(group) > 1 else 0
            flow = _Flow(first.prefix, group[1].prefix if len(group) > 1 else "", width, first.end_of_line or "\n")
            both = partial(_below, flow=flow, span=(start, end))
            self._passages.append(Passage(segment_id, content, (start, end), partial(_flowed, flow=flow), both))


@dataclass(frozen=True, slots=True)
class _Flow:
    """How a paragraph is broken into lines; a width of 0 is one line."""

    prefix: str
    next_prefix: str
    width: int
    end_of_line: str


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    lines: list[_Line] = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        if match[1].strip():
            lines.append(_Line(match.start(), match[1], match[2], number))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _wrapped_groups(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """A line goes on in the next one where it is about as long as lines are; else each stands for itself."""
    width = max(len(line.text.rstrip()) for line in lines)
    group: list[_Line] = []
    for line in lines:
        if group and not (_goes_on(group[-1], width) and _continues(line)):
            yield group
            group = []
        group.append(line)
    yield group


def _goes_on(line: _Line, width: int) -> bool:
    return width >= _SHORTEST_WRAPPED and len(line.text.rstrip()) >= _FULL_SHARE * width


def _continues(line: _Line) -> bool:
    return not _BULLET.search(line.prefix)


def _flowed(content: Content, _raw: RawText, flow: _Flow) -> str:
    text = "".join(piece for piece in content if isinstance(piece, str))
    if not flow.width:
        return text
    lines = [""]
    room = flow.width - len(flow.prefix)
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
            room = flow.width - len(flow.next_prefix)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return f"{flow.end_of_line}{flow.next_prefix}".join(lines)


def _below(content: Content, raw: RawText, flow: _Flow, span: tuple[int, int]) -> str:
    indent = " " * len(flow.prefix) if flow.prefix.strip() else flow.prefix
    return f"{raw(span)}{flow.end_of_line}{indent}{_flowed(content, raw, flow)}"

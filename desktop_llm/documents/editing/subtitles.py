"""Subtitles (SubRip, WebVTT), translated in place: numbers, times, positions and styles stay as they are.

What is said is the only thing that is looked at, so times may overlap or go backwards. Tags within it are text here;
they are protected as any tag is. Reading process.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from desktop_llm.documents.document import Place
from desktop_llm.documents.editing.editor import OpenWish
from desktop_llm.documents.editing.spliced_text import Passage, RawText
from desktop_llm.documents.editing.text_editor import TextEditor
from desktop_llm.documents.segments import Content, InlineObject, Piece, SegmentKind
from desktop_llm.documents.source_file import SourceFile

_TIME: Final = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_CUE: Final = re.compile(
    rf"^[ \t]*({_TIME})[ \t]*-->[ \t]*{_TIME}[^\r\n]*(\r\n|\r|\n)((?:[ \t]*[^\s][^\r\n]*(?:\r\n|\r|\n|\Z))*)",
    re.MULTILINE,
)
_END_OF_LINE: Final = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
# Two people speak: what each says keeps a line of its own.
_SPEAKERS: Final = re.compile(r"^(?:<[^<>]*>|\{[^{}]*\})*\s*[-–—]\s?\S")
_GAP: Final = re.compile(r" (?!</)(?![^<>]*>)")
_USUAL_WIDTH: Final = 42


class SubtitleEditor(TextEditor):
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        """Raises DocumentError: nothing in it reads as a subtitle."""
        super().__init__(source)
        self._passages = list(self._found(self._file.text))
        if not self._passages and _CUE.search(self._file.text) is None:
            raise source.damaged("it does not read as subtitles")

    def _found(self, text: str) -> Iterator[Passage]:
        for cue in _CUE.finditer(text):
            said = cue[3].rstrip()
            start = cue.start(3) + len(said) - len(said.lstrip())
            said = said.lstrip()
            span = (start, start + len(said))
            lines = [line for line in _END_OF_LINE.split(said) if line]
            content = _content(lines)
            segment_id = self._list.add(content, SegmentKind.CUE, Place(label=cue[1]))
            if segment_id is not None:
                end_of_line = cue[2]
                width = max(_USUAL_WIDTH, *map(len, lines))
                render = partial(_in_lines, n_lines=len(lines), width=width, end_of_line=end_of_line)
                both = partial(_below, span=span, end_of_line=end_of_line, render=render)
                yield Passage(segment_id, content, span, render, both)


def _content(lines: Sequence[str]) -> Content:
    if len(lines) < 2 or sum(_SPEAKERS.match(line) is not None for line in lines) < 2:
        return (" ".join(lines),)
    pieces: list[Piece] = []
    for line in lines:
        if pieces and _SPEAKERS.match(line):
            pieces.append(InlineObject(sum(isinstance(each, InlineObject) for each in pieces) + 1, "\n"))
        elif pieces:
            line = f"{pieces.pop()} {line}"  # noqa: PLW2901
        pieces.append(line)
    return tuple(pieces)


def _in_lines(content: Content, _raw: RawText, n_lines: int, width: int, end_of_line: str) -> str:
    """In as many lines as there were, or as few as fit, all about as long."""
    text = "".join(piece if isinstance(piece, str) else end_of_line for piece in content)
    if end_of_line in text:
        return text
    return end_of_line.join(_balanced(text, max(n_lines, -(-len(text) // width))))


def _balanced(text: str, n_lines: int) -> Iterator[str]:
    """A line neither ends within a tag nor begins with the end of one."""
    while n_lines > 1:
        middle = len(text) // n_lines
        cuts = [match.start() for match in _GAP.finditer(text) if match.start()]
        if not cuts:
            break
        cut = min(cuts, key=lambda each: abs(each - middle))
        yield text[:cut]
        text = text[cut + 1 :]
        n_lines -= 1
    yield text


def _below(content: Content, raw: RawText, span: tuple[int, int], end_of_line: str, render: "partial[str]") -> str:
    return f"{raw(span)}{end_of_line}{render(content, raw)}"

"""Cuts growing Markdown into chapters, each small enough to be parsed and drawn within one frame. Pure text.

A chapter is either prose or the inside of one code fence. Where chapters are cut depends on whole lines only, so any
split of a text into pieces gives the same chapters as the text at once.
"""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

SOFT_LIMIT_CHARS: Final = 1500
"""A chapter this long ends at the next blank line between top-level blocks."""

HARD_LIMIT_CHARS: Final = 2000
"""No prose chapter grows longer, whatever is cut: one giant list or paragraph."""

TABLE_LIMIT_CHARS: Final = 900
"""Tables cost several times what text does: 35 rows take 13 ms to write, lay out and paint."""

_FENCE: Final = re.compile(r"^([ \t]*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`{]*)")
_FENCE_END: Final = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*$")
_FENCE_IN_ITEM: Final = re.compile(r"^([ \t]*(?:[-*+]|\d{1,9}[.)]))[ \t]+(?=(?:`{3,}[^`]*|~{3,}.*)$)")
_LIST_MARKER: Final = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_TABLE_RULE: Final = re.compile(r"^[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BLANK_IN_LINE: Final = re.compile(r"\s(?=[^\W\d_])")
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class ChapterKind(Enum):
    PROSE = auto()
    CODE = auto()


@dataclass
class Chapter:
    """A run of lines. `indent` is by how many columns they stood to the right (inside a list item) and is cut off."""

    kind: ChapterKind
    indent: int = 0
    language: str = ""
    is_open: bool = True
    lines: list[str] = field(default_factory=list[str])
    size: int = 0

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def append(self, line: str) -> None:
        self.lines.append(line)
        self.size += len(line)


@dataclass(slots=True)
class _Position:
    """All that the meaning of the next line depends on."""

    fence: str = ""
    indent: int = 0
    is_after_blank: bool = True
    is_in_list: bool = False
    last_line: str = ""
    table_head: str = ""


@dataclass(frozen=True)
class _Undo:
    """How it was before the line that has not ended yet."""

    position: _Position
    n_chapters: int
    last: Chapter | None


class ChapterSplitter:
    """Takes a text in pieces; `chapters` is at every moment what the text so far gives at once."""

    def __init__(self) -> None:
        self.chapters: list[Chapter] = []
        self._at = _Position()
        self._partial = ""
        self._undo: _Undo | None = None

    def feed(self, text: str) -> None:
        """Append `text`. A line that has not ended yet is taken in provisionally and again when more of it comes."""
        self._take_back_partial()
        lines = (self._partial + clean(text)).splitlines(keepends=True)
        self._partial = "" if not lines or lines[-1].endswith("\n") else lines.pop()
        for line in lines:
            self._take(line)
        if self._partial:
            last = self.chapters[-1] if self.chapters else None
            kept = replace(last, lines=last.lines[:]) if last is not None else None
            self._undo = _Undo(replace(self._at), len(self.chapters), kept)
            self._take(self._partial)

    def _take_back_partial(self) -> None:
        if self._undo is None:
            return
        self._at = self._undo.position
        del self.chapters[self._undo.n_chapters :]
        if self._undo.last is not None:
            self.chapters[-1] = self._undo.last
        self._undo = None

    def _take(self, line: str) -> None:
        if self._at.fence:
            self._take_code(line)
            return
        start = line.lstrip(" \t")[:3]
        opening = _FENCE.match(line) if start in {"```", "~~~"} else None
        if opening is not None and (len(opening[1]) < 4 or self._at.is_in_list):
            self._open_code(opening)
        elif not start.strip():
            self._take_blank(line)
        else:
            self._take_prose(line)

    def _open_code(self, opening: re.Match[str]) -> None:
        indent = len(opening[1])
        self._close_last()
        self.chapters.append(Chapter(ChapterKind.CODE, indent if self._at.is_in_list else 0, opening[3]))
        self._at.fence = opening[2]
        self._at.indent = indent
        self._at.table_head = ""

    def _take_code(self, line: str) -> None:
        at = self._at
        ending = _FENCE_END.match(line) if at.fence[0] in line else None
        if ending is None or not ending[1].startswith(at.fence):
            self.chapters[-1].append(_dedented(line, at.indent))
            return
        self._close_last()
        at.fence = ""
        at.indent = at.indent if at.is_in_list else 0
        at.is_after_blank = True

    def _take_blank(self, line: str) -> None:
        if self._open_prose() is not None:
            self._append(line)
        self._at.is_after_blank = True
        self._at.table_head = ""
        self._at.last_line = ""

    def _take_prose(self, line: str) -> None:
        item = _FENCE_IN_ITEM.match(line)
        if item is None:
            self._take_words(line)
            return
        self._take_words(item[1] + "\n")
        self._take(" " * item.end() + line[item.end() :])

    def _take_words(self, line: str) -> None:
        at = self._at
        if at.indent and _leading(line) < at.indent:
            at.indent = 0
            self._close_last()
        is_marked = _LIST_MARKER.match(line) is not None
        if self._is_boundary(line, is_marked=is_marked):
            self._start_prose(_leading(line) if at.is_in_list else 0, at.table_head)
        self._append(line)
        has_left_list = at.is_after_blank and not line[0].isspace()
        at.is_in_list = is_marked or at.indent > 0 or (at.is_in_list and not has_left_list)
        at.is_after_blank = False
        at.table_head = _table_head(at, line)
        at.last_line = line

    def _is_boundary(self, line: str, *, is_marked: bool) -> bool:
        chapter = self._open_prose()
        if chapter is None or not chapter.size:
            return False
        limit = TABLE_LIMIT_CHARS if self._at.table_head and "|" in line else HARD_LIMIT_CHARS
        if chapter.size + len(line) > limit:
            return True
        is_outside = not line[0].isspace() and not is_marked
        return chapter.size >= SOFT_LIMIT_CHARS and self._at.is_after_blank and is_outside

    def _open_prose(self) -> Chapter | None:
        last = self.chapters[-1] if self.chapters else None
        return last if last is not None and last.kind is ChapterKind.PROSE and last.is_open else None

    def _start_prose(self, indent: int, head: str = "") -> None:
        self._close_last()
        chapter = Chapter(ChapterKind.PROSE, indent)
        if head:
            chapter.append(head)
        self.chapters.append(chapter)
        self._at.indent = indent

    def _close_last(self) -> None:
        if self.chapters:
            self.chapters[-1].is_open = False

    def _append(self, line: str) -> None:
        if self._open_prose() is None:
            self._start_prose(self._at.indent)
        pieces = _pieces(_dedented(line, self._at.indent))
        for number, piece in enumerate(pieces):
            if number:
                self._start_prose(self._at.indent)
            self.chapters[-1].append(piece)


def clean(text: str) -> str:
    """`text` without control characters, lone surrogates and the marks that reorder text on the screen."""
    return _UNSAFE.sub("", text)


def chapters_of(text: str) -> list[Chapter]:
    """The chapters of a text that will not grow."""
    if len(text) < SOFT_LIMIT_CHARS and "```" not in text and "~~~" not in text:
        start = clean(text).lstrip("\n")
        return [Chapter(ChapterKind.PROSE, lines=[start], size=len(start))] if start.strip() else []
    splitter = ChapterSplitter()
    splitter.feed(text)
    return splitter.chapters


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _dedented(line: str, indent: int) -> str:
    return line[min(indent, _leading(line)) :] if indent else line


def _table_head(at: _Position, line: str) -> str:
    """The two lines that a table cut in two must begin with again."""
    if at.table_head:
        return at.table_head if "|" in line else ""
    is_table = "|" in at.last_line and "-" in line and _TABLE_RULE.match(line) is not None
    return at.last_line + line if is_table and len(at.last_line + line) < TABLE_LIMIT_CHARS // 2 else ""


def _pieces(line: str) -> list[str]:
    """A line longer than a chapter, cut before words."""
    pieces: list[str] = []
    while len(line) > HARD_LIMIT_CHARS:
        blanks = [match.end() for match in _BLANK_IN_LINE.finditer(line, HARD_LIMIT_CHARS // 2, HARD_LIMIT_CHARS)]
        cut = blanks[-1] if blanks else HARD_LIMIT_CHARS
        pieces.append(line[:cut])
        line = line[cut:]
    return [*pieces, line]

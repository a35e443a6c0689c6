"""Text that was broken into lines by hand: its paragraphs, and other words in such lines. Reading process."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.editing.code_looks import is_code

MARK: Final = "\ufdd0"  # means nothing in any text: Unicode leaves it to programs
"""Stands in a text for something that takes no room in a line, such as a tag."""

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
# What stands before the words of a line: spaces, marks of quotations, bullets, numbers of lists.
_PREFIX: Final = re.compile(r"[ \t]*(?:(?:[>|#]+|[-*+•–]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])[ \t]+)*")
_BULLET: Final = re.compile(r"[-*+•–\d(A-Za-z]")
_SHORTEST_WRAPPED: Final = 40
_FULL_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Flow:
    """How a paragraph is broken into lines; a width of 0 is one line."""

    prefix: str
    next_prefix: str
    width: int
    end_of_line: str

    def lines(self, text: str) -> str:
        """The text in such lines, without what stands before the first one."""
        if not self.width:
            return text
        lines = [""]
        room = self.width - _width(self.prefix)
        for word in text.split(" "):
            if lines[-1] and _width(lines[-1]) + 1 + _width(word) > room:
                lines.append(word)
                room = self.width - _width(self.next_prefix)
            else:
                lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
        return f"{self.end_of_line}{self.next_prefix}".join(lines)

    def lines_below(self, text: str) -> str:
        """The text as lines that follow others of this kind."""
        indent = " " * len(self.prefix) if self.prefix.strip() else self.prefix
        return f"{self.end_of_line}{indent}{self.lines(text)}"


@dataclass(frozen=True, slots=True)
class WrappedParagraph:
    """`span` is where its words stand, from the first to the last; line counts from 1."""

    words: str
    span: tuple[int, int]
    line: int
    flow: Flow


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


def wrapped_paragraphs(text: str) -> Iterator[WrappedParagraph]:
    """Between blank lines; short lines stand for themselves, and code is none."""
    for lines in _blocks(text):
        if is_code("\n".join(line.text for line in lines).replace(MARK, "")):
            continue
        for group in _wrapped_groups(lines):
            first, last = group[0], group[-1]
            words = " ".join(line.text[len(line.prefix) :] for line in group)
            width = max(_width(line.text) for line in group) if len(group) > 1 else 0
            yield WrappedParagraph(
                " ".join(words.split()),
                (first.start + len(first.prefix), last.start + len(last.text.rstrip())),
                first.number,
                Flow(first.prefix, group[1].prefix if len(group) > 1 else "", width, first.end_of_line or "\n"),
            )


def _blocks(text: str) -> Iterator[list[_Line]]:
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
    """A line goes on in the next one where it is about as long as lines are; else each stands for itself.

    What is behind the second line stands below that.
    """
    width = max(_width(line.text.rstrip()) for line in lines)
    group: list[_Line] = []
    for line in lines:
        if group and not (_goes_on(group[-1], width) and _continues(line, group)):
            yield group
            group = []
        group.append(line)
    yield group


def _goes_on(line: _Line, width: int) -> bool:
    return width >= _SHORTEST_WRAPPED and _width(line.text.rstrip()) >= _FULL_SHARE * width


def _continues(line: _Line, group: Sequence[_Line]) -> bool:
    return not _BULLET.search(line.prefix) and (len(group) < 2 or line.prefix == group[1].prefix)


def _width(text: str) -> int:
    return len(text) - text.count(MARK)

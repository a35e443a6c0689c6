"""A plain text as segments: its paragraphs, without the marks and the spaces around them. Pure; any thread.

Lines that somebody wrapped at a width are one paragraph. Code between fences is no text. Marks of lists, headings and
quotations stay where they are.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

_FENCE: Final = re.compile(r"[ \t]*(`{3,}(?=[^`]*\Z)|~{3,})(.*)")
_MARK: Final = re.compile(r"\s*(?:(?:[-*+•–]|\d{1,3}[.)]|#{1,6}|>+)\s+)*")
_LEAST_WRAPPED: Final = 45  # characters in every line but the last of a paragraph that was wrapped
_MOST_WRAPPED: Final = 110


class TextSegment(Struct, frozen=True):
    """From `start` to `end` of the text. width: it was wrapped at so many characters; 0: it is one line."""

    start: int
    end: int
    width: int = 0


class SegmentedText(Struct, frozen=True):
    """A text and its segments; what stands between them stays as it is."""

    text: str
    segments: tuple[TextSegment, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every character has the place that it has in the text, so that line ends are spaces here."""
        return tuple(self.text[each.start : each.end].replace("\n", " ") for each in self.segments)

    def before(self, index: int) -> str:
        """What stands between a segment and the one before it; behind the last one: the rest."""
        start = self.segments[index - 1].end if index else 0
        end = self.segments[index].start if index < len(self.segments) else len(self.text)
        return self.text[start:end]

    def joined(self, targets: Sequence[str]) -> tuple[str, tuple[int, ...]]:
        """The text with these in the segments' places, and where each begins."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for index, target in enumerate(targets):
            gap = self.before(index)
            starts.append(length + len(gap))
            parts += (gap, target)
            length += len(gap) + len(target)
        return "".join((*parts, self.before(len(targets)))), tuple(starts)


def segmented_text(text: str) -> SegmentedText:
    """Line ends must be LF."""
    return SegmentedText(text, tuple(_segments(text)))


def rewrapped(target: str, segment: TextSegment) -> str:
    """The translation of a segment in lines as long as those of the segment."""
    if not segment.width or " " not in target:
        return target
    return textwrap.fill(target, segment.width, break_long_words=False, break_on_hyphens=False)


def _segments(text: str) -> Iterator[TextSegment]:
    paragraph: list[tuple[int, int]] = []
    fence = ""
    at = 0
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match is not None and not fence:
            fence = match[1]
            yield from _of_paragraph(text, paragraph)
            paragraph = []
        elif match is not None and match[1].startswith(fence) and not match[2].strip():
            fence = ""
        elif fence or not line.strip():
            yield from _of_paragraph(text, paragraph)
            paragraph = []
        else:
            paragraph.append((at, at + len(line)))
        at += len(line) + 1
    yield from _of_paragraph(text, paragraph)


def _of_paragraph(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[TextSegment]:
    group: list[tuple[int, int]] = []
    for start, end in lines:
        is_marked = _text_start(text, start, end) - start > len(text[start:end]) - len(text[start:end].lstrip())
        if group and (is_marked or not _is_wrapped_line(text, group[-1])):
            yield _segment(text, group)
            group = []
        group.append((start, end))
    if group:
        yield _segment(text, group)


def _is_wrapped_line(text: str, line: tuple[int, int]) -> bool:
    """Whether the sentence goes on in the next line: it was broken near the width at which people wrap."""
    content = text[line[0] : line[1]].rstrip()
    return _LEAST_WRAPPED <= len(content) <= _MOST_WRAPPED and content[-1:] not in ":.!?。"


def _segment(text: str, lines: Sequence[tuple[int, int]]) -> TextSegment:
    first_start, first_end = lines[0]
    start = _text_start(text, first_start, first_end)
    end = lines[-1][1]
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    width = max(line_end - line_start for line_start, line_end in lines) if len(lines) > 1 else 0
    return TextSegment(start, max(start, end), width)


def _text_start(text: str, start: int, end: int) -> int:
    match = _MARK.match(text, start, end)
    return match.end() if match else start

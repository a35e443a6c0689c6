"""Plain text in the editor: a paragraph is a line, or lines that were broken by hand at the same width.

Reading process.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.editing.editor import SegmentList
from desktop_llm.documents.editing.list_numbers import ListNumbers
from desktop_llm.documents.editing.rich_plan import Step, plan_of
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.editing.wrapped_text import Flow, WrappedParagraph, wrapped_paragraphs
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextRun, Tracking
from desktop_llm.documents.source_file import SourceFile

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_WIDEST_BY_HAND: Final = 120
_INDENT: Final = "  "
_QUOTE: Final = "> "
_BETWEEN_CELLS: Final = "\t"


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one paragraph: all their characters, and what ends the last one."""

    raw: str
    line_end: str
    flow: Flow | None = None


class RichPlainText:
    """A RichFile."""

    language = ""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: larger than may be read."""
        told = SegmentList()
        self._file = read_text_file(source, told)
        self.warnings: Sequence[DocumentWarning] = told.warnings
        found = list(_found(self._file.text))
        self._line_end = next((lines.line_end for lines, _ in found if lines.line_end), "\n")
        self._ends_with_line = not self._file.text or bool(found[-1][0].line_end)
        self.paragraphs = [
            Paragraph(runs=(TextRun(text=text),) if text else (), origin=f"p{number}")
            for number, (_, text) in enumerate(found, 1)
        ]
        self._lines = {paragraph.origin: lines for paragraph, (lines, _) in zip(self.paragraphs, found, strict=True)}

    def written(self, text: RichText, tracking: Tracking | None = None) -> bytes:  # noqa: ARG002  in Word files only
        plan = plan_of(self.paragraphs, text.paragraphs)
        if plan.is_unchanged:
            return self._file.encoded(self._file.text)
        numbers = ListNumbers()
        lines = [
            self._row(steps, numbers) if is_row else self._line(steps[0], numbers)
            for is_row, steps in _rows_and_lines(plan.steps)
        ]
        written = "".join(line + (end or self._line_end) for line, end in lines)
        last_end = (lines[-1][1] or self._line_end) if lines else ""
        return self._file.encoded(written if self._ends_with_line else written.removesuffix(last_end))

    def _line(self, step: Step, numbers: ListNumbers) -> tuple[str, str]:
        """The characters of a paragraph, and what ends its last line if the file says."""
        lines = self._lines.get(step.place)
        number = numbers.next(step.paragraph)
        if lines is not None and step.is_unchanged:
            return lines.raw, lines.line_end
        text = _marker(step.paragraph, number) + step.paragraph.text
        if lines is not None and lines.flow is not None:
            words = text.removeprefix(lines.flow.prefix)
            prefix = lines.flow.prefix if len(words) < len(text) else ""
            return prefix + lines.flow.lines(words), lines.line_end
        return text.replace("\n", self._line_end), lines.line_end if lines is not None else ""

    def _row(self, steps: Sequence[Step], numbers: ListNumbers) -> tuple[str, str]:
        """Of a table that comes from elsewhere: its cells side by side."""
        cells = groupby(steps, key=lambda step: step.paragraph.cell)
        texts = [" ".join(self._line(step, numbers)[0] for step in cell) for _, cell in cells]
        return _BETWEEN_CELLS.join(text.replace(self._line_end, " ") for text in texts), ""


def _found(text: str) -> Iterator[tuple[_Lines, str]]:
    """Each paragraph's lines, and what is shown of it."""
    wrapped = {each.line: each for each in wrapped_paragraphs(text) if _is_by_hand(each, text)}
    matches = [match for match in _LINE.finditer(text) if match[0] or not text]
    index = 0
    while index < len(matches):
        first = matches[index]
        paragraph = wrapped.get(index + 1)
        if paragraph is None:
            yield _Lines(first[1], first[2]), first[1]
            index += 1
            continue
        index += 1
        while index < len(matches) and matches[index].start() < paragraph.span[1]:
            index += 1
        last = matches[index - 1]
        lines = _Lines(text[first.start() : last.end(1)], last[2], paragraph.flow)
        yield lines, paragraph.flow.prefix + paragraph.words


def _is_by_hand(paragraph: WrappedParagraph, text: str) -> bool:
    """Lines that are not too long for that, and of which one goes on in the middle of a sentence: verses do not."""
    if not 0 < paragraph.flow.width <= _WIDEST_BY_HAND:
        return False
    lines = text[slice(*paragraph.span)].splitlines()[1:]
    firsts = (next((letter for letter in line if letter.isalnum()), "") for line in lines)
    return any(not first.isupper() for first in firsts)


def _rows_and_lines(steps: Sequence[Step]) -> Iterator[tuple[bool, list[Step]]]:
    """Steps of one row of a table together, all others by themselves."""
    for key, group in groupby(steps, key=_row_of):
        if key is None:
            yield from ((False, [step]) for step in group)
        else:
            yield True, list(group)


def _row_of(step: Step) -> tuple[int, int] | None:
    cell = step.paragraph.cell
    return (cell.table, cell.row) if cell is not None else None


def _marker(paragraph: Paragraph, number: int) -> str:
    match paragraph.kind:
        case ParagraphKind.LIST_ITEM:
            return f"{_INDENT * (max(paragraph.level, 1) - 1)}{f'{number}.' if number else '-'} "
        case ParagraphKind.QUOTE:
            return _QUOTE * max(paragraph.level, 1)
        case _:
            return ""

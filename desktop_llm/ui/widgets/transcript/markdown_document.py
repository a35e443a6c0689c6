"""Keeps rich text in step with Markdown that grows: only its last unfinished block is ever drawn again. GUI thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from desktop_llm.ui.widgets.transcript.markdown_writer import DocumentWriter
from desktop_llm.ui.widgets.transcript.prose_style import FormulaWriter, ProseStyle, write_tex

if TYPE_CHECKING:
    from markdown_it.token import Token


class MarkdownDocument:
    """Keeps a document in step with a Markdown source that only grows.

    `show(source)` may be called with any source; when it starts with the former one, the finished blocks stay.
    """

    def __init__(self, document: QTextDocument, style: ProseStyle, write_formula: FormulaWriter | None = None) -> None:
        self._writer = DocumentWriter(document, style, write_formula or write_tex)
        self._source = ""
        self._n_done_chars = 0
        self._done = self._writer.mark()

    def show(self, source: str) -> None:
        if not source.startswith(self._source[: self._n_done_chars]):
            self._n_done_chars = 0
            self._done = self._writer.start()
        self._source = source
        self._writer.begin()
        self._writer.return_to(self._done)
        self._write_tail()
        self._writer.end()

    def show_anew(self) -> None:
        """Draw everything again, with formulas that have been drawn meanwhile."""
        self._n_done_chars = 0
        self._done = self._writer.start()
        self.show(self._source)

    def _write_tail(self) -> None:
        from desktop_llm.ui.widgets.transcript.markdown_parser import parse  # noqa: PLC0415  # 50 ms; the empty window needs none

        tail = self._source[self._n_done_chars :]
        groups = list(_top_level(parse(tail)))
        n_finished = _n_finished(groups, tail.count("\n"))
        for group in groups[:n_finished]:
            self._writer.write(group)
        if n_finished:
            self._done = self._writer.mark()
            self._n_done_chars += _offset_of_line(tail, _first_line(groups[n_finished]))
        for group in groups[n_finished:]:
            self._writer.write(group)


def _n_finished(groups: Sequence[Sequence[Token]], n_whole_lines: int) -> int:
    """How many blocks no further text can change: those before one that surely begins where it does."""
    for number in range(len(groups) - 1, 0, -1):
        if _is_certain(groups[number], n_whole_lines) or _is_closed(groups[number - 1], groups[number]):
            return number
    return 0


def _is_certain(group: Sequence[Token], n_whole_lines: int) -> bool:
    """Whether the lines that make this a block of its own are whole."""
    n_needed = 2 if group[0].type == "table_open" else 1
    return _first_line(group) + n_needed <= n_whole_lines


def _is_closed(group: Sequence[Token], following: Sequence[Token]) -> bool:
    """Whether a blank line ends the block for good. Lists, quotes and indented code may go on behind one."""
    is_simple = group[0].type in {"paragraph_open", "heading_open", "table_open", "hr", "math_block"}
    return is_simple and group[0].map is not None and group[0].map[1] < _first_line(following)


def _top_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


def _first_line(group: Sequence[Token]) -> int:
    return group[0].map[0] if group[0].map else 0


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line):
        offset = text.index("\n", offset) + 1
    return offset

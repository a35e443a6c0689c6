"""Markdown, translated in place. Code, formulas, addresses and the head of the file stay as they are.

Reading process.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop_llm.documents.document import Place, WarningKind
from desktop_llm.documents.editing.code_looks import is_prose
from desktop_llm.documents.editing.editor import OpenWish, WriteWish
from desktop_llm.documents.editing.markdown_inline import inline_content
from desktop_llm.documents.editing.page import Page
from desktop_llm.documents.editing.spliced_text import Markup, Passage, RawText, marked_up
from desktop_llm.documents.editing.text_editor import TextEditor
from desktop_llm.documents.segments import Content, SegmentKind
from desktop_llm.documents.source_file import SourceFile

_TAG: Final = re.compile(r"<[^<>]*>")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# With the marks of quotations that the next line begins with; they are no part of what is said.
_WRAP: Final = re.compile(r"(?<! )(?<!\\)[ \t]?\r?\n[ \t]*(?:>[ \t]?)*")
# What would begin a list, a heading or a quotation where the source had words.
_BEGINS_BLOCK: Final = re.compile(r"^(?:([-+*#>])(?=\s|#)|(\d+)([.)])(?=\s))")


@dataclass(slots=True)
class _Around:
    """The blocks in which the walk is."""

    kind: SegmentKind = SegmentKind.TEXT
    cell_line: int = -1
    cell_from: int = 0


class MarkdownEditor(TextEditor):
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        super().__init__(source)
        self._text = self._file.text
        head = _FRONT_MATTER.match(self._text)
        self._body = head.end() if head else 0
        self._n_lines_before = self._text.count("\n", 0, self._body)
        self._starts = [match.start() for match in _LINE.finditer(self._text, self._body)]
        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        self._pages: list[Page] = []
        self._passages = list(self._found(parser.parse(self._text[self._body :])))

    def _passages_for(self, wish: WriteWish) -> Sequence[Passage]:
        """Those of HTML within it are among them."""
        passages = [*self._passages, *(each for page in self._pages for each in page.passages(wish))]
        return sorted(passages, key=lambda each: (each.range[0], -each.range[1]))

    def _found(self, tokens: Sequence[Token]) -> Iterator[Passage]:
        around = _Around()
        for token in tokens:
            match token.type:
                case "heading_open":
                    around.kind = SegmentKind.HEADING
                case "th_open" | "td_open":
                    around.kind = SegmentKind.CELL
                case "heading_close" | "th_close" | "td_close":
                    around.kind = SegmentKind.TEXT
                case "inline" if token.map and token.content.strip():
                    yield from self._passage(token, token.map[0], around)
                case "html_block" if token.map:
                    self._add_page(token, *token.map)
                case _:
                    pass

    def _passage(self, token: Token, line: int, around: _Around) -> Iterator[Passage]:
        is_cell = around.kind is SegmentKind.CELL
        if is_cell and around.cell_line != line:
            around.cell_line, around.cell_from = line, self._starts[line]
        span = self._where(token.content, around.cell_from if is_cell else self._starts[line], is_cell=is_cell)
        if span is None:
            return
        around.cell_from = span[1]
        raw = self._text[span[0] : span[1]]
        content, markup, looks = inline_content(raw)
        shift = {key: _shifted(each, span[0]) for key, each in markup.items()}
        content = _unwrapped(content)
        place = Place(label=f"line {self._n_lines_before + line + 1}")
        segment_id = self._list.add(content, around.kind, place, looks=looks)
        if segment_id is None:
            return
        render = partial(_rendered, markup=shift, is_cell=is_cell)
        both = partial(_both, span=span, render=render, between=self._between(span, around.kind))
        yield Passage(segment_id, content, span, render, both)

    def _add_page(self, token: Token, first_line: int, end_line: int) -> None:
        """A block of HTML, unless marks of quotations stand between its lines."""
        end = self._starts[end_line] if end_line < len(self._starts) else len(self._text)
        part = (self._starts[first_line], end)
        if self._text[slice(*part)].split() == token.content.split():
            self._pages.append(Page(self._text, self._list, part=part))
        elif is_prose(_TAG.sub(" ", token.content)):
            self._list.count(WarningKind.MARKUP_KEPT)

    def _where(self, content: str, start: int, *, is_cell: bool) -> tuple[int, int] | None:
        """The first line of the content is found in its line of the file, the last one in its own."""
        lines = content.strip().split("\n")
        first = self._text.find(lines[0].replace("|", "\\|") if is_cell else lines[0], start)
        if first < 0 and is_cell:
            first = self._text.find(lines[0], start)
        if first < 0 or "\n" in self._text[start:first]:
            return None
        position = first
        for number, line in enumerate(lines):
            if number:
                position = self._text.find("\n", position) + 1
                position = self._text.find(line.strip(), position)
                if position < 0:
                    return None
        last = lines[-1].strip()
        length = len(last.replace("|", "\\|")) if is_cell and "\\|" in self._text[position:] else len(last)
        return first, position + (length if is_cell else len(last))

    def _between(self, span: tuple[int, int], kind: SegmentKind) -> str:
        """What divides a source from its translation below it: a line break within the same block."""
        if kind is SegmentKind.CELL or kind is SegmentKind.HEADING:
            return "<br>"
        start = max(self._text.rfind("\n", 0, span[0]) + 1, self._body)
        prefix = re.sub(r"[^\s>]", " ", self._text[start : span[0]])
        return f"<br>\n{prefix}"


def _shifted(markup: Markup, offset: int) -> Markup:
    closing = markup.closing
    return Markup(
        (markup.opening[0] + offset, markup.opening[1] + offset),
        (closing[0] + offset, closing[1] + offset) if closing else None,
    )


def _unwrapped(content: Content) -> Content:
    """A paragraph's lines as one."""
    return tuple(_WRAP.sub(" ", piece) if isinstance(piece, str) else piece for piece in content)


def _rendered(content: Content, raw: RawText, markup: dict[int, Markup], *, is_cell: bool) -> str:
    text = marked_up(content, markup, raw, _in_cell if is_cell else _as_it_is)
    return _BEGINS_BLOCK.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", text)


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


def _as_it_is(text: str) -> str:
    return text


def _both(content: Content, raw: RawText, span: tuple[int, int], render: "partial[str]", between: str) -> str:
    return f"{raw(span)}{between}{render(content, raw)}"

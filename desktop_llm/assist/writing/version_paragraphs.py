"""A text that a model wrote, as paragraphs with formats: models write Markdown, asked or not. Any thread."""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec.structs import replace

from desktop_llm.assist.exports.answer_markdown import is_link_allowed, markdown_tokens
from desktop_llm.documents.rich_text import PLAIN, Paragraph, ParagraphKind, TableCell, TextFormat, TextRun

_LISTS: Final = {"bullet_list": False, "ordered_list": True}


def version_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """A line end within a paragraph stays one. HTML is text."""
    tokens = markdown_tokens(text.strip())
    if tokens is None:
        return tuple(_plain(block) for block in text.split("\n\n"))
    reading = _Reading()
    return tuple(reading.paragraphs(tokens))


def _plain(block: str) -> Paragraph:
    return Paragraph(runs=(TextRun(text=block.strip("\n")),))


class _Reading:
    """Where in lists, quotations and tables the tokens are."""

    def __init__(self) -> None:
        self._lists: list[bool] = []
        self._n_quotes = 0
        self._heading = 0
        self._table, self._row, self._column = -1, -1, -1
        self._is_in_table = False

    def paragraphs(self, tokens: Sequence[Token]) -> Iterator[Paragraph]:
        for token in tokens:
            match token.type:
                case "inline":
                    yield self._paragraph(tuple(_runs(token.children or ())))
                case "fence" | "code_block":
                    yield from (_code(line) for line in token.content.rstrip("\n").split("\n"))
                case _:
                    self._follow(token)

    def _follow(self, token: Token) -> None:
        name = token.type.removesuffix("_open").removesuffix("_close")
        is_open = token.nesting > 0
        match name:
            case "bullet_list" | "ordered_list":
                if is_open:
                    self._lists.append(_LISTS[name])
                else:
                    self._lists.pop()
            case "blockquote":
                self._n_quotes += token.nesting
            case "heading":
                self._heading = int(token.tag[1:]) if is_open else 0
            case "table":
                self._is_in_table = is_open
                self._table += is_open
                self._row = -1
            case "tr" if is_open:
                self._row += 1
                self._column = -1
            case "th" | "td" if is_open:
                self._column += 1
            case _:
                pass

    def _paragraph(self, runs: tuple[TextRun, ...]) -> Paragraph:
        if self._is_in_table:
            cell = TableCell(table=self._table, row=self._row, column=self._column)
            return Paragraph(runs=runs, cell=cell)
        if self._lists:
            is_numbered = self._lists[-1]
            return Paragraph(runs=runs, kind=ParagraphKind.LIST_ITEM, level=len(self._lists), is_numbered=is_numbered)
        if self._heading:
            return Paragraph(runs=runs, kind=ParagraphKind.HEADING, level=self._heading)
        if self._n_quotes:
            return Paragraph(runs=runs, kind=ParagraphKind.QUOTE, level=self._n_quotes)
        return Paragraph(runs=runs)


def _code(line: str) -> Paragraph:
    return Paragraph(runs=(TextRun(text=line),) if line else (), kind=ParagraphKind.CODE)


def _runs(tokens: Sequence[Token]) -> Iterator[TextRun]:
    look = PLAIN
    for token in tokens:
        match token.type:
            case "text" if token.content:
                yield TextRun(text=token.content, format=look)
            case "softbreak" | "hardbreak":
                yield TextRun(text="\n", format=look)
            case "code_inline":
                yield TextRun(text=token.content, format=replace(look, code=True))
            case _:
                look = _followed(look, token)


def _followed(look: TextFormat, token: Token) -> TextFormat:
    is_open = token.nesting > 0
    match token.type.removesuffix("_open").removesuffix("_close"):
        case "strong":
            return replace(look, bold=is_open)
        case "em":
            return replace(look, italic=is_open)
        case "s":
            return replace(look, strike=is_open)
        case "link":
            address = str(token.attrs.get("href", "")) if is_open else ""
            return replace(look, link=address if is_link_allowed(address) else "")
        case _:
            return look

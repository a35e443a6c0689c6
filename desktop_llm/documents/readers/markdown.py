"""Markdown: its blocks, with the marks of emphasis and links taken off. Reading process."""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop_llm.documents.document import Place
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.plain_text import add_plain_text, text_of
from desktop_llm.documents.source_file import SourceFile

# The parser is thorough rather than quick: 1 MB a second. What is longer is hardly written by hand.
_MAX_CHARACTERS: Final = 3_000_000
_FRONT_MATTER: Final = "---\n"


def read_markdown(source: SourceFile, builder: DocumentBuilder) -> None:
    text = text_of(source, builder)
    if len(text) > _MAX_CHARACTERS:
        add_plain_text(text, builder)
    else:
        add_markdown(text, builder)


def add_markdown(text: str, builder: DocumentBuilder) -> None:
    """Add the blocks of a Markdown text; each one's place is its first line."""
    body, n_lines_before = _without_front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    _Walk(builder, n_lines_before + 1).add(tokens)


def _without_front_matter(text: str) -> tuple[str, int]:
    """Data about the text, between two lines of dashes at its very beginning, are no part of it."""
    if not text.startswith(_FRONT_MATTER):
        return text, 0
    end = text.find(f"\n{_FRONT_MATTER}", len(_FRONT_MATTER) - 1)
    if end < 0:
        return text, 0
    start = end + 1 + len(_FRONT_MATTER)
    return text[start:], text.count("\n", 0, start)


class _Walk:
    """Goes through the tokens of a text."""

    def __init__(self, builder: DocumentBuilder, first_line: int) -> None:
        self._builder = builder
        self._first_line = first_line
        self._place = Place()
        self._list_depth = 0
        self._is_item_new = False
        self._heading_level = 0
        self._rows: list[list[str]] = []
        self._is_in_table = False

    def add(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.map and not self._is_in_table:
                self._place = Place(label=f"line {self._first_line + token.map[0]}")
            self._take(token)

    def _take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading_level = int(token.tag[1:])
            case "heading_close":
                self._heading_level = 0
            case "bullet_list_open" | "ordered_list_open":
                self._list_depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self._list_depth -= 1
            case "list_item_open":
                self._is_item_new = True
            case "fence" | "code_block":
                self._builder.add_code(token.content, self._place)
            case "table_open" | "table_close" | "tr_open":
                self._take_table(token)
            case "inline":
                self._take_inline(plain_text(token))
            case _:
                pass

    def _take_table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self._is_in_table, self._rows = True, []
            case "tr_open":
                self._rows.append([])
            case _:
                self._is_in_table = False
                self._builder.add_table(self._rows, self._place)

    def _take_inline(self, text: str) -> None:
        if self._is_in_table:
            self._rows[-1].append(text)
        elif self._heading_level:
            self._builder.add_heading(text, self._heading_level, self._place)
        elif self._list_depth and self._is_item_new:
            self._is_item_new = False
            self._builder.add_list_item(text, self._list_depth, self._place)
        else:
            self._builder.add_paragraph(text, self._place)


def plain_text(token: Token) -> str:
    """What a person reads of an inline token: no marks, no addresses, the words that stand for a picture."""
    return "".join(_pieces(token.children or []))


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        match child.type:
            case "softbreak" | "hardbreak":
                yield "\n"
            case "text" | "code_inline" | "image" | "text_special":
                yield child.content
            case _:
                pass

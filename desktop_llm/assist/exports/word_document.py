"""An exported document as a Word file: Markdown becomes paragraphs, lists, tables and code in Word's own terms.

Any thread.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec import structs

from desktop_llm.assist.exports.answer_markdown import is_link_allowed, markdown_tokens
from desktop_llm.assist.exports.exported_document import Aside, AsideKind, ExportedDocument, ExportedSection
from desktop_llm.documents.word_file import WordBlock, WordKind, WordParagraph, WordRun, WordTable, word_file

_BULLET: Final = "•"
_RULE: Final = "⁂"
_STYLES: Final = {"strong": "is_bold", "em": "is_italic", "s": "is_struck"}


def word_file_of(document: ExportedDocument) -> bytes:
    return word_file(document.title, document.language, tuple(word_blocks_of(document)))


def word_blocks_of(document: ExportedDocument) -> Iterator[WordBlock]:
    yield _paragraph(WordKind.TITLE, document.title)
    for fact in document.facts:
        label = (WordRun(text=f"{fact.label}: ", is_bold=True),) if fact.label else ()
        yield WordParagraph(kind=WordKind.NOTE, runs=(*label, WordRun(text=fact.text)))
    if document.facts and document.sections and not document.sections[0].heading:
        yield _paragraph(WordKind.NOTE, "")  # a heading would bring its own room
    for section in document.sections:
        yield from _section(section)


def markdown_blocks(text: str) -> list[WordBlock]:
    tokens = markdown_tokens(text)
    return [_paragraph(WordKind.TEXT, text)] if tokens is None else list(_MarkdownBlocks().blocks(tokens))


def _section(section: ExportedSection) -> Iterator[WordBlock]:
    if section.heading:
        yield _paragraph(WordKind.HEADING, section.heading)
    for aside in section.asides_before:
        yield from _aside(aside)
    if section.is_markdown:
        yield from markdown_blocks(section.text)
    elif section.text:
        yield _paragraph(WordKind.TEXT, section.text)
    for aside in section.asides_after:
        yield from _aside(aside)


def _aside(aside: Aside) -> Iterator[WordBlock]:
    yield WordParagraph(kind=WordKind.TEXT, runs=(WordRun(text=aside.name, is_bold=True),))
    match aside.kind:
        case AsideKind.THINKING:
            yield _paragraph(WordKind.QUOTE, aside.text, indent=1)
        case AsideKind.ATTACHMENT:
            yield _paragraph(WordKind.CODE, aside.text)
        case AsideKind.SOURCES:
            yield from markdown_blocks(aside.text)


def _paragraph(kind: WordKind, text: str, indent: int = 0) -> WordParagraph:
    return WordParagraph(kind=kind, runs=(WordRun(text=text),), indent=indent)


class _MarkdownBlocks:
    """Goes through the tokens once; knows in which lists and quotations it is."""

    def __init__(self) -> None:
        self._counters: list[int | None] = []
        self._marker = ""
        self._n_quotes = 0
        self._heading_level = 0
        self._rows: list[list[tuple[WordRun, ...]]] | None = None

    def blocks(self, tokens: Sequence[Token]) -> Iterator[WordBlock]:
        for token in tokens:
            self._note_place(token)
            match token.type:
                case "inline" if self._rows is not None:
                    self._rows[-1].append(tuple(_runs(token.children or ())))
                case "inline":
                    yield self._text(tuple(_runs(token.children or ())))
                case "fence" | "code_block":
                    yield self._placed(_paragraph(WordKind.CODE, token.content.rstrip("\n")))
                case "hr":
                    yield self._placed(_paragraph(WordKind.NOTE, _RULE))
                case "table_close" if self._rows is not None:
                    yield WordTable(tuple(map(tuple, self._rows)))
                    self._rows = None
                case _:
                    pass

    def _note_place(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._counters.append(None)
            case "ordered_list_open":
                self._counters.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._counters.pop()
            case "list_item_open":
                self._marker = self._next_marker()
            case "blockquote_open" | "blockquote_close":
                self._n_quotes += token.nesting
            case "heading_open":
                self._heading_level = int(token.tag[1:])
            case "heading_close":
                self._heading_level = 0
            case "table_open":
                self._rows = []
            case "tr_open" if self._rows is not None:
                self._rows.append([])
            case _:
                pass

    def _next_marker(self) -> str:
        number = self._counters[-1]
        if number is None:
            return _BULLET
        self._counters[-1] = number + 1
        return f"{number}."

    def _text(self, runs: tuple[WordRun, ...]) -> WordBlock:
        if self._heading_level:  # below the heading of its section
            heading = WordParagraph(kind=WordKind.HEADING, runs=runs, level=self._heading_level + 1)
            return self._placed(heading)
        kind = WordKind.QUOTE if self._n_quotes else WordKind.TEXT
        return self._placed(WordParagraph(kind=kind, runs=runs))

    def _placed(self, paragraph: WordParagraph) -> WordParagraph:
        """The first paragraph of a list's item has its marker."""
        marker, self._marker = self._marker, ""
        return structs.replace(paragraph, indent=len(self._counters) + self._n_quotes, marker=marker)


def _runs(tokens: Sequence[Token]) -> Iterator[WordRun]:
    styles: dict[str, int] = dict.fromkeys(_STYLES.values(), 0)
    link = ""
    for token in tokens:
        if style := _STYLES.get(token.type.rsplit("_", 1)[0]):
            styles[style] += token.nesting
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            link = address if is_link_allowed(address) else ""
        elif token.type == "link_close":
            link = ""
        elif text := _text_of(token):
            is_code = token.type == "code_inline"
            yield WordRun(
                text=text,
                is_bold=styles["is_bold"] > 0,
                is_italic=styles["is_italic"] > 0,
                is_struck=styles["is_struck"] > 0,
                is_code=is_code,
                link=link,
            )


def _text_of(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case _:
            return token.content

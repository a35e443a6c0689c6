"""A page of HTML or XHTML, by itself or a chapter of a book: its passages, and the page with them translated.

Reading process.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from desktop_llm.documents.document import Place, WarningKind
from desktop_llm.documents.editing.code_looks import is_prose, names_code
from desktop_llm.documents.editing.editor import SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.markup_tokens import (
    Token,
    TokenKind,
    escaped,
    escaped_in_attribute,
    tokens_of,
)
from desktop_llm.documents.editing.spliced_text import Edit, Markup, Passage, Range, RawText, SplicedText, marked_up
from desktop_llm.documents.editing.wrapped_text import Flow, wrapped_paragraphs
from desktop_llm.documents.segments import (
    Content,
    InlineEnd,
    InlineObject,
    InlineStart,
    Layout,
    Piece,
    SegmentKind,
    is_right_to_left,
)

# Elements that stand in a line of text; any other ends it.
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "label",
        "mark",
        "meter",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
# Elements that are shown, or run, as they are.
_AS_THEY_ARE: Final = frozenset(
    [
        "audio",
        "canvas",
        "code",
        "datalist",
        "embed",
        "iframe",
        "kbd",
        "math",
        "noscript",
        "object",
        "pre",
        "samp",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
        "xmp",
    ]
)
_IN_LINE_AS_THEY_ARE: Final = _AS_THEY_ARE - {"pre", "script", "style", "template", "noscript", "xmp"}
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS: Final = frozenset({"td", "th"})
_CAPTIONS: Final = frozenset({"caption", "figcaption"})
_SAID_IN_ATTRIBUTES: Final = frozenset({"alt", "title", "placeholder", "aria-label"})
_BUTTONS: Final = frozenset({"button", "submit", "reset"})
_PROPERTIES: Final = frozenset({"description", "keywords"})
_NEAREST_BLOCKS: Final = 40
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_NUMBER: Final = re.compile(r"\s*(?:(?:\d+\.)+\d*|\d+\))\s+")
_ID: Final = re.compile(r"\s(?:id|name)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"\s(?:xml:lang|lang|dir)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>/]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Item:
    """A token of a line, or an element of it that stays as it is. `partner` is where a pair's other tag stands."""

    kind: TokenKind
    range: Range
    text: str = ""
    name: str = ""
    partner: int = -1

    @property
    def is_blank(self) -> bool:
        return self.kind is TokenKind.TEXT and not self.text.strip(" \t\r\n\f")


class Page:
    def __init__(
        self,
        text: str,
        segments: SegmentList,
        place: Place | None = None,
        *,
        part: Range | None = None,
        with_properties: bool = False,
    ) -> None:
        """Adds the segments of the page, or of a part of the text. Without a place, each is at its line."""
        self._text = text
        self._segments = segments
        self._place = place
        self._with_properties = with_properties
        self._wish = WriteWish(language="")
        self._passages: list[Passage] = []
        self._line: list[_Item] = []
        self._blocks: list[str] = []
        self._endless: set[str] = set()
        self._n_blocks: Counter[str] = Counter()
        self._root: Token | None = None
        self._last_line_at = (0, 1)
        self._walk(list(tokens_of(text, *(part or (0, len(text))))))
        self._passages.sort(key=lambda each: (each.range[0], -each.range[1]))

    @property
    def language(self) -> str:
        return (self._root.attribute("lang") or self._root.attribute("xml:lang")) if self._root else ""

    def passages(self, wish: WriteWish) -> Sequence[Passage]:
        """In the order of their starts, as they are to be written."""
        self._wish = wish
        return self._passages

    def written(self, targets: Targets, wish: WriteWish) -> str:
        spliced = SplicedText(self._text, self.passages(wish))
        edits = () if self._root is None or wish.layout is not Layout.REPLACED else (self._language_edit(self._root),)
        return spliced.written(targets, edits, is_bilingual=wish.layout is not Layout.REPLACED)

    # ↓ Finding passages

    def _walk(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.kind is TokenKind.OPENING and _stays(token):
                end = self._end_of_element(tokens, index)
                self._take_whole(token, tokens[end].end)
                index = end + 1
                continue
            self._take(token)
            index += 1
        self._end_line()

    def _end_of_element(self, tokens: Sequence[Token], index: int) -> int:
        """Where the element that begins here ends; without an end of its own, at its own tag."""
        name = tokens[index].name
        if name in self._endless:
            return index
        depth = 0
        for position in range(index, len(tokens)):
            if tokens[position].name == name:
                depth += {TokenKind.OPENING: 1, TokenKind.CLOSING: -1}.get(tokens[position].kind, 0)
                if depth == 0:
                    return position
        self._endless.add(name)  # nobody looks a second time
        return index

    def _take_whole(self, token: Token, end: int) -> None:
        """An element that stays as it is, whatever is in it."""
        if token.name in _INLINE or token.name in _IN_LINE_AS_THEY_ARE:
            shown = _SPACES.sub(
                " ",
                "".join(each.text for each in tokens_of(self._text[token.start : end]) if each.kind is TokenKind.TEXT),
            )
            self._line.append(_Item(TokenKind.ALONE, (token.start, end), shown.strip()))
            return
        self._end_line()
        if token.name == "pre" and not _is_marked(token):
            self._take_preformatted(token.end, self._text.rfind("<", token.end, end))

    def _take_preformatted(self, start: int, end: int) -> None:
        """Prose that was broken into lines by hand is translated; code, tables and drawings stay."""
        raw = self._text[start : max(start, end)]
        if not is_prose("".join(each.text for each in tokens_of(raw) if each.kind is TokenKind.TEXT)):
            return
        if "<" in raw:  # a line of another length would need its tags elsewhere
            self._segments.count(WarningKind.MARKUP_KEPT)
            return
        for each in wrapped_paragraphs(raw):
            content = (html.unescape(each.words),)
            span = (start + each.span[0], start + each.span[1])
            segment_id = self._segments.add(content, SegmentKind.TEXT, self._place_at(span[0]))
            if segment_id:
                render, both = partial(_in_lines, flow=each.flow), partial(_lines_below, flow=each.flow, span=span)
                self._passages.append(Passage(segment_id, content, span, render, both))

    def _take(self, token: Token) -> None:
        if token.kind is TokenKind.TEXT:
            self._line.append(_Item(token.kind, (token.start, token.end), token.text))
        elif token.kind is TokenKind.OTHER:
            self._take_other(token)
        else:
            self._take_tag(token)

    def _take_other(self, token: Token) -> None:
        if token.raw.startswith("<![CDATA["):
            self._line.append(_Item(TokenKind.TEXT, (token.start, token.end), token.raw[9:-3]))
        elif self._line:
            self._line.append(_Item(TokenKind.ALONE, (token.start, token.end)))

    def _take_tag(self, token: Token) -> None:
        if token.name == "html" and token.kind is TokenKind.OPENING and self._root is None:
            self._root = token
        if token.kind is not TokenKind.CLOSING:
            self._add_attributes(token)
        if token.name in _INLINE:
            shown = "\n" if token.name == "br" else ""
            self._line.append(_Item(token.kind, (token.start, token.end), shown, token.name))
            return
        self._end_line()
        if token.kind is TokenKind.OPENING:
            self._blocks.append(token.name)
            self._n_blocks[token.name] += 1
        elif token.kind is TokenKind.CLOSING and self._n_blocks[token.name]:
            while (ended := self._blocks.pop()) != token.name:
                self._n_blocks[ended] -= 1
            self._n_blocks[ended] -= 1

    def _add_attributes(self, token: Token) -> None:
        for each in token.attributes():
            is_said = each.name in _SAID_IN_ATTRIBUTES or (
                each.name == "value" and token.name == "input" and token.attribute("type").lower() in _BUTTONS
            )
            is_property = (
                each.name == "content" and token.name == "meta" and token.attribute("name").lower() in _PROPERTIES
            )
            if not each.is_quoted or not (is_said or (is_property and self._with_properties)):
                continue
            kind = SegmentKind.PROPERTY if is_property else SegmentKind.CAPTION
            content = (each.value,)
            segment_id = self._segments.add(content, kind, self._place_at(each.start))
            if segment_id:
                self._passages.append(Passage(segment_id, content, (each.start, each.end), _attribute_value))

    def _end_line(self) -> None:
        line, self._line = self._line, []
        _pair(line)
        first, last = _without_ends(line)
        if first < last:
            self._add_line(line, first, last)

    def _add_line(self, line: list[_Item], first: int, last: int) -> None:
        content, markup = _content(line, first, last)
        span = self._outer(line[first], line[last - 1])
        segment_id = self._segments.add(content, self._kind(), self._place_at(span[0]))
        if segment_id is None:
            return
        render = partial(_line_of_page, markup=markup)
        bilingual = (
            None if self._blocks[-1:] in (["title"], ["option"]) else partial(self._both, span=span, markup=markup)
        )
        self._passages.append(Passage(segment_id, content, span, render, bilingual))

    def _outer(self, first: _Item, last: _Item) -> Range:
        """From the first letter to the last; the spaces around them stay."""
        start, end = first.range[0], last.range[1]
        if first.kind is TokenKind.TEXT:
            start += len(self._text[start : first.range[1]]) - len(
                self._text[start : first.range[1]].lstrip(" \t\r\n\f")
            )
        if last.kind is TokenKind.TEXT:
            end = last.range[0] + len(self._text[last.range[0] : end].rstrip(" \t\r\n\f"))
        return start, end

    def _kind(self) -> SegmentKind:
        for block in reversed(self._blocks[-_NEAREST_BLOCKS:]):
            if block in _HEADINGS:
                return SegmentKind.HEADING
            if block in _CELLS:
                return SegmentKind.CELL
            if block in _CAPTIONS:
                return SegmentKind.CAPTION
            if block == "title":
                return SegmentKind.PROPERTY
        return SegmentKind.TEXT

    def _place_at(self, offset: int) -> Place:
        if self._place is not None:
            return self._place
        before, line = self._last_line_at
        if offset < before:
            before, line = 0, 1
        line += self._text.count("\n", before, offset)
        self._last_line_at = (offset, line)
        return Place(label=f"line {line}")

    # ↓ Writing

    def _language_edit(self, root: Token) -> Edit:
        language = escaped_in_attribute(self._wish.language)
        direction = ' dir="rtl"' if is_right_to_left(language) else ""
        xml = f' xml:lang="{language}"' if "xml:lang" in root.raw or "xmlns" in root.raw else ""
        head = f"<{root.raw[1 : 1 + len(root.name)]}"
        rest = _LANGUAGE.sub("", root.raw[len(head) :])
        return Edit((root.start, root.end), f'{head} lang="{language}"{xml}{direction}{rest}')

    def _both(self, content: Content, raw: RawText, span: Range, markup: dict[int, Markup]) -> str:
        language = escaped_in_attribute(self._wish.language)
        direction = "rtl" if is_right_to_left(language) else "ltr"
        target = marked_up(content, markup, partial(_without_ids, raw=raw), escaped)
        source = raw(span)
        if self._wish.layout is Layout.BELOW:
            return f'{source}<br/><span class="translation" lang="{language}" dir="{direction}">{target}</span>'
        cell = "display: table-cell; width: 50%; padding-right: 1em; vertical-align: top"
        return (
            f'<span style="display: table; width: 100%"><span style="{cell}">{source}</span>'
            f'<span class="translation" style="{cell}" lang="{language}" dir="{direction}">{target}</span></span>'
        )


def _line_of_page(content: Content, raw: RawText, markup: dict[int, Markup]) -> str:
    return marked_up(content, markup, raw, escaped)


def _in_lines(content: Content, _raw: RawText, flow: Flow) -> str:
    return flow.lines(escaped(_text(content)))


def _lines_below(content: Content, raw: RawText, flow: Flow, span: Range) -> str:
    return raw(span) + flow.lines_below(escaped(_text(content)))


def _attribute_value(content: Content, _raw: RawText) -> str:
    return escaped_in_attribute(_text(content))


def _text(content: Content) -> str:
    return "".join(piece for piece in content if isinstance(piece, str))


def _without_ids(span: Range, raw: RawText) -> str:
    """An id may stand on a page once."""
    return _ID.sub("", raw(span))


def _stays(token: Token) -> bool:
    return token.name in _AS_THEY_ARE or _is_marked(token)


def _is_marked(token: Token) -> bool:
    """As something that is not to be translated."""
    classes = token.attribute("class")
    is_code = token.name == "pre" and names_code(classes)
    return is_code or token.attribute("translate").lower() == "no" or "notranslate" in classes.split()


def _pair(line: list[_Item]) -> None:
    """Find the partners. A tag without one becomes something that stands alone."""
    waiting: list[int] = []
    n_waiting: Counter[str] = Counter()
    for index, item in enumerate(line):
        if item.kind is TokenKind.OPENING:
            waiting.append(index)
            n_waiting[item.name] += 1
        elif item.kind is TokenKind.CLOSING and n_waiting[item.name]:
            depth = next(each for each in range(len(waiting) - 1, -1, -1) if line[waiting[each]].name == item.name)
            item.partner = waiting[depth]
            line[waiting[depth]].partner = index
            n_waiting.subtract(line[each].name for each in waiting[depth:])
            del waiting[depth:]
    for item in line:
        if item.kind in (TokenKind.OPENING, TokenKind.CLOSING) and item.partner < 0:
            item.kind = TokenKind.ALONE


def _without_ends(line: list[_Item]) -> tuple[int, int]:
    """The part of a line that is to be translated, without spaces, marks and formats that hold for all of it."""
    first, last = 0, len(line)
    while first < last:
        if line[first].is_blank or (line[first].kind is TokenKind.ALONE and not line[first].text.strip()):
            first += 1
        elif line[last - 1].is_blank or (line[last - 1].kind is TokenKind.ALONE and not line[last - 1].text.strip()):
            last -= 1
        elif line[first].kind is TokenKind.OPENING and line[first].partner == last - 1:
            first, last = first + 1, last - 1
        elif line[first].kind is TokenKind.OPENING and _is_empty_or_number(line[first + 1 : line[first].partner]):
            first = line[first].partner + 1
        elif line[last - 1].kind is TokenKind.CLOSING and line[last - 1].partner == last - 2:
            last -= 2
        else:
            break
    return first, last


def _is_empty_or_number(items: Sequence[_Item]) -> bool:
    """What stands before a heading or a paragraph in an element of its own: `2.1. `."""
    text = "".join(item.text for item in items)
    return not items or (_NUMBER.fullmatch(text) is not None and all(item.kind is TokenKind.TEXT for item in items))


def _content(line: Sequence[_Item], first: int, last: int) -> tuple[Content, dict[int, Markup]]:
    pieces: list[Piece] = []
    texts: list[str] = []
    markup: dict[int, Markup] = {}
    ids: dict[int, int] = {}
    index = first
    while index < last:
        item = line[index]
        index += 1
        if item.kind is TokenKind.TEXT:
            texts.append(item.text)
            continue
        _add_text(pieces, texts)
        if item.kind is TokenKind.CLOSING:
            if index - 1 in ids:  # else a pair around another one that ended just now
                pieces.append(InlineEnd(ids[index - 1]))
        elif item.kind is TokenKind.OPENING:
            inner = _innermost(line, index - 1)
            index = inner + 1
            ids[line[inner].partner] = len(markup) + 1
            opening = (item.range[0], line[inner].range[1])
            markup[len(markup) + 1] = Markup(opening, (line[line[inner].partner].range[0], line[item.partner].range[1]))
            pieces.append(InlineStart(len(markup)))
        else:
            markup[len(markup) + 1] = Markup(item.range)
            pieces.append(InlineObject(len(markup), item.text))
    _add_text(pieces, texts)
    return _stripped(pieces), markup


def _innermost(line: Sequence[_Item], index: int) -> int:
    """Of elements that hold nothing but one another, as `<a><em>`: they are one mark."""
    while (
        line[index + 1].kind is TokenKind.OPENING
        and line[index + 1].partner == line[index].partner - 1
        and line[index].range[1] == line[index + 1].range[0]
        and line[line[index + 1].partner].range[1] == line[line[index].partner].range[0]
    ):
        index += 1
    return index


def _add_text(pieces: list[Piece], texts: list[str]) -> None:
    """What was gathered, as one piece."""
    if text := _SPACES.sub(" ", "".join(texts)):
        pieces.append(text)
    texts.clear()


def _stripped(pieces: list[Piece]) -> Content:
    if pieces and isinstance(first := pieces[0], str):
        pieces[0] = first.lstrip(" ")
    if pieces and isinstance(last := pieces[-1], str):
        pieces[-1] = last.rstrip(" ")
    return tuple(piece for piece in pieces if piece != "")

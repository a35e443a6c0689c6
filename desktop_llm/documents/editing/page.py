"""A page of HTML or XHTML, by itself or a chapter of a book: its passages, and the page with them translated.

Reading process.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, zip_longest
from typing import Final

from desktop_llm.documents.document import Place
from desktop_llm.documents.editing.code_looks import is_prose, names_code
from desktop_llm.documents.editing.editor import SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.markup_tokens import (
    INLINE,
    Token,
    TokenKind,
    escaped,
    escaped_in_attribute,
    outer_tokens,
    tokens_of,
)
from desktop_llm.documents.editing.page_line import PageItem, content_of, one_spaced, pair, without_ends
from desktop_llm.documents.editing.preformatted import preformatted_paragraphs
from desktop_llm.documents.editing.spliced_text import (
    Edit,
    MarkedContent,
    Markup,
    Passage,
    Range,
    RawText,
    Render,
    SplicedText,
    marked_up,
)
from desktop_llm.documents.editing.wrapped_text import MARK, Flow
from desktop_llm.documents.segments import (
    Content,
    Layout,
    SegmentKind,
    is_right_to_left,
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
_ID: Final = re.compile(r"\s(?:id|name)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"\s(?:xml:lang|lang|dir)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>/]+)", re.IGNORECASE)


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
        self._line: list[PageItem] = []
        self._blocks: list[str] = []
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
        """The page tells the targets' language where all of it is translated, else each passage that is."""
        passages = self.passages(wish)
        if wish.layout is not Layout.REPLACED:
            return SplicedText(self._text, passages).written(targets, is_bilingual=True)
        if self._root is None:
            return SplicedText(self._text, passages).written(targets)
        if all(each.segment_id in targets for each in passages):
            return SplicedText(self._text, passages).written(targets, (self._language_edit(self._root),))
        return SplicedText(self._text, [self._telling_language(each) for each in passages]).written(targets)

    # ↓ Finding passages

    def _walk(self, tokens: Sequence[Token]) -> None:
        for token, end in outer_tokens(tokens, _stays):
            if token.kind is TokenKind.OPENING and _stays(token):
                self._take_whole(token, end)
            else:
                self._take(token)
        self._end_line()

    def _take_whole(self, token: Token, end: int) -> None:
        """An element that stays as it is, whatever is in it."""
        if token.name in INLINE or token.name in _IN_LINE_AS_THEY_ARE:
            self._line.append(self._whole(token, end))
            return
        self._end_line()
        if token.name == "pre" and not _is_marked(token):
            self._take_preformatted(token.end, self._text.rfind("<", token.end, end))

    def _whole(self, token: Token, end: int) -> PageItem:
        """An element that stays as it is, in a line."""
        shown = "".join(each.text for each in tokens_of(self._text, token.start, end) if each.kind is TokenKind.TEXT)
        return PageItem(TokenKind.ALONE, (token.start, end), one_spaced(shown).strip())

    def _take_preformatted(self, start: int, end: int) -> None:
        """Prose that was broken into lines by hand is translated; code, tables and drawings stay."""
        tokens = list(tokens_of(self._text, start, max(start, end)))
        if not is_prose("".join(each.text for each in tokens if each.kind is TokenKind.TEXT)):
            return
        items = [self._preformatted_item(token, end) for token, end in outer_tokens(tokens, _stays)]
        for each in preformatted_paragraphs(self._text, items):
            pair(each.line)
            first, last = without_ends(each.line)
            if first < last:
                self._add_paragraph(each.line[first:last], content_of(each.line, first, last), each.flow)

    def _preformatted_item(self, token: Token, end: int) -> PageItem:
        if token.kind is TokenKind.OPENING and _stays(token):
            return self._whole(token, end)
        if token.kind in (TokenKind.OPENING, TokenKind.ALONE):
            self._add_attributes(token)
        if token.kind is TokenKind.TEXT:
            return PageItem(token.kind, (token.start, token.end), token.text)
        return PageItem(TokenKind.ALONE, (token.start, end)) if token.kind is TokenKind.OTHER else _tag_item(token)

    def _add_paragraph(self, line: Sequence[PageItem], found: MarkedContent, flow: Flow) -> None:
        content, markup, looks = found
        span = self._outer(line[0], line[-1])
        segment_id = self._segments.add(content, SegmentKind.TEXT, self._place_at(span[0]), looks=looks)
        if segment_id is not None:
            render = partial(_in_lines, flow=flow, markup=markup)
            both = partial(_lines_below, flow=flow, markup=markup, span=span)
            self._passages.append(Passage(segment_id, content, span, render, both))

    def _take(self, token: Token) -> None:
        if token.kind is TokenKind.TEXT:
            self._line.append(PageItem(token.kind, (token.start, token.end), token.text))
        elif token.kind is TokenKind.OTHER:
            self._take_other(token)
        else:
            self._take_tag(token)

    def _take_other(self, token: Token) -> None:
        if token.raw.startswith("<![CDATA["):
            self._line.append(PageItem(TokenKind.TEXT, (token.start, token.end), token.raw[9:-3]))
        elif self._line:
            self._line.append(PageItem(TokenKind.ALONE, (token.start, token.end)))

    def _take_tag(self, token: Token) -> None:
        if token.name == "html" and token.kind is TokenKind.OPENING and self._root is None:
            self._root = token
        if token.kind is not TokenKind.CLOSING:
            self._add_attributes(token)
        if token.name in INLINE:
            self._line.append(_tag_item(token))
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
        pair(line)
        first, last = without_ends(line)
        if first < last:
            self._add_line(line, first, last)

    def _add_line(self, line: list[PageItem], first: int, last: int) -> None:
        content, markup, looks = content_of(line, first, last)
        span = self._outer(line[first], line[last - 1])
        segment_id = self._segments.add(content, self._kind(), self._place_at(span[0]), looks=looks)
        if segment_id is None:
            return
        render = partial(_line_of_page, markup=markup)
        bilingual = (
            None if self._blocks[-1:] in (["title"], ["option"]) else partial(self._both, span=span, markup=markup)
        )
        self._passages.append(Passage(segment_id, content, span, render, bilingual))

    def _outer(self, first: PageItem, last: PageItem) -> Range:
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
        head = f"<{root.raw[1 : 1 + len(root.name)]}"
        rest = _LANGUAGE.sub("", root.raw[len(head) :])
        return Edit((root.start, root.end), f"{head}{self._language_attributes(root)}{rest}")

    def _language_attributes(self, root: Token) -> str:
        language = escaped_in_attribute(self._wish.language)
        direction = ' dir="rtl"' if is_right_to_left(language) else ""
        xml = f' xml:lang="{language}"' if "xml:lang" in root.raw or "xmlns" in root.raw else ""
        return f' lang="{language}"{xml}{direction}'

    def _telling_language(self, passage: Passage) -> Passage:
        """In an element of its own; in a title and within a tag there can be none."""
        if passage.bilingual is None or self._root is None:
            return passage
        element = f"<span{self._language_attributes(self._root)}>"
        return replace(passage, render=partial(_in_element, opening=element, render=passage.render), children=[])

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


def _in_element(content: Content, raw: RawText, opening: str, render: Render) -> str:
    return f"{opening}{render(content, raw)}</span>"


def _line_of_page(content: Content, raw: RawText, markup: dict[int, Markup]) -> str:
    return marked_up(content, markup, raw, escaped)


def _in_lines(content: Content, raw: RawText, flow: Flow, markup: dict[int, Markup]) -> str:
    return _laid_out(content, raw, markup, flow.lines)


def _lines_below(content: Content, raw: RawText, flow: Flow, markup: dict[int, Markup], span: Range) -> str:
    return raw(span) + _laid_out(content, partial(_without_ids, raw=raw), markup, flow.lines_below)


def _laid_out(content: Content, raw: RawText, markup: dict[int, Markup], lay_out: Callable[[str], str]) -> str:
    """In lines, as if its tags were not there."""
    tags: list[str] = []

    def marked(span: Range) -> str:
        tags.append(raw(span))
        return MARK

    lines = lay_out(marked_up(content, markup, marked, _escaped_without_marks))
    return "".join(chain.from_iterable(zip_longest(lines.split(MARK), tags, fillvalue="")))


def _escaped_without_marks(text: str) -> str:
    return escaped(text.replace(MARK, ""))


def _attribute_value(content: Content, _raw: RawText) -> str:
    return escaped_in_attribute(_text(content))


def _text(content: Content) -> str:
    return "".join(piece for piece in content if isinstance(piece, str))


def _without_ids(span: Range, raw: RawText) -> str:
    """An id may stand on a page once."""
    return _ID.sub("", raw(span))


def _tag_item(token: Token) -> PageItem:
    return PageItem(token.kind, (token.start, token.end), "\n" if token.name == "br" else "", token.name)


def _stays(token: Token) -> bool:
    return token.name in _AS_THEY_ARE or _is_marked(token)


def _is_marked(token: Token) -> bool:
    """As something that is not to be translated."""
    classes = token.attribute("class")
    is_code = token.name == "pre" and names_code(classes)
    return is_code or token.attribute("translate").lower() == "no" or "notranslate" in classes.split()

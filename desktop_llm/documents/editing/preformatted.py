"""Prose that was broken into lines by hand (`<pre>`), with tags among its words: its paragraphs as lines of a page.

Reading process.
"""

import html
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop_llm.documents.editing.markup_tokens import TokenKind
from desktop_llm.documents.editing.page_line import PageItem
from desktop_llm.documents.editing.spliced_text import Range
from desktop_llm.documents.editing.wrapped_text import MARK, Flow, WrappedParagraph, wrapped_paragraphs


@dataclass(frozen=True, slots=True)
class PreformattedParagraph:
    line: list[PageItem]
    flow: Flow


def preformatted_paragraphs(text: str, items: Sequence[PageItem]) -> Iterator[PreformattedParagraph]:
    """items: all that stands in the element, in its order; text: of the page."""
    preformatted = _Preformatted(text, items)
    for each in wrapped_paragraphs(preformatted.marked):
        yield PreformattedParagraph(preformatted.line(each), each.flow)


class _Preformatted:
    def __init__(self, text: str, items: Sequence[PageItem]) -> None:
        raws = [text[slice(*item.range)].replace(MARK, "\ufffd") if _is_text(item) else MARK for item in items]
        self.marked = "".join(raws)
        self._items = items
        self._tags = [item for item in items if not _is_text(item)]
        self._starts = list(accumulate(map(len, raws), initial=0))

    def line(self, paragraph: WrappedParagraph) -> list[PageItem]:
        position, end = paragraph.span
        tags = iter(self._tags[self.marked.count(MARK, 0, position) :])
        line: list[PageItem] = []
        for number, words in enumerate(paragraph.words.split(MARK)):
            if number:
                line.append(replace(next(tags)))
            found = self.marked.find(MARK, position, end)
            stop = end if found < 0 else found
            if words:
                line.append(PageItem(TokenKind.TEXT, self._range(position, stop), html.unescape(words)))
            position = stop + 1
        return line

    def _range(self, start: int, stop: int) -> Range:
        """Where in the page a text stands; no tag is in it."""
        return self._offset(start), self._offset(stop - 1) + 1

    def _offset(self, position: int) -> int:
        number = bisect_right(self._starts, position) - 1
        return self._items[number].range[0] + position - self._starts[number]


def _is_text(item: PageItem) -> bool:
    return item.kind is TokenKind.TEXT

"""Tells running heads, running feet and page numbers from the text of the pages. Reading process."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from desktop_llm.documents.readers.pdf_page import PdfLine, PdfPage

_FEWEST_PAGES: Final = 3
# A place counts as a margin when at least this share of the pages has a line there ...
_SHARE_OF_PAGES: Final = 0.25
# ... and at least this share of those lines says what another page says there, or is a page number.
_SHARE_REPEATED: Final = 0.5
# Only the outer sixths of a page are looked at, and there the outermost lines.
_ZONE: Final = 1 / 6
_N_OUTERMOST: Final = 2
# Numbers at the ends are of pages and sections; one in the middle is part of what the line says.
_NUMBER: Final = re.compile(r"^\W*\d+(?:\.\d+)*|\d+\W*$")
_PAGE_NUMBER: Final = re.compile(r"[\W_]*(?:\w{1,8}\W+)?(?:#|[ivxlcdm]+)(?:\W+(?:\w{1,4}\W+)?#)?[\W_]*", re.IGNORECASE)

# Which edge, whether it is the outermost line there or the next, and how far from the edge.
_Key = tuple[str, int, int]


def without_margins(pages: Sequence[PdfPage]) -> list[list[PdfLine]]:
    """The lines of each page, less those that stand in the same place of many pages and say the same."""
    if len(pages) < _FEWEST_PAGES:
        return [list(page.lines) for page in pages]
    margins = _margins(pages)
    kept: list[list[PdfLine]] = []
    for page in pages:
        candidates = {id(line): key for key, line in _outermost(page)}
        kept.append([line for line in page.lines if candidates.get(id(line)) not in margins])
    return kept


def _margins(pages: Sequence[PdfPage]) -> set[_Key]:
    texts: dict[_Key, list[str]] = defaultdict(list)
    for page in pages:
        for key, line in _outermost(page):
            text = line.text.casefold()
            # The page's number stands outermost; further in, a line that differs by a number says something else.
            texts[key].append(_NUMBER.sub("#", text) if key[1] == 0 else text)
    return {key for key, found in texts.items() if _is_margin(found, len(pages))}


def _is_margin(texts: Sequence[str], n_pages: int) -> bool:
    if len(texts) < max(_FEWEST_PAGES, _SHARE_OF_PAGES * n_pages):
        return False
    counts = Counter(texts)
    n_repeated = sum(1 for text in texts if counts[text] > 1 or _PAGE_NUMBER.fullmatch(text))
    return n_repeated >= _SHARE_REPEATED * len(texts)


def _outermost(page: PdfPage) -> Iterator[tuple[_Key, PdfLine]]:
    """The highest and the lowest lines, each with its place."""
    height = page.height if page.angle in (0, 180) else page.width
    bottom = min((line.baseline for line in page.lines), default=0.0)
    offset = min(bottom, 0.0) if page.angle == 0 else bottom
    heights = sorted({round(line.baseline - offset) for line in page.lines})
    for edge, outermost in (("top", heights[: -_N_OUTERMOST - 1 : -1]), ("bottom", heights[:_N_OUTERMOST])):
        for line in page.lines:
            y = line.baseline - offset
            is_in_zone = y > height * (1 - _ZONE) if edge == "top" else y < height * _ZONE
            if is_in_zone and round(y) in outermost:
                yield (edge, outermost.index(round(y)), round(y / 2)), line

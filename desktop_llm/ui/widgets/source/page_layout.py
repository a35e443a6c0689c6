"""Where the pages of a document stand when they are scrolled: one under another, as wide as the view. Geometry."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect

from desktop_llm.documents.page_messages import PageSize

MARGIN_PX: Final = 24
GAP_PX: Final = 16
# Wider than this a page of usual size is read worse, however wide the window is.
_MAX_PX_A_POINT: Final = 1.6
_MIN_SIDE_PX: Final = 8


class PageLayout:
    """All in logical pixels. At zoom 1 the usual page is as wide as the view, and no page is wider."""

    def __init__(self, sizes: Sequence[PageSize], view_width_px: int, zoom: float) -> None:
        room = max(view_width_px - 2 * MARGIN_PX, _MIN_SIDE_PX)
        usual = sorted(size.width for size in sizes)[len(sizes) // 2] if sizes else 1.0
        scale = min(room / usual, _MAX_PX_A_POINT)
        self._sizes: list[tuple[int, int]] = []
        self._tops: list[int] = []
        top = MARGIN_PX
        for size in sizes:
            factor = min(scale, room / size.width) * zoom
            width, height = round(size.width * factor), round(size.height * factor)
            self._sizes.append((max(width, _MIN_SIDE_PX), max(height, _MIN_SIDE_PX)))
            self._tops.append(top)
            top += self._sizes[-1][1] + GAP_PX
        self.height_px = top - GAP_PX + MARGIN_PX if sizes else 0
        self.width_px = max((width for width, _ in self._sizes), default=0) + 2 * MARGIN_PX
        self._center_px = max(self.width_px, view_width_px) // 2

    def rect(self, index: int) -> QRect:
        """Of the page of this index, counted from 0."""
        width, height = self._sizes[index]
        return QRect(self._center_px - width // 2, self._tops[index], width, height)

    def index_at(self, y_px: int) -> int:
        """The page there, or the one above the gap there; 0 above the first."""
        return max(bisect_right(self._tops, y_px) - 1, 0)

    def indexes_between(self, top_px: int, bottom_px: int) -> range:
        if not self._tops or bottom_px <= self._tops[0]:
            return range(0)
        first = self.index_at(top_px)
        if self._tops[first] + self._sizes[first][1] <= top_px:
            first += 1
        return range(first, bisect_right(self._tops, bottom_px - 1))

"""Pictures of pages, within a bound of memory: those far from what is looked at go first. GUI thread."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QImage

from desktop_llm.documents.page_messages import PagePicture, PageWish

SHELF_BYTES: Final = 48_000_000


@dataclass(frozen=True, slots=True)
class ShelvedPage:
    """`dots` is the memory that the image shows; Qt does not keep it."""

    image: QImage
    width_dots: int
    dots: bytes


class PageShelf:
    """One picture a page, the newest."""

    def __init__(self, limit_bytes: int = SHELF_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._pages: dict[int, ShelvedPage] = {}
        self.size_bytes = 0

    def get(self, number: int) -> ShelvedPage | None:
        return self._pages.get(number)

    def has(self, wish: PageWish) -> bool:
        page = self._pages.get(wish.number)
        return page is not None and page.width_dots == wish.width_dots

    def put(self, wish: PageWish, picture: PagePicture, near: Collection[int]) -> None:
        """Pages `near` stay, even beyond the limit."""
        self._remove(wish.number)
        self._pages[wish.number] = ShelvedPage(_image_of(picture), wish.width_dots, picture.dots)
        self.size_bytes += len(picture.dots)
        far = [number for number in self._pages if number not in near]
        far.sort(key=lambda number: abs(number - wish.number))
        while far and self.size_bytes > self._limit_bytes:
            self._remove(far.pop())

    def clear(self) -> None:
        self._pages.clear()
        self.size_bytes = 0

    def _remove(self, number: int) -> None:
        page = self._pages.pop(number, None)
        if page is not None:
            self.size_bytes -= len(page.dots)


def _image_of(picture: PagePicture) -> QImage:
    image_format = QImage.Format.Format_Grayscale8 if picture.is_grey else QImage.Format.Format_RGB32
    line_bytes = picture.width if picture.is_grey else 4 * picture.width
    return QImage(picture.dots, picture.width, picture.height, line_bytes, image_format)

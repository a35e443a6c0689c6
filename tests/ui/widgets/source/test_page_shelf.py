from PySide6.QtGui import QColor

from desktop_llm.documents.page_messages import PagePicture, PageWish
from desktop_llm.ui.widgets.source.page_shelf import PageShelf

GREY = PagePicture(width=10, height=10, is_grey=True, dots=bytes([200]) * 100)


def test_pictures_have_their_colours() -> None:
    shelf = PageShelf()
    shelf.put(PageWish(1, 10), GREY, ())
    shelf.put(PageWish(2, 1), PagePicture(width=1, height=1, is_grey=False, dots=b"\x01\x02\x03\xff"), ())
    assert shelf.get(1).image.pixelColor(9, 9) == QColor(200, 200, 200)
    assert shelf.get(2).image.pixelColor(0, 0) == QColor(3, 2, 1)


def test_a_new_picture_of_a_page_takes_the_place_of_the_old_one() -> None:
    shelf = PageShelf()
    for width in (10, 20):
        shelf.put(PageWish(1, width), GREY, ())
    assert shelf.size_bytes == 100
    assert shelf.has(PageWish(1, 20))
    assert not shelf.has(PageWish(1, 10))


def test_what_is_far_goes_first_and_what_is_near_stays() -> None:
    shelf = PageShelf(limit_bytes=350)
    for number in (1, 2, 5, 6, 7):
        shelf.put(PageWish(number, 10), GREY, (6, 7))
    assert [number for number in range(1, 8) if shelf.get(number)] == [5, 6, 7]
    shelf.put(PageWish(8, 10), GREY, (5, 6, 7, 8))
    assert shelf.size_bytes == 400
    shelf.clear()
    assert (shelf.size_bytes, shelf.get(7)) == (0, None)

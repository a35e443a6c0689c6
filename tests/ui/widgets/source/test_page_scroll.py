from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.documents.page_messages import PageMark, PagePicture, PageSize, PageWish
from desktop_llm.ui.palette import LIGHT_PALETTE
from desktop_llm.ui.widgets.source.page_scroll import MAX_ZOOM, MIN_ZOOM, PageScroll
from desktop_llm.ui.widgets.source.page_shelf import SHELF_BYTES

A4 = PageSize(600, 800)


@pytest.fixture
def scroll(qtbot: QtBot) -> PageScroll:
    scroll = PageScroll()
    qtbot.addWidget(scroll)
    scroll.resize(400, 600)
    scroll.show()
    return scroll


def wished(qtbot: QtBot, scroll: PageScroll, action: Callable[[], object]) -> list[PageWish]:
    with qtbot.waitSignal(scroll.pages_wanted) as wanted:
        action()
    return list(wanted.args[0])


def picture(wish: PageWish, grey: int = 200) -> PagePicture:
    height = round(wish.width_dots * 800 / 600)
    return PagePicture(
        width=wish.width_dots, height=height, is_grey=True, dots=bytes([grey]) * wish.width_dots * height
    )


def color_at(scroll: PageScroll, page: int, x: float, y: float) -> QColor:
    """What is seen at a place of a page: shares of its width and height."""
    width = scroll.viewport().width() - 48
    top = 24 + (page - 1) * (round(width * 800 / 600) + 16) - scroll.verticalScrollBar().value()
    left = 24 - scroll.horizontalScrollBar().value()
    image = scroll.viewport().grab().toImage()
    return image.pixelColor(left + round(x * width), top + round(y * width * 800 / 600))


def test_it_wants_what_is_in_view_first_and_then_neighbours(scroll: PageScroll, qtbot: QtBot) -> None:
    width = scroll.viewport().width() - 48
    wishes = wished(qtbot, scroll, lambda: scroll.show_pages([A4] * 500))
    assert [wish.number for wish in wishes] == [1, 2, 3, 4]
    assert {abs(wish.width_dots - width) <= 20 for wish in wishes} == {True}
    wishes = wished(qtbot, scroll, lambda: scroll.go_to_page(250))
    assert [wish.number for wish in wishes] == [250, 251, 252, 249, 253]


def test_paper_is_empty_until_the_picture_comes(scroll: PageScroll, qtbot: QtBot) -> None:
    first = wished(qtbot, scroll, lambda: scroll.show_pages([A4] * 3))[0]
    assert color_at(scroll, 1, 0.5, 0.5) == QColor("#FFFFFF")
    scroll.show_picture(first, picture(first))
    assert color_at(scroll, 1, 0.5, 0.5) == QColor(200, 200, 200)
    assert color_at(scroll, 2, 0.5, 0.1) == QColor("#FFFFFF")


def test_the_old_picture_stays_until_the_larger_one_comes(scroll: PageScroll, qtbot: QtBot) -> None:
    first = wished(qtbot, scroll, lambda: scroll.show_pages([A4] * 3))[0]
    scroll.show_picture(first, picture(first))
    larger = wished(qtbot, scroll, scroll.zoom_in)[0]
    assert larger.number == 1
    assert larger.width_dots == pytest.approx(1.25 * first.width_dots, abs=20)
    assert scroll.viewport().grab().toImage().pixelColor(200, 300) == QColor(200, 200, 200)


def test_a_page_that_failed_says_so_and_is_not_wanted_again(scroll: PageScroll, qtbot: QtBot) -> None:
    wished(qtbot, scroll, lambda: scroll.show_pages([A4] * 9))
    scroll.show_page_failure(1, "This page cannot be shown.")
    image = scroll.viewport().grab().toImage()
    dark = [x for x in range(50, 330) for y in range(250, 300) if image.pixelColor(x, y).lightness() < 200]
    assert dark
    wished(qtbot, scroll, lambda: scroll.go_to_page(6))
    assert 1 not in [wish.number for wish in wished(qtbot, scroll, lambda: scroll.go_to_page(1))]


def test_a_passage_is_marked_and_brought_into_view(scroll: PageScroll, qtbot: QtBot) -> None:
    scroll.show_pages([A4] * 50)
    scroll.mark([PageMark(page=40, left=0.2, top=0.6, right=0.8, bottom=0.7)])
    assert scroll.page == 40
    assert color_at(scroll, 40, 0.5, 0.65) == QColor(LIGHT_PALETTE.mark)
    assert color_at(scroll, 40, 0.5, 0.75) == QColor("#FFFFFF")
    before = scroll.verticalScrollBar().value()
    scroll.mark([PageMark(page=40, left=0.2, top=0.7, right=0.8, bottom=0.8)])
    assert scroll.verticalScrollBar().value() == before  # it could be seen already
    assert color_at(scroll, 40, 0.5, 0.65) == QColor("#FFFFFF")


def test_text_can_be_read_through_the_mark(scroll: PageScroll, qtbot: QtBot) -> None:
    first = wished(qtbot, scroll, lambda: scroll.show_pages([A4]))[0]
    scroll.show_picture(first, picture(first, grey=0))
    scroll.mark([PageMark(page=1, left=0.2, top=0.2, right=0.8, bottom=0.4)])
    assert color_at(scroll, 1, 0.5, 0.3) == QColor("#000000")


def test_zoom_keeps_what_is_in_the_middle_and_has_limits(scroll: PageScroll, qtbot: QtBot) -> None:
    scroll.show_pages([A4] * 100)
    scroll.go_to_page(50)
    for _ in range(12):
        scroll.zoom_in()
    assert scroll.zoom == MAX_ZOOM
    assert scroll.page == 50
    assert scroll.horizontalScrollBar().maximum() > 0
    for _ in range(20):
        scroll.zoom_out()
    assert scroll.zoom == MIN_ZOOM
    assert scroll.page in (49, 50, 51)
    scroll.fit_width()
    assert scroll.horizontalScrollBar().maximum() == 0


def test_another_width_keeps_the_page(scroll: PageScroll) -> None:
    scroll.show_pages([A4] * 100)
    scroll.go_to_page(50)
    scroll.resize(900, 600)
    assert scroll.page == 50


def test_it_is_driven_by_the_keyboard(scroll: PageScroll, qtbot: QtBot) -> None:
    scroll.show_pages([A4] * 100)
    tops = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(scroll, key)
        tops.append(scroll.verticalScrollBar().value())
    second, third, further, back, first = tops
    assert second < third < further
    assert (back, first) == (third, second)
    values = [first]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_End):
        qtbot.keyClick(scroll, key)
        values.append(scroll.verticalScrollBar().value())
    assert all(before < after for before, after in pairwise(values))
    qtbot.keyClick(scroll, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert scroll.verticalScrollBar().value() < values[-1]
    qtbot.keyClick(scroll, Qt.Key.Key_Home)
    assert (scroll.page, scroll.verticalScrollBar().value()) == (1, 0)
    for key, zoom in ((Qt.Key.Key_Plus, 1.25), (Qt.Key.Key_0, 1.0), (Qt.Key.Key_Minus, 0.8)):
        qtbot.keyClick(scroll, key, Qt.KeyboardModifier.ControlModifier)
        assert scroll.zoom == pytest.approx(zoom)


def test_the_wheel_with_control_zooms(scroll: PageScroll) -> None:
    scroll.show_pages([A4] * 3)
    center = QPointF(200, 300)
    control = Qt.KeyboardModifier.ControlModifier
    no_button, no_phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(center, center, QPoint(), QPoint(0, 120), no_button, control, no_phase, False)
    QApplication.sendEvent(scroll.viewport(), event)
    assert scroll.zoom == pytest.approx(1.25)


def test_pictures_of_many_pages_stay_within_their_bound(scroll: PageScroll, qtbot: QtBot) -> None:
    scroll.show_pages([A4] * 60)
    scroll.set_zoom(MAX_ZOOM)
    for number in range(5, 60, 10):
        for wish in wished(qtbot, scroll, lambda number=number: scroll.go_to_page(number)):
            height = round(wish.width_dots * 800 / 600)
            dots = bytes(4 * wish.width_dots * height)
            scroll.show_picture(wish, PagePicture(width=wish.width_dots, height=height, is_grey=False, dots=dots))
    assert SHELF_BYTES / 2 < scroll.pictures_bytes <= SHELF_BYTES


def test_a_document_without_pages_takes_nothing(scroll: PageScroll) -> None:
    scroll.show_pages([A4])
    scroll.show_pages([])
    scroll.mark([PageMark(page=1, left=0, top=0, right=1, bottom=1)])
    scroll.go_to_page(1)
    scroll.show_picture(PageWish(1, 10), picture(PageWish(1, 10)))
    assert (scroll.page, scroll.pictures_bytes) == (0, 0)

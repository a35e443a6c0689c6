from desktop_llm.documents.page_messages import PageSize
from desktop_llm.ui.widgets.source.page_layout import GAP_PX, MARGIN_PX, PageLayout

PORTRAIT, LANDSCAPE = PageSize(600, 800), PageSize(800, 600)


def test_the_usual_page_is_as_wide_as_the_view_and_no_page_is_wider() -> None:
    layout = PageLayout([PORTRAIT, PORTRAIT, LANDSCAPE], 348, 1.0)
    rects = [layout.rect(index) for index in range(3)]
    assert [(rect.width(), rect.height()) for rect in rects] == [(300, 400), (300, 400), (300, 225)]
    assert [rect.left() for rect in rects] == [MARGIN_PX] * 3
    assert [rect.top() for rect in rects] == [MARGIN_PX, MARGIN_PX + 400 + GAP_PX, MARGIN_PX + 2 * (400 + GAP_PX)]
    assert layout.height_px == rects[2].bottom() + 1 + MARGIN_PX
    assert layout.width_px == 348


def test_a_page_does_not_grow_with_a_wide_window_for_ever() -> None:
    layout = PageLayout([PORTRAIT], 5000, 1.0)
    assert layout.rect(0).width() == 960
    assert layout.rect(0).center().x() in (2499, 2500)


def test_zoom_makes_pages_wider_than_the_view() -> None:
    layout = PageLayout([PORTRAIT], 348, 2.0)
    assert (layout.rect(0).width(), layout.width_px) == (600, 600 + 2 * MARGIN_PX)


def test_pages_are_found_by_their_place() -> None:
    layout = PageLayout([PORTRAIT] * 100, 348, 1.0)
    second = layout.rect(1)
    assert [layout.index_at(y) for y in (0, second.top() - 1, second.top(), second.bottom())] == [0, 0, 1, 1]
    assert layout.indexes_between(second.top() - 5, second.bottom() + 5) == range(1, 2)
    assert layout.indexes_between(second.top() - GAP_PX - 1, second.bottom() + GAP_PX + 2) == range(3)
    assert layout.indexes_between(0, MARGIN_PX) == range(0)
    assert layout.indexes_between(layout.height_px, layout.height_px + 100) == range(100, 100)


def test_without_pages_nothing_takes_room() -> None:
    layout = PageLayout([], 348, 1.0)
    assert (layout.height_px, layout.indexes_between(0, 100)) == (0, range(0))

import pytest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.documents.page_messages import PageMark, PageSize
from desktop_llm.ui.widgets.source.page_scroll import PageScroll
from desktop_llm.ui.widgets.source.page_view import PageView

A4 = PageSize(600, 800)


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    view = PageView()
    qtbot.addWidget(view)
    view.resize(400, 600)
    view.show()
    return view


def label(view: PageView, name: str) -> str:
    return view.findChild(QLabel, name).text()


def test_it_says_which_page_is_looked_at(view: PageView) -> None:
    view.show_loading("lease.pdf")
    assert label(view, "page_message") == "Opening lease.pdf …"
    view.show_document("lease.pdf", [A4] * 1200)
    assert label(view, "page_label") == "Page 1 of 1,200"
    view.scroll_to_passage(31, "The rent is due.", [PageMark(page=31, left=0, top=0.5, right=1, bottom=0.6)])
    assert label(view, "page_label") == "Page 31 of 1,200"
    assert view.page == 31


def test_who_cannot_see_the_pages_is_told_what_is_marked(view: PageView) -> None:
    view.show_document("lease.pdf", [A4] * 9)
    view.scroll_to_passage(3, "The rent is due.", ())
    scroll = view.findChild(PageScroll)
    assert scroll.accessibleName() == "Pages of lease.pdf"
    assert scroll.accessibleDescription() == "Page 3 of 9\nMarked: The rent is due."
    view.show_document("other.pdf", [A4])
    assert scroll.accessibleDescription() == "Page 1 of 1"


def test_a_failure_stands_in_place_of_the_pages(view: PageView) -> None:
    view.show_document("lease.pdf", [A4])
    view.show_failure("lease.pdf is damaged.")
    assert label(view, "page_message") == "lease.pdf is damaged."
    assert not view.findChild(PageScroll).isVisible()
    assert not view.findChild(QLabel, "page_label").isVisible()
    assert view.page == 0


def test_buttons_zoom_as_far_as_there_is_something_to_zoom(view: PageView) -> None:
    view.show_document("lease.pdf", [A4])
    smaller, larger, fit = (
        view.findChild(QToolButton, name) for name in ("zoom_out_button", "zoom_in_button", "fit_width_button")
    )
    scroll = view.findChild(PageScroll)
    assert not fit.isEnabled()
    larger.click()
    assert scroll.zoom > 1
    fit.click()
    assert scroll.zoom == 1
    while smaller.isEnabled():
        smaller.click()
    assert larger.isEnabled()
    assert scroll.zoom < 1
    assert all(button.accessibleName() for button in (smaller, larger, fit))


def test_the_name_of_a_document_is_no_markup(view: PageView) -> None:
    view.show_loading("<i>a</i>.pdf")
    message = view.findChild(QLabel, "page_message")
    assert message.sizeHint().width() >= message.fontMetrics().horizontalAdvance("<i>a</i>.pdf")

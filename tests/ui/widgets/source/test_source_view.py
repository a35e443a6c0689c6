from PySide6.QtWidgets import QLabel, QTextBrowser
from pytestqt.qtbot import QtBot

from desktop_llm.documents.document import Block
from desktop_llm.ui.source_segments import source_segments
from desktop_llm.ui.widgets.source.source_page import Passage, SourcePage
from desktop_llm.ui.widgets.source.source_view import SourceView
from tests.fakes.summaries import block, document_of

TEXT = "The rent is paid by the third working day. " * 30


def view_of(qtbot: QtBot, *blocks: Block, n_pages: int = 0) -> SourceView:
    view = SourceView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.show_document(source_segments(document_of(*blocks, n_pages=n_pages)), n_pages)
    return view


def shown(view: SourceView) -> list[str]:
    return [page.findChildren(QTextBrowser)[0].toPlainText() for page in pages(view)]


def pages(view: SourceView) -> list[SourcePage]:
    found = [page for page in view.findChildren(SourcePage) if page.isVisible()]
    return sorted(found, key=lambda page: page.y())


def marked(view: SourceView) -> list[str]:
    browsers = [browser for page in pages(view) for browser in page.findChildren(QTextBrowser)]
    return [each.cursor.selectedText() for browser in browsers for each in browser.extraSelections()]


def test_a_document_begins_at_its_beginning_and_only_what_is_near_exists(qtbot: QtBot) -> None:
    view = view_of(qtbot, *(block(number, f"{number} {TEXT}", page=number) for number in range(1, 501)), n_pages=500)
    assert shown(view)[0].startswith("1 The rent")
    assert len(view.findChildren(SourcePage)) < 10
    assert view.shown_page == 1


def test_a_passage_is_marked_and_in_view_wherever_it_is(qtbot: QtBot) -> None:
    view = view_of(qtbot, *(block(number, f"𝔘 {number} {TEXT}", page=number) for number in range(1, 501)), n_pages=500)
    start = len("𝔘 400 ") + TEXT.index("third")
    assert view.show_passage(Passage("b400", start, start + len("third working")))
    assert marked(view) == ["third working"]
    (page,) = [page for page in pages(view) if page.findChildren(QTextBrowser)[0].extraSelections()]
    assert 0 <= page.y() + page.passage_top(Passage("b400", start, start + 5)) < view.viewport().height()
    assert view.show_passage(Passage("b1", 0, 2))
    assert marked(view) == ["𝔘 "]
    assert not view.show_passage(Passage("b999", 0, 1))
    assert marked(view) == []


def test_a_page_says_which_it_is(qtbot: QtBot) -> None:
    view = view_of(qtbot, block(1, "short", page=1), block(2, "also", page=2), n_pages=2)
    labels = [page.findChildren(QLabel, "source_page_number")[0] for page in pages(view)]
    assert [label.text() for label in labels if label.isVisible()] == ["Page 1 of 2", "Page 2 of 2"]

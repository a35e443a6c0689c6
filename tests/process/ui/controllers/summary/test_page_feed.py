from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.assist.checks.sourced_text import Source
from desktop_llm.documents.document import Document
from desktop_llm.ui.controllers.summary.page_feed import PageFeed, has_pages_to_show
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.palette import LIGHT_PALETTE
from desktop_llm.ui.widgets.source.page_scroll import PageScroll
from desktop_llm.ui.widgets.source.page_view import PageView
from tests.fakes.reading import read_here
from tests.fakes.written_pdf import Page, PdfWriter, lines


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    view = PageView()
    qtbot.addWidget(view)
    view.resize(400, 600)
    view.show()
    return view


@pytest.fixture
def feed(view: PageView) -> Iterator[PageFeed]:
    bridge = EventBridge()
    feed = PageFeed(view, bridge, view)
    yield feed
    feed.stop()
    bridge.stop()


@pytest.fixture
def document(tmp_path: Path) -> Document:
    pages = [Page(lines([f"Clause {number} is about the rent of the year."], size=20)) for number in range(1, 41)]
    return read_here(PdfWriter(pages).write(tmp_path / "lease.pdf"))


def source_of(document: Document, number: int) -> Source:
    block = next(block for block in document.blocks if block.place.page == number)
    end = block.text.index(" is about")
    quote = block.text[:end]
    place, name = block.place, document.name
    return Source(document=name, document_index=0, place=place, block_id=block.id, start=0, end=end, quote=quote)


def has_ink(view: PageView) -> bool:
    if not view.page:
        return False
    image = view.findChild(PageScroll).viewport().grab().toImage()
    return any(image.pixelColor(x, y).lightness() < 120 for y in range(image.height()) for x in range(40, 300, 2))


def test_a_document_is_drawn_and_a_passage_of_it_marked(
    feed: PageFeed, view: PageView, document: Document, qtbot: QtBot
) -> None:
    feed.show_document(document)
    feed.scroll_to_passage(source_of(document, 31))
    qtbot.waitUntil(lambda: view.page == 31)
    qtbot.waitUntil(lambda: has_ink(view))
    image = view.findChild(PageScroll).viewport().grab().toImage()
    colors = {image.pixelColor(x, y).name().upper() for x in range(40, 300) for y in range(100, 400)}
    assert LIGHT_PALETTE.mark in colors


def test_a_file_that_was_changed_is_told_in_one_sentence(
    feed: PageFeed, view: PageView, document: Document, qtbot: QtBot
) -> None:
    PdfWriter([Page()]).write(Path(document.path))
    with qtbot.waitSignal(feed.failed) as failed:
        feed.show_document(document)
    assert failed.args == [document.path]
    assert view.findChild(QLabel, "page_message").text() == (
        "lease.pdf was changed after it was read. Its pages cannot be shown."
    )
    Path(document.path).unlink()
    feed.clear()
    with qtbot.waitSignal(feed.failed):
        feed.show_document(document)
    assert "lease.pdf" in view.findChild(QLabel, "page_message").text()


def test_a_page_that_is_damaged_costs_that_page(
    feed: PageFeed, view: PageView, document: Document, qtbot: QtBot
) -> None:
    path = Path(document.path)
    path.write_bytes(path.read_bytes().replace(b"9 0 obj\n<< /Type /Page ", b"9 0 obj\n<< /Type /Pagx "))
    feed.show_document(read_here(path))
    qtbot.waitUntil(lambda: has_ink(view))
    for page in (3, 2):
        view.scroll_to_passage(page, "", ())
        qtbot.waitUntil(lambda: has_ink(view))
    assert view.page == 2


def test_what_was_cleared_does_not_come_back(feed: PageFeed, view: PageView, document: Document, qtbot: QtBot) -> None:
    feed.show_document(document)
    qtbot.waitUntil(lambda: view.page == 1)
    feed.clear()
    assert (view.page, view.findChild(QLabel, "page_message").text()) == (0, "")
    feed.show_document(document)
    qtbot.waitUntil(lambda: view.page == 1)


def test_only_what_was_read_from_a_pdf_has_pages(document: Document, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("The lease ends in May.", "utf-8")
    assert [has_pages_to_show(each) for each in (document, read_here(text))] == [True, False]

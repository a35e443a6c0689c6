from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.widgets.source.page_view import PageView
from desktop_llm.ui.widgets.source.source_page import SourcePage
from desktop_llm.ui.widgets.summary.summary_view import SummaryView
from tests.fakes.summarizing_window import SummarizingWindow
from tests.fakes.written_pdf import Page, PdfWriter, lines


@pytest.fixture
def window(qtbot: QtBot, data_folder_of_test: Path) -> Iterator[SummarizingWindow]:
    answer = ScriptedAnswer(text=("- Clause 7 is about the rent of the year.\n",))
    window = SummarizingWindow(qtbot, DataFolder(data_folder_of_test), ScriptedEngineClient(answer))
    yield window
    window.stop()


def test_a_pdf_is_shown_as_its_pages_and_a_sentence_goes_to_its_page(window: SummarizingWindow, tmp_path: Path) -> None:
    pages = [Page(lines([f"Clause {number} is about the rent of the year."], size=20)) for number in range(1, 11)]
    path = PdfWriter(pages).write(tmp_path / "lease.pdf")
    window.add(path)
    window.summarize()
    view = window.part(PageView)
    window.wait_for(lambda: view.page == 1)
    window.qtbot.keyClick(window.part(SummaryView), Qt.Key.Key_Down)
    window.wait_for(lambda: view.page == 7)
    assert window.part(QLabel, "page_label").text() == "Page 7 of 10"
    window.click("source_look_button")
    shown = [page for page in window.pane.findChildren(SourcePage) if page.isVisible()]
    marked = [each.cursor.selectedText() for page in shown for each in page._text.extraSelections()]
    assert marked == ["Clause 7 is about the rent of the year."]


def test_a_pdf_that_is_gone_since_is_shown_as_text(window: SummarizingWindow, tmp_path: Path) -> None:
    path = PdfWriter([Page(lines(["Clause 7 is about the rent of the year."], size=20))]).write(tmp_path / "lease.pdf")
    window.reader.may_read.clear()
    window.pane.paths_added.emit((path,))
    window.reader.on_read = path.unlink
    window.reader.may_read.set()
    window.wait_for(lambda: any(page.isVisible() for page in window.pane.findChildren(SourcePage)))
    assert not window.is_shown("source_look_button")

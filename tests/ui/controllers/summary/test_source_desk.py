from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from desktop_llm.ui.widgets.source.source_page import SourcePage
from desktop_llm.ui.widgets.summary.summary_view import SourceWish
from tests.fakes.summaries import source
from tests.fakes.summarizing_window import SummarizingWindow

Summarizing = Callable[..., SummarizingWindow]


def shown_text(window: SummarizingWindow) -> str:
    pages = [page for page in window.pane.findChildren(SourcePage) if page.isVisible()]
    return " ".join(page._text.toPlainText() for page in pages)


def two_files(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("The rent is due.", "utf-8")
    second.write_text("The deposit is back.", "utf-8")
    return first, second


def test_the_first_document_is_shown_until_another_is_chosen(summarizing: Summarizing, tmp_path: Path) -> None:
    window = summarizing()
    window.add(*two_files(tmp_path))
    window.wait_for(lambda: shown_text(window) == "The rent is due.")
    window.pane.document_chosen.emit(window.queue.keys[1])
    assert shown_text(window) == "The deposit is back."
    window.pane.remove_requested.emit(window.queue.keys[1])
    window.wait_for(lambda: shown_text(window) == "The rent is due.")


def test_a_source_in_another_document_shows_that_document(summarizing: Summarizing, tmp_path: Path) -> None:
    window = summarizing()
    window.add(*two_files(tmp_path))
    window.summarize()
    window.pane.source_requested.emit(SourceWish(source("The deposit", index=1), 1, 3))
    assert shown_text(window) == "The deposit is back."
    assert window.part(QLabel, "passage_label").text() == "passage 2 of 3"
    window.pane.remove_requested.emit(window.queue.keys[1])
    window.wait_for(lambda: shown_text(window) == "The rent is due.")
    window.pane.source_requested.emit(SourceWish(source("The deposit", index=1), 1, 3))
    assert shown_text(window) == "The rent is due."

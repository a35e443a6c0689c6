import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from tests.fakes.summarizing_window import SummarizingWindow

Summarizing = Callable[..., SummarizingWindow]

ANSWER = ScriptedAnswer(text=("- The rent is 1,250 euros a month.\n- The lease ends in 2029.\n",))


@pytest.fixture
def window(summarizing: Summarizing, tmp_path: Path) -> SummarizingWindow:
    path = tmp_path / "lease.txt"
    path.write_text("The lease ends in May.\n\nThe rent is 1,250 euros a month.", "utf-8")
    window = summarizing(ScriptedEngineClient(ANSWER))
    window.add(path)
    window.summarize()
    return window


def choose(window: SummarizingWindow, name: str, path: Path) -> None:
    (menu,) = window.pane.findChildren(QMenu, "export_summary_menu")
    next(action for action in menu.actions() if action.text() == name).trigger()
    dialog = window.pane.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_a_summary_is_exported_with_its_sources_and_doubts(window: SummarizingWindow, tmp_path: Path) -> None:
    markdown, word = tmp_path / "out.md", tmp_path / "out.docx"
    choose(window, "Markdown…", markdown)
    window.wait_for(markdown.exists)
    text = markdown.read_text("utf-8")
    assert text.startswith("# Summary of lease.txt\n\n- **Documents:** lease.txt\n")
    assert "- **Model:** " in text
    assert "- **Read:** All of it was read\n" in text
    assert "The rent is 1,250 euros a month." in text
    assert "2029 is not in the document" in text
    assert "## Sources" in text
    choose(window, "Word…", word)
    window.wait_for(word.exists)
    window.wait_for(lambda: zipfile.is_zipfile(word))


def test_a_file_that_cannot_be_written_is_told(window: SummarizingWindow, tmp_path: Path) -> None:
    choose(window, "Web page…", tmp_path / "nowhere" / "out.html")
    window.wait_for(lambda: "out.html" in window.notice)

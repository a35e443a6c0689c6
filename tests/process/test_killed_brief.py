"""A program that is killed while a form of Write is filled in loses little of it: a real window, a real database."""

from pathlib import Path

from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from tests.fakes.killed_typing import WORDS_A_SECOND, type_and_kill

_FORM = """
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPlainTextEdit
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.window_commands import WindowCommand

is_begun = False

def box_of(window):
    global is_begun
    box = window.findChild(QPlainTextEdit, "compose_brief")
    if box is None:
        window.show_pane(WRITE_KEY)
        return None
    if not is_begun:
        window.findChild(QAction, WindowCommand.COMPOSE_TEXT).trigger()
        is_begun = True
    return box if box.isVisible() else None
"""
_LOST_AT_MOST_S = 1.5  # a second, and what the disk takes


def test_a_killed_program_loses_little_of_a_form_from_which_no_text_was_made(tmp_path: Path) -> None:
    n_written = type_and_kill(tmp_path / "data", _FORM)
    storage = open_storage(DataFolder(tmp_path / "data"))
    brief = storage.documents.compose_brief()
    storage.close()
    words = brief.about.split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= n_written - WORDS_A_SECOND * _LOST_AT_MOST_S

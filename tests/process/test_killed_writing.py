"""A program that is killed while somebody writes loses a second of it at most: a real window, a real database."""

from pathlib import Path

from desktop_llm.assist.writing.stored_text import paragraphs_of
from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from tests.fakes.killed_typing import WORDS_A_SECOND, type_and_kill

_EDITOR = """
from PySide6.QtWidgets import QPushButton
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor

is_begun = False

def box_of(window):
    global is_begun
    editor = window.findChild(RichEditor, "rich_editor")
    if editor is None:
        window.show_pane(WRITE_KEY)
        return None
    if editor.isVisible():
        return editor
    if not is_begun:  # once: it may take longer than until the next word
        window.findChild(QPushButton, "empty_new_text_button").click()
        is_begun = True
    return None
"""


def test_a_killed_program_loses_a_second_of_writing_at_most(tmp_path: Path) -> None:
    n_written = type_and_kill(tmp_path / "data", _EDITOR)
    storage = open_storage(DataFolder(tmp_path / "data"))
    (document,) = storage.documents.documents()
    (paragraph,) = paragraphs_of(storage.documents.content(document.id))
    storage.close()
    words = paragraph.text.split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= n_written - WORDS_A_SECOND

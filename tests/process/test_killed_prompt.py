"""A program that is killed while a message is written loses a second of it at most: a real window, a real database."""

from pathlib import Path

from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from tests.fakes.killed_typing import WORDS_A_SECOND, type_and_kill

_PROMPT_BOX = """
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField

def box_of(window):
    return window.findChild(PromptField) if window.findChild(ChatController) else None
"""
_LOST_AT_MOST_S = 1.5  # a second, and what the disk takes


def test_a_killed_program_loses_little_of_a_message_that_was_not_sent(tmp_path: Path) -> None:
    n_written = type_and_kill(tmp_path / "data", _PROMPT_BOX)
    storage = open_storage(DataFolder(tmp_path / "data"))
    (draft,) = storage.store.prompt_drafts().values()
    storage.close()
    words = draft.text.split()
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= n_written - WORDS_A_SECOND * _LOST_AT_MOST_S

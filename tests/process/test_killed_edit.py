"""A program that is killed while an earlier message is changed loses a second of it at most: a real window, a real
database.
"""

from pathlib import Path

from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.storage.opening import open_storage
from tests.fakes.killed_typing import WORDS_A_SECOND, type_and_kill
from tests.fakes.small_program import prepared_settings

_EDITOR = """
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.transcript.user_bubble import UserBubble

is_begun = False

def box_of(window):
    global is_begun
    if not window.findChild(ChatController):
        return None
    if not is_begun:
        is_begun = True
        (conversation,) = program._storage.store.conversations()
        window.conversation_selected.emit(ConversationTarget(conversation.id))
    bubble = window.findChild(UserBubble)
    if bubble is None:
        return None
    if window.findChild(QPlainTextEdit, "edit_message_field") is None:
        bubble.findChild(QPushButton, "edit_button").click()
    return window.findChild(QPlainTextEdit, "edit_message_field")
"""
_LOST_AT_MOST_S = 1.5  # a second, and what the disk takes


def test_a_killed_program_loses_little_of_a_message_that_was_being_changed(tmp_path: Path) -> None:
    settings = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False)
    folder = prepared_settings(DataFolder(tmp_path / "data"), settings)
    storage = open_storage(folder)
    trip = storage.store.create_conversation("Trip")
    message = storage.store.add_user_message(trip.id, None, "Where to? ")
    storage.close()
    n_written = type_and_kill(folder.root, _EDITOR)
    storage = open_storage(folder)
    edits = storage.store.begun_edits()
    assert storage.store.message(message.id) == message
    storage.close()
    where, to, *words = edits[message.id].text.split()
    assert (where, to) == ("Where", "to?")
    assert words == [f"word{number}" for number in range(len(words))]
    assert len(words) >= n_written - WORDS_A_SECOND * _LOST_AT_MOST_S

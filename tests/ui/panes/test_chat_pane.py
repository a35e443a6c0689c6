from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.panes.chat_pane import ChatContent, ChatPane
from desktop_llm.ui.widgets.notice_bar import Notice
from desktop_llm.ui.widgets.prompt.overflow_panel import ContextOverflow, OverflowChoice, OverflowPanel
from desktop_llm.ui.widgets.prompt.prompt_box import PromptBox
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft, PromptState
from desktop_llm.ui.widgets.transcript.link_panel import LinkPanel
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent
from desktop_llm.ui.widgets.transcript.title_field import TitleField
from desktop_llm.ui.widgets.transcript.transcript import Transcript

QUESTION = MessageContent(id="q", role="user", text="May I?")
ANSWER = MessageContent(id="a", role="assistant", text="Yes.", state=ContentState.STREAMING)


@pytest.fixture
def pane(qtbot: QtBot) -> ChatPane:
    pane = ChatPane()
    qtbot.addWidget(pane)
    pane.resize(800, 600)
    pane.show()
    return pane


def part(pane: ChatPane, name: str) -> QWidget:
    found = pane.findChild(QWidget, name)
    assert found is not None, name
    return found


def prompt(pane: ChatPane) -> PromptBox:
    box = part(pane, "prompt_box")
    assert isinstance(box, PromptBox)
    return box


def test_a_new_chat_greets_and_has_no_title(pane: ChatPane) -> None:
    assert part(pane, "empty_chat").isVisible()
    assert not part(pane, "title_field").isVisible()


def test_the_first_message_takes_the_greetings_place(pane: ChatPane) -> None:
    pane.append_message(QUESTION)
    assert not part(pane, "empty_chat").isVisible()
    assert part(pane, "transcript").isVisible()


def test_a_conversation_shows_its_title_and_goes_again(pane: ChatPane) -> None:
    pane.show_conversation(ChatContent(title="Lease", messages=(QUESTION, ANSWER)))
    title = part(pane, "title_field")
    assert isinstance(title, TitleField)
    assert title.text() == "Lease"
    pane.show_conversation(ChatContent())
    assert part(pane, "empty_chat").isVisible()


def test_an_example_becomes_the_draft_and_is_not_sent(pane: ChatPane, qtbot: QtBot) -> None:
    example = part(pane, "example_1")
    assert isinstance(example, QPushButton)
    with qtbot.assertNotEmitted(pane.prompt_submitted):
        example.click()
    assert pane.draft == PromptDraft(example.text())


def test_what_is_written_is_submitted_as_one_value(pane: ChatPane, qtbot: QtBot) -> None:
    pane.show_draft(PromptDraft("May I?"))
    field = pane.findChild(QPlainTextEdit)
    assert field is not None
    with qtbot.waitSignal(pane.prompt_submitted) as submitted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert submitted.args == [PromptDraft("May I?")]
    pane.clear_draft()
    assert pane.draft == PromptDraft("")


def test_while_answering_the_button_stops(pane: ChatPane, qtbot: QtBot) -> None:
    pane.show_prompt_state(PromptState.ANSWERING)
    button = part(pane, "send_button")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(pane.stop_requested):
        button.click()


def test_overflow_offers_and_reports_a_choice(pane: ChatPane, qtbot: QtBot) -> None:
    pane.show_overflow(ContextOverflow(excess_tokens=5, context_tokens=100, leave_out=("May I?",)))
    panel = part(pane, "overflow_panel")
    assert isinstance(panel, OverflowPanel)
    assert panel.isVisible()
    leave_out = part(pane, "overflow_leave_out")
    assert isinstance(leave_out, QPushButton)
    with qtbot.waitSignal(pane.overflow_choice_made) as made:
        leave_out.click()
    assert made.args == [OverflowChoice.LEAVE_OUT]
    assert not panel.isVisible()


def test_another_conversation_takes_the_questions_away(pane: ChatPane) -> None:
    pane.show_overflow(ContextOverflow(excess_tokens=5, context_tokens=100))
    pane.show_conversation(ChatContent(messages=(QUESTION,)))
    assert not part(pane, "overflow_panel").isVisible()


def test_a_link_is_shown_before_it_is_opened(pane: ChatPane, qtbot: QtBot) -> None:
    transcript = part(pane, "transcript")
    panel = part(pane, "link_panel")
    assert isinstance(transcript, Transcript)
    assert isinstance(panel, LinkPanel)
    with qtbot.assertNotEmitted(pane.link_open_confirmed):
        transcript.link_activated.emit("https://example.org/")
    assert panel.isVisible()
    open_button = part(pane, "link_open")
    assert isinstance(open_button, QPushButton)
    with qtbot.waitSignal(pane.link_open_confirmed) as confirmed:
        open_button.click()
    assert confirmed.args == ["https://example.org/"]


def test_a_notice_stands_above_the_prompt_box_and_reports_its_button(pane: ChatPane, qtbot: QtBot) -> None:
    pane.show_notice(Notice(id="died", text="The model stopped.", action="Try again"))
    bar = part(pane, "notice_bar")
    assert bar.isVisible()
    assert bar.mapTo(pane, bar.rect().bottomLeft()).y() <= prompt(pane).y()
    button = part(pane, "notice_action_button")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(pane.notice_action_requested) as requested:
        button.click()
    assert requested.args == ["died"]
    pane.dismiss_notice("died")
    assert not bar.isVisible()


def test_files_from_the_window_become_chips_and_are_reported(pane: ChatPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.files_added) as added:
        pane.add_files([Path("/a/notes.txt")])
    assert added.args == [("/a/notes.txt",)]
    assert [attachment.name for attachment in pane.draft.attachments] == ["notes.txt"]


def test_attaching_asks_for_files(pane: ChatPane, qtbot: QtBot) -> None:
    button = part(pane, "attach_button")
    assert isinstance(button, QPushButton)
    button.click()
    dialog = pane.findChild(QFileDialog, "files_dialog")
    assert dialog is not None
    with qtbot.waitSignal(pane.files_added) as added:
        dialog.filesSelected.emit(["/a/notes.txt"])
    assert added.args == [("/a/notes.txt",)]
    dialog.close()


def test_a_streamed_answer_grows_in_place(pane: ChatPane) -> None:
    pane.show_conversation(ChatContent(messages=(QUESTION, ANSWER)))
    pane.grow_answer("a", " You may.", "")
    pane.update_message(MessageContent(id="a", role="assistant", text="Yes. You may."))
    pane.scroll_to_message("q")
    assert not pane.grab().isNull()


def test_a_title_typed_in_place_is_reported(pane: ChatPane, qtbot: QtBot) -> None:
    pane.show_conversation(ChatContent(title="Lease", messages=(QUESTION,)))
    title = part(pane, "title_field")
    title.setFocus()
    qtbot.keyClicks(title, "!")
    with qtbot.waitSignal(pane.title_edited) as edited:
        qtbot.keyClick(title, Qt.Key.Key_Return)
    assert edited.args
    assert "!" in edited.args[0]

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.job import JobProgressed
from desktop_llm.engine.messages import Failed, FinishReason, ThinkingMode, Usage
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.settings import Settings
from desktop_llm.storage.records import MessageState, TitleSource
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft, ThinkingChoice
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from desktop_llm.ui.widgets.transcript.message_content import EditedMessage
from desktop_llm.ui.widgets.transcript.title_field import TitleField
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


def open_chat(program: SmallProgram, conversation_id: str) -> None:
    program.window.conversation_selected.emit(ConversationTarget(conversation_id))
    program.wait_for(lambda: program.chat.open_id == conversation_id)
    program.settle()


@contextmanager
def full_disk(program: SmallProgram) -> Iterator[None]:
    """The database cannot grow; what is written needs more than the pages it has."""
    database = program.store._database
    with database.reading() as connection:
        (n_pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {n_pages}")
    yield
    with database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")


LONG = " ".join(["wörter" * 80] * 200)  # many bytes, few tokens


def test_a_question_is_streamed_ended_and_stored(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("Not as ", "a rule."), thinking=("Hm.",)))
    program.send("May the landlord keep it?")
    program.wait_for(lambda: program.last_shown() == "Not as a rule." and program.button_text("send_button") == "Send")

    question, answer = program.stored_messages()
    assert (question.role, question.text) == ("user", "May the landlord keep it?")
    assert (answer.text, answer.thinking, answer.state) == ("Not as a rule.", "Hm.", MessageState.COMPLETE)
    assert program.shown() == ["May the landlord keep it?", "Not as a rule."]
    assert program.draft == ""


def test_text_is_shown_while_it_arrives(program: SmallProgram) -> None:
    answer_id = program.begin_endless("A story", "Once")
    program.engine.say(answer_id, text=" upon")
    program.wait_for(lambda: program.last_shown() == "Once upon")
    program.engine.finish(answer_id)
    program.wait_for(lambda: program.button_text("send_button") == "Send")
    assert program.last_shown() == "Once upon"


def test_a_new_chat_is_named_by_its_first_words_and_listed(program: SmallProgram) -> None:
    answer = program.ask("May the landlord keep it?")
    assert program.part(TitleField).text() == "May the landlord keep it?"
    assert program.chat.open_id == answer.conversation_id


def test_a_title_of_the_model_takes_the_place_of_the_first_words(start_program: StartProgram) -> None:
    program = start_program(settings=Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=True))
    program.settle()
    program.engine.script(ScriptedAnswer(text=("Not as a rule.",)))
    program.engine.script(ScriptedAnswer(text=("Deposits",)))
    program.send("May the landlord keep it?")
    program.wait_for(lambda: program.is_shown("title_field") and program.part(TitleField).text() == "Deposits")
    (conversation,) = program.store.conversations()
    assert (conversation.title, conversation.title_source) == ("Deposits", TitleSource.MODEL)


def test_the_speed_of_an_answer_is_shown_in_the_top_bar(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("so ",) * 40, usage=Usage(generation_ms=1000.0)))
    program.send("Go on")
    program.wait_for(lambda: "40 tokens/s" in program.model_status)


def test_a_short_answer_leaves_the_earlier_speed(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("so ",) * 40, usage=Usage(generation_ms=1000.0)))
    program.send("Go on")
    program.wait_for(lambda: "40 tokens/s" in program.model_status)
    program.engine.script(ScriptedAnswer(text=("so ",) * 19, usage=Usage(generation_ms=100.0)))
    program.send("And on")
    program.wait_for(lambda: len(program.shown()) == 4 and program.button_text("send_button") == "Send")
    program.settle()
    assert "40 tokens/s" in program.model_status


def test_reading_a_long_prompt_is_told_in_the_top_bar(start_program: StartProgram) -> None:
    program = start_program(ScriptedEngineClient())
    program.settle()
    answer_id = program.begin_endless("Read this", "")
    program.bridge.post(JobProgressed(answer_id, 30, 100))
    program.wait_for(lambda: program.model_status == "reading, 30 %")
    program.bridge.post(JobProgressed(answer_id, 100, 100))
    program.wait_for(lambda: program.model_status.startswith("ready"))


# Stopping


@pytest.mark.parametrize("stop", [SmallProgram.press_escape, lambda program: program.click("send_button")])
def test_an_answer_is_stopped_and_keeps_its_text(program: SmallProgram, stop: Callable[[SmallProgram], None]) -> None:
    answer_id = program.begin_endless("A story", "Once", " upon")
    stop(program)
    program.wait_for(lambda: program.button_text("send_button") == "Send")
    program.settle()
    assert program.store.message(answer_id).text == "Once upon"
    assert program.store.message(answer_id).state is MessageState.STOPPED
    assert program.message_notices() == "Stopped."


def test_stop_works_from_the_moment_of_sending(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("Once",), is_endless=True))
    program.send("A story")
    assert program.button_text("send_button") == "Stop"
    program.press_escape()
    program.wait_for(lambda: program.button_text("send_button") == "Send")
    program.settle()
    assert program.generations == []
    assert program.draft == "A story"


def test_stop_while_the_question_is_being_stored_stops_the_answer_as_soon_as_it_has_begun(
    program: SmallProgram,
) -> None:
    program.engine.script(ScriptedAnswer(is_endless=True))
    program.chat.gate.question_accepted.connect(program.chat.stop)
    program.send("A story")
    program.wait_for(lambda: program.message_notices() == "Stopped." and program.button_text("send_button") == "Send")
    question, answer = program.stored_messages()
    assert (question.text, answer.state) == ("A story", MessageState.STOPPED)


def test_enter_twice_asks_once(program: SmallProgram) -> None:
    program.send("Hello")
    program.send()
    program.pane.prompt_submitted.emit(PromptDraft("Hello"))
    program.wait_for(lambda: program.shown() == ["Hello", "ok"] and program.button_text("send_button") == "Send")
    program.settle()
    assert len(program.generations) == 1


# Answering again


def test_an_answer_is_given_again_beside_the_first(program: SmallProgram) -> None:
    program.ask("One", "first")
    program.engine.script(ScriptedAnswer(text=("second",)))
    program.click("regenerate_button")
    program.wait_for(lambda: program.shown() == ["One", "second"] and program.is_shown("regenerate_button"))
    switch = program.part(QWidget, "branch_switch")
    assert [label.text() for label in switch.findChildren(QLabel)] == ["2 / 2"]


def test_stop_works_while_another_answer_begins(program: SmallProgram) -> None:
    program.ask("One", "first")
    program.engine.script(ScriptedAnswer(is_endless=True))
    program.click("regenerate_button")
    assert program.button_text("send_button") == "Stop"
    program.press_escape()
    program.wait_for(lambda: program.message_notices() == "Stopped.")
    assert program.stored_messages()[-1].state is MessageState.STOPPED


def test_regenerating_thinks_as_the_prompt_box_says(program: SmallProgram) -> None:
    program.ask("One")
    program.pane.show_draft(PromptDraft("", thinking=ThinkingChoice.OFF))
    program.click("regenerate_button")
    program.wait_for(lambda: len(program.generations) == 2)
    assert program.last_prompt().thinking is ThinkingMode.OFF


def test_an_edited_question_begins_a_branch_and_leaves_the_draft(program: SmallProgram) -> None:
    answer = program.ask("One", "first")
    program.write("later")
    program.engine.script(ScriptedAnswer(text=("second",)))
    assert answer.parent_id is not None
    program.pane.edit_submitted.emit(EditedMessage(answer.parent_id, "Other"))
    program.wait_for(lambda: program.shown() == ["Other", "second"] and program.is_shown("regenerate_button"))
    assert program.draft == "later"


def test_a_cut_answer_goes_on_where_it_was_cut(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("Once upon",), reason=FinishReason.LENGTH))
    program.send("A story")
    program.wait_for(lambda: program.message_notices() == "Cut at the length limit.")
    program.engine.script(ScriptedAnswer(text=(" a time.",)))
    program.click("continue_button")
    program.wait_for(lambda: program.shown() == ["A story", "Once upon a time."])
    program.wait_for(lambda: program.button_text("send_button") == "Send")
    assert program.stored_messages()[-1].text == "Once upon a time."


# Several conversations


def test_an_answer_goes_on_while_another_chat_is_open(program: SmallProgram) -> None:
    first_id = program.begin_endless("A story", "Once")
    conversation_id = program.chat.open_id
    program.new_chat()
    assert program.button_text("send_button") == "Send"
    assert program.shown() == []
    program.engine.say(first_id, text=" upon a time")
    program.settle()
    assert program.shown() == []
    open_chat(program, conversation_id)
    program.wait_for(lambda: program.shown() == ["A story", "Once upon a time"])
    assert program.button_text("send_button") == "Stop"


def test_two_chats_are_answered_at_once(program: SmallProgram) -> None:
    first_id = program.begin_endless("First", "a")
    first_chat = program.chat.open_id
    program.new_chat()
    second_id = program.begin_endless("Second", "b")
    for answer_id, text in ((first_id, "aa"), (second_id, "bb")):
        program.engine.say(answer_id, text=text)
    program.wait_for(lambda: program.shown() == ["Second", "bbb"])
    program.engine.finish(first_id)
    program.settle()
    assert program.button_text("send_button") == "Stop"
    open_chat(program, first_chat)
    assert program.shown() == ["First", "aaa"]
    assert program.button_text("send_button") == "Send"
    assert program.store.message(first_id).text == "aaa"


def test_esc_stops_the_open_chat_alone(program: SmallProgram) -> None:
    first_id = program.begin_endless("First", "a")
    program.new_chat()
    second_id = program.begin_endless("Second", "b")
    program.press_escape()
    program.wait_for(lambda: program.button_text("send_button") == "Send")
    assert program.engine.aborted_ids == [second_id]
    assert first_id in program.engine.open_ids


def test_each_chat_keeps_its_draft(program: SmallProgram) -> None:
    answer = program.ask("One")
    program.write("for the first")
    program.new_chat()
    assert program.draft == ""
    program.write("for a new one")
    open_chat(program, answer.conversation_id)
    assert program.draft == "for the first"
    program.new_chat()
    assert program.draft == "for a new one"


def test_a_question_that_begins_after_one_has_left_does_not_come_back_into_view(program: SmallProgram) -> None:
    first = program.ask("One")
    program.engine.script(ScriptedAnswer(text=("second",)))
    program.send("Two")
    program.new_chat()
    program.wait_for(lambda: len(program.store.messages(first.conversation_id)) == 4)
    program.settle()
    assert program.shown() == []
    assert program.chat.open_id == ""
    open_chat(program, first.conversation_id)
    assert program.shown() == ["One", "ok", "Two", "second"]
    assert program.draft == ""


def test_an_opened_chat_is_ready_to_be_written_to(program: SmallProgram) -> None:
    answer = program.ask("One")
    program.new_chat()
    program.part(QLineEdit, "search_field").setFocus()
    open_chat(program, answer.conversation_id)
    assert program.window.focusWidget() is program.part(PromptField)


# What goes wrong


def test_a_failed_answer_says_why_and_is_tried_again(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("Once",), failure=Failed(code=ErrorCode.DECODE_FAILED)))
    program.send("A story")
    program.wait_for(lambda: "The model stopped in the middle of its work." in program.message_notices())
    assert program.shown() == ["A story", "Once"]
    assert program.button_text("message_notice_button") == "Try again"

    program.engine.script(ScriptedAnswer(text=("Once upon a time.",)))
    program.click("message_notice_button")
    program.wait_for(lambda: program.shown() == ["A story", "Once upon a time."])
    program.wait_for(lambda: program.message_notices() == "" and program.button_text("send_button") == "Send")


def test_the_reason_of_a_failure_is_still_said_when_one_comes_back_to_the_chat(program: SmallProgram) -> None:
    program.engine.script(ScriptedAnswer(text=("Once",), failure=Failed(code=ErrorCode.DECODE_FAILED)))
    program.send("A story")
    program.wait_for(lambda: program.is_shown("message_notice_button"))
    conversation_id = program.chat.open_id
    program.new_chat()
    open_chat(program, conversation_id)
    assert "The model stopped in the middle of its work." in program.message_notices()


def test_the_button_of_a_failed_answer_can_lead_elsewhere(program: SmallProgram, qtbot: QtBot) -> None:
    program.engine.script(ScriptedAnswer(failure=Failed(code=ErrorCode.TEMPLATE_FAILED)))
    program.send("A story")
    program.wait_for(lambda: program.is_shown("message_notice_button"))
    with qtbot.waitSignal(program.chat.error_action_requested) as requested:
        program.click("message_notice_button")
    assert requested.args == [ErrorAction.MANAGE_MODELS]
    program.part(QWidget, "model_popup").close()


def test_a_question_that_cannot_be_stored_stays_in_the_box_and_can_be_sent_again(program: SmallProgram) -> None:
    program.ask("One")
    with full_disk(program):
        program.send(LONG)
        program.wait_for(lambda: "The disk is full" in program.notice)
        assert program.draft == LONG
        assert program.button_text("send_button") == "Send"
        assert len(program.generations) == 1
    program.click("notice_action_button")
    program.wait_for(lambda: len(program.generations) == 2 and program.draft == "")
    program.wait_for(lambda: program.button_text("send_button") == "Send")
    assert program.stored_messages()[-2].text == LONG
    assert program.loads[1:] == []


def test_a_new_chat_that_cannot_be_stored_is_not_listed(program: SmallProgram) -> None:
    program.ask("One")
    program.new_chat()
    with full_disk(program):
        program.send(LONG)
        program.wait_for(lambda: "The disk is full" in program.notice)
    program.settle()
    assert [conversation.title for conversation in program.store.conversations()] == ["One"]


def test_text_that_a_full_disk_keeps_from_the_database_is_still_shown(program: SmallProgram) -> None:
    answer_id = program.begin_endless("A story", "Once")
    with full_disk(program):
        program.engine.say(answer_id, text=LONG)
        program.wait_for(lambda: program.last_shown().endswith(LONG[-50:]))
        program.engine.finish(answer_id)
        program.wait_for(lambda: "The disk is full" in program.message_notices())
        assert program.last_shown().endswith(LONG[-50:])
        assert program.button_text("send_button") == "Send"


def test_a_chat_that_is_gone_is_told(program: SmallProgram) -> None:
    program.window.conversation_selected.emit(ConversationTarget("gone"))
    program.wait_for(lambda: program.notice.startswith("This chat no longer exists."))
    assert program.button_text("notice_action_button") == "New chat"


def test_a_search_hit_is_opened_at_its_message(program: SmallProgram) -> None:
    for number in range(6):
        program.ask(f"Question {number}\n\n" + "line\n\n" * 30, f"answer {number}")
    first = program.stored_messages()[0]
    program.new_chat()
    program.window.conversation_selected.emit(ConversationTarget(first.conversation_id, first.id))
    program.wait_for(lambda: any(text.startswith("Question 0") for text in program.shown()))

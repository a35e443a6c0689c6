import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.chat import Question
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed
from desktop_llm.engine.scripted_client import READY_STATUS, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import LoadParams
from desktop_llm.settings import Settings
from desktop_llm.storage.records import AttachedBlock, Attachment
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]

LOADING = EngineStatus(state=EngineState.LOADING)
WAITING = "Your message is sent as soon as the model is ready."
SMALL = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, load=LoadParams(n_ctx_tokens=512))


@pytest.fixture
def small(start_program: StartProgram) -> SmallProgram:
    """A program whose model holds 512 tokens; a word is one."""
    program = start_program(settings=SMALL)
    program.wait_for(lambda: bool(program.loads))
    program.settle()
    return program


def set_status(program: SmallProgram, status: EngineStatus) -> None:
    program.engine.set_status(status)
    program.settle()


def words(n: int) -> str:
    return " ".join(["word"] * n)


# While a model is being loaded


def test_a_message_whose_model_goes_while_it_is_measured_waits_for_the_next(
    program: SmallProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.settle()
    monkeypatch.setattr(program.engine, "_status", LOADING)  # and the window has not heard of it yet
    program.send("Hello")
    program.settle()
    set_status(program, LOADING)
    assert program.notice == WAITING
    set_status(program, READY_STATUS)
    program.wait_for(lambda: program.shown() == ["Hello", "ok"])


@pytest.mark.parametrize("state", [EngineState.STARTING, EngineState.LOADING, EngineState.RESTARTING])
def test_a_message_waits_for_the_model_and_is_then_sent(program: SmallProgram, state: EngineState) -> None:
    set_status(program, EngineStatus(state=state))
    program.send("Hello")
    assert program.notice == WAITING
    assert program.draft == "Hello"
    assert program.generations == []
    set_status(program, READY_STATUS)
    program.wait_for(lambda: program.shown() == ["Hello", "ok"])
    assert program.notice == ""
    assert program.draft == ""


def test_dismissing_the_notice_drops_the_message_and_leaves_its_text(program: SmallProgram) -> None:
    set_status(program, LOADING)
    program.send("Hello")
    program.click("notice_dismiss_button")
    assert program.button_text("send_button") == "Send"
    set_status(program, READY_STATUS)
    assert program.generations == []
    assert program.draft == "Hello"


def test_stop_drops_the_message_that_waits_and_leaves_its_text(program: SmallProgram) -> None:
    set_status(program, LOADING)
    program.send("Hello")
    assert program.button_text("send_button") == "Stop"
    program.press_escape()
    assert program.notice == ""
    assert program.button_text("send_button") == "Send"
    set_status(program, READY_STATUS)
    assert program.generations == []
    assert program.draft == "Hello"


def test_a_message_does_not_wait_for_a_model_that_was_not_loaded(program: SmallProgram) -> None:
    set_status(program, LOADING)
    program.send("Hello")
    failure = Failed(code=ErrorCode.MODEL_LOAD_FAILED, facts={"path": "/models/a.gguf"})
    set_status(program, EngineStatus(state=EngineState.EMPTY, failure=failure))
    assert program.notice == ""
    assert program.button_text("send_button") == "Send"
    assert program.draft == "Hello"


def test_a_message_waits_on_while_the_engine_starts(program: SmallProgram) -> None:
    set_status(program, EngineStatus(state=EngineState.STARTING))
    program.send("Hello")
    set_status(program, EngineStatus(state=EngineState.EMPTY))
    set_status(program, LOADING)
    assert program.notice == WAITING
    set_status(program, READY_STATUS)
    program.wait_for(lambda: program.shown() == ["Hello", "ok"])


def test_a_message_that_waits_is_sent_to_its_own_chat(program: SmallProgram) -> None:
    first = program.ask("One")
    set_status(program, LOADING)
    program.send("Two")
    program.new_chat()
    assert program.button_text("send_button") == "Send"
    set_status(program, READY_STATUS)
    program.wait_for(lambda: len(program.store.messages(first.conversation_id)) == 4)
    program.settle()
    assert program.chat.open_id == ""
    assert len(program.store.conversations()) == 1


def test_a_second_message_that_has_to_wait_leaves_the_first_in_its_box(program: SmallProgram) -> None:
    first = program.ask("One")
    set_status(program, LOADING)
    program.send("Two")
    program.new_chat()
    program.send("Three")
    set_status(program, READY_STATUS)
    program.wait_for(lambda: program.shown() == ["Three", "ok"])
    program.settle()
    assert len(program.store.messages(first.conversation_id)) == 2
    program.window.conversation_selected.emit(ConversationTarget(first.conversation_id))
    program.wait_for(lambda: program.chat.open_id == first.conversation_id)
    assert program.draft == "Two"
    assert program.button_text("send_button") == "Send"


def test_without_a_model_a_sentence_with_a_button_says_so(program: SmallProgram, qtbot: QtBot) -> None:
    set_status(program, EngineStatus(state=EngineState.EMPTY))
    program.send("Hello")
    assert program.notice == "No model is loaded. Choose one to get an answer."
    assert program.draft == "Hello"
    assert program.button_text("send_button") == "Send"
    with qtbot.waitSignal(program.chat.error_action_requested) as requested:
        program.click("notice_action_button")
    assert requested.args == [ErrorAction.MANAGE_MODELS]
    assert program.is_shown("model_popup")
    program.part(QWidget, "model_popup").close()


# What is too long


def test_what_is_too_long_is_not_sent_and_names_what_could_be_left_out(small: SmallProgram) -> None:
    small.ask(f"first {words(200)}", f"reply {words(150)}")
    small.send(f"second {words(300)}")
    small.wait_for(lambda: small.is_shown("overflow_panel"))
    assert len(small.generations) == 1
    assert small.draft.startswith("second")
    assert small.button_text("send_button") == "Send"
    named = small.part(QLabel, "overflow_messages").text().splitlines()
    assert [line[:6] for line in named] == ["“first"]


def test_leaving_out_marks_the_messages_and_sends(small: SmallProgram) -> None:
    answer = small.ask(f"first {words(200)}", f"reply {words(150)}")
    small.send(f"second {words(280)}")
    small.wait_for(lambda: small.is_shown("overflow_panel"))
    small.click("overflow_leave_out")
    small.wait_for(lambda: len(small.generations) == 2 and small.button_text("send_button") == "Send")
    small.settle()
    first, *others = small.store.messages(answer.conversation_id)
    assert first.is_left_out
    assert [message.is_left_out for message in others] == [False, False, False]
    assert [turn.content[:6] for turn in small.last_prompt().turns] == ["reply ", "second"]
    assert small.draft == ""
    assert small.last_shown() == "ok"


def test_a_larger_context_loads_the_model_again_and_then_sends(small: SmallProgram) -> None:
    small.send(words(600))
    small.wait_for(lambda: small.is_shown("overflow_panel"))
    assert not small.is_shown("overflow_leave_out")
    small.click("overflow_larger_context")
    small.wait_for(lambda: small.last_shown() == "ok")
    assert small.loads[-1].params.n_ctx_tokens == 1024
    assert len(small.loads) == 2
    assert small.draft == ""


def test_a_message_that_waits_for_a_larger_context_is_not_measured_against_the_old_one(
    start_program: StartProgram,
) -> None:
    small = start_program(ScriptedEngineClient(is_manual=True), settings=SMALL)
    small.wait_for(lambda: bool(small.loads))
    small.engine.deliver_all(small.loads[0].request_id)
    small.settle()
    n_counts = len(small.counts)
    small.send(words(600))
    small.wait_for(lambda: len(small.counts) > n_counts)
    small.engine.deliver_all(small.counts[-1].request_id)
    small.wait_for(lambda: small.is_shown("overflow_panel"))
    small.click("overflow_larger_context")
    small.settle()
    set_status(small, small.engine.status)
    assert small.notice == WAITING
    assert not small.is_shown("overflow_panel")


def test_shortening_leaves_the_text_and_goes_to_it(small: SmallProgram) -> None:
    small.send(words(600))
    small.wait_for(lambda: small.is_shown("overflow_panel"))
    small.click("overflow_shorten")
    assert not small.is_shown("overflow_panel")
    assert small.window.focusWidget() is small.part(PromptField)
    small.send("short")
    small.wait_for(lambda: small.shown() == ["short", "ok"])


def test_a_question_that_cannot_be_measured_says_why_and_is_tried_again(start_program: StartProgram) -> None:
    program = start_program(ScriptedEngineClient(is_manual=True, status=READY_STATUS))
    program.wait_for(lambda: bool(program.loads))
    program.engine.deliver_all(program.loads[0].request_id)
    program.settle()
    n_counts = len(program.counts)
    program.send("Hello")
    program.wait_for(lambda: len(program.counts) > n_counts)
    program.engine.fail(program.counts[-1].request_id, Failed(code=ErrorCode.DECODE_FAILED))
    program.wait_for(lambda: program.notice.startswith("The model stopped in the middle of its work."))
    assert program.draft == "Hello"
    assert program.button_text("send_button") == "Send"
    n_counts = len(program.counts)
    program.click("notice_action_button")
    program.wait_for(lambda: len(program.counts) > n_counts)


# Documents that are too long


@pytest.fixture
def with_document(small: SmallProgram, tmp_path: Path) -> SmallProgram:
    """A document that the model cannot hold is attached, and a question about it asked."""
    path = tmp_path / "chronicle.txt"
    lines = (f"In the year {1800 + n} the family number {n} built a mill by the river." for n in range(120))
    path.write_text("\n\n".join(lines), encoding="utf-8")
    small.pane.add_files([path])
    small.wait_for(lambda: any("does not fit" in chip for chip in small.chips))
    small.part(PromptField).setPlainText("What did the family number 77 build?")
    small.send()
    small.wait_for(lambda: small.is_shown("overflow_panel"))
    return small


def test_the_parts_that_matter_are_sent_where_the_person_wants_it(with_document: SmallProgram) -> None:
    assert with_document.generations == []
    with_document.engine.script(ScriptedAnswer(text=("The family number 77 built a mill by the river.",)))
    with_document.click("overflow_use_parts")
    with_document.wait_for(lambda: bool(with_document.generations))
    sent = with_document.last_prompt().turns[-1].content
    assert "family number 77 built" in sent
    assert len(sent.split()) < 512
    assert sent.endswith("What did the family number 77 build?")
    with_document.wait_for(lambda: with_document.is_shown("answer_sources"))
    read = with_document.part(QLabel, "sources_read").text()
    assert re.fullmatch(r"Read of chronicle\.txt: \d+ of \d+ passages, those that fit the question\.", read)
    assert with_document.draft == ""
    assert with_document.chips == []


def test_the_document_can_be_summarized_first_and_the_question_stays(with_document: SmallProgram) -> None:
    with_document.click("overflow_summarize")
    assert with_document.window.pane_key == "summarize"
    assert with_document.generations == []
    with_document.window.show_chat()
    assert with_document.draft == "What did the family number 77 build?"
    assert len(with_document.chips) == 1


def test_a_text_without_pages_offers_none(with_document: SmallProgram) -> None:
    assert not with_document.is_shown("overflow_choose_pages")


def test_chosen_pages_are_sent_and_the_message_says_which(small: SmallProgram) -> None:
    pages = tuple(f"Page {n}: {words(60)}" for n in range(1, 13))
    blocks: list[AttachedBlock] = []
    start = 0
    for number, page in enumerate(pages, start=1):
        blocks.append(AttachedBlock(f"b{number}", "paragraph", start, start + len(page), page=number))
        start += len(page) + 2
    report = Attachment("report.pdf", "\n\n".join(pages), blocks=tuple(blocks))
    small.chat.gate.submit(Question(text="What about it?", attachments=(report,)))
    small.wait_for(lambda: small.is_shown("overflow_choose_pages"))
    small.click("overflow_choose_pages")
    assert small.part(QLabel, "pages_sentence").text().startswith("Which pages of report.pdf? About ")
    small.part(QLineEdit, "pages_field").setText("2-3")
    small.click("pages_use")
    small.wait_for(lambda: bool(small.generations))
    sent = small.last_prompt().turns[-1].content
    assert 'name="report.pdf, pages 2-3"' in sent
    assert "Page 2:" in sent
    assert "Page 4:" not in sent

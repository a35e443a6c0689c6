from collections.abc import Callable

from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.messages import Failed
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing
from tests.fakes.writing_window import WritingWindow

Open = Callable[[EngineClient], WritingWindow]
TEXT = "We recieved your letter last week."


def test_stop_ends_what_is_running_and_leaves_the_text_as_it_is(writing: Open) -> None:
    engine = ScriptedEngineClient(is_manual=True)
    window = writing(engine)
    window.put_in(TEXT)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("proofread_job"))
    window.give(WindowCommand.STOP)
    window.wait_for(lambda: not window.is_shown("proofread_job"))
    assert window.text == TEXT


def test_the_newest_wish_wins(writing: Open) -> None:
    engine = ScriptedEngineClient(is_manual=True)
    window = writing(engine)
    window.put_in(TEXT)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("proofread_job"))
    window.give(WindowCommand.REWRITE_TEXT)
    window.click("rewrite_friendly_button")
    window.wait_for(lambda: window.is_shown("rewrite_job"))
    window.click("proofread_tab")
    assert not window.is_shown("proofread_job")


def test_a_small_model_is_said_to_be_one(writing: Open) -> None:
    window = writing(AnsweringEngine(knowing({}), model_name="Tiny"))
    window.put_in(TEXT)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("found_changes"))
    assert window.notice.startswith("Tiny is a small model")


def test_a_failure_offers_what_helps(writing: Open) -> None:
    failure = Failed(request_id="", code=ErrorCode.NO_MODEL)
    window = writing(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY, failure=failure)))
    wishes: list[object] = []
    window.program.error_action_requested.connect(wishes.append)
    window.put_in(TEXT)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("notice_action_button"))
    window.click("notice_action_button")
    assert len(wishes) == 1

from collections.abc import Callable

from desktop_llm.ui.window_commands import MODEL_COMMANDS, WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing
from tests.fakes.writing_window import WritingWindow

Open = Callable[..., WritingWindow]
WRONG = "We recieved your letter last week."


def test_every_command_of_a_model_does_something_or_nothing_but_no_harm(writing: Open) -> None:
    window = writing(AnsweringEngine(lambda _asked: ""))
    window.begin_new()
    for command in MODEL_COMMANDS:
        window.give(command)
    window.wait_for(lambda: not window.is_shown("proofread_job"))
    assert window.text == ""


def test_in_a_narrow_window_the_help_takes_the_place_of_the_text_and_gives_it_back(writing: Open) -> None:
    window = writing(AnsweringEngine(knowing({WRONG: WRONG.replace("recieved", "received")})))
    window.put_in(WRONG)
    window.window.resize(800, 600)
    window.wait_for(lambda: not window.is_shown("writing_panel"))
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("accept_all_changes_button"))
    assert not window.is_shown("rich_editor")
    window.give(WindowCommand.NEXT_CHANGE)
    window.wait_for(lambda: window.is_shown("rich_editor") and window.is_shown("change_card"))


def test_composing_begins_beside_a_text(writing: Open) -> None:
    window = writing()
    window.click("empty_compose_button")
    window.wait_for(lambda: window.is_shown("compose_page") and window.is_shown("rich_editor"))

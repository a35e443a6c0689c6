from collections.abc import Callable

from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow


def test_the_state_before_a_rewriting_can_be_had_back(writing: Callable[..., WritingWindow]) -> None:
    window = writing(AnsweringEngine(lambda _asked: "Something else."))
    window.put_in("What I wrote.")
    window.give(WindowCommand.REWRITE_TEXT)
    window.click("rewrite_friendly_button")
    window.wait_for(lambda: window.is_shown("rewrite_difference_box"))
    window.click("rewrite_replace_button")
    window.wait_for(lambda: window.text == "Something else.")
    window.settle()
    document = next(each for each in window.documents.documents())
    version = window.documents.versions(document.id)[0]
    assert version.reason is VersionReason.BEFORE_ACTION
    assert b"What I wrote." in window.documents.version_content(version.id)

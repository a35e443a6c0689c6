from collections.abc import Callable

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import VersionReason
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow

NOT_KEPT = "could not be kept as a version, so nothing was changed. The disk is full"


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """For versions; what is typed is kept all the same."""

    def find_no_room(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    monkeypatch.setattr(WrittenDocumentStore, "keep_version", find_no_room)


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


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("button", ["rewrite_replace_button", "rewrite_insert_below_button"])
def test_what_cannot_be_kept_is_not_rewritten_and_the_version_stays(
    writing: Callable[..., WritingWindow], button: str
) -> None:
    window = writing(AnsweringEngine(lambda _asked: "Something else."))
    window.put_in("What I wrote.")
    window.give(WindowCommand.REWRITE_TEXT)
    window.click("rewrite_friendly_button")
    window.wait_for(lambda: window.is_shown("rewrite_difference_box"))
    window.click(button)
    window.wait_for(lambda: NOT_KEPT in window.notice)
    assert window.text == "What I wrote."
    assert window.is_shown("rewrite_versions")


@pytest.mark.usefixtures("full_disk")
def test_what_cannot_be_kept_is_not_proofread(writing: Callable[..., WritingWindow]) -> None:
    engine = AnsweringEngine(lambda _asked: "Something else.")
    window = writing(engine)
    window.put_in("What I wrote.")
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: NOT_KEPT in window.notice)
    assert not window.is_shown("proofread_job")
    assert engine.commands == []

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import DesktopLlmError, ErrorCode, StorageError
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.ui.dialogs.quit_question import QuitQuestion
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.rich_reader import RichHere
from tests.fakes.writing_window import WritingWindow

Open = Callable[[], WritingWindow]


@pytest.fixture
def window(writing: Open) -> WritingWindow:
    """With a new text."""
    window = writing()
    window.begin_new()
    return window


def find_no_room(patch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    for method in ("journal", "save"):
        patch.setattr(WrittenDocumentStore, method, fail)


def slow_disk(patch: pytest.MonkeyPatch) -> threading.Event:
    """No file is written before this is set."""
    may_go_on = threading.Event()
    write = RichHere.written_new_file

    def write_late(reader: RichHere, path: Path, text: RichText) -> bytes:
        may_go_on.wait(20)
        return write(reader, path, text)

    patch.setattr(RichHere, "written_new_file", write_late)
    return may_go_on


def question(window: WritingWindow) -> QuitQuestion | None:
    shown = [each for each in window.window.findChildren(QuitQuestion) if each.isVisible()]
    return shown[0] if shown else None


def answer(window: WritingWindow, button: str) -> None:
    shown = question(window)
    assert shown is not None
    shown.findChild(QPushButton, button).click()


def is_closed(window: WritingWindow) -> bool:
    return not window.window.isVisible()


def content(window: WritingWindow) -> bytes:
    (document,) = window.documents.documents()
    return window.documents.content(document.id)


def save_as(window: WritingWindow, path: Path) -> None:
    window.give(WindowCommand.SAVE_TEXT)
    window.pane.findChild(QFileDialog, "text_output_dialog").fileSelected.emit(str(path))


def test_without_anything_to_keep_the_window_closes_at_once(window: WritingWindow) -> None:
    assert window.window.close()


def test_what_was_typed_a_moment_ago_is_kept_before_the_window_closes(window: WritingWindow) -> None:
    window.write("Dear landlord")
    window.window.close()
    window.wait_for(lambda: is_closed(window))
    assert b"Dear landlord" in content(window)


def test_who_would_lose_something_is_asked_and_may_stay(window: WritingWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        find_no_room(full)
        window.write("Dear landlord")
        window.window.show_pane(CHAT_KEY)
        window.window.close()
        window.wait_for(lambda: question(window) is not None)
        shown = question(window)
        assert shown is not None
        assert "The disk is full" in shown.informativeText()
        assert "is lost" in shown.informativeText()
        assert not window.window.close()
        answer(window, "quit_stay_button")
        window.wait_for(lambda: question(window) is None)
    assert not is_closed(window)
    assert window.is_shown("write_pane")
    assert "disk is full" in window.notice
    window.window.close()
    window.wait_for(lambda: is_closed(window))
    assert b"Dear landlord" in content(window)


def test_it_can_be_tried_again(window: WritingWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        find_no_room(full)
        window.write("Dear landlord")
        window.window.close()
        window.wait_for(lambda: question(window) is not None)
    answer(window, "quit_retry_button")
    window.wait_for(lambda: is_closed(window))
    assert b"Dear landlord" in content(window)


def test_who_says_so_quits_all_the_same(window: WritingWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    find_no_room(monkeypatch)
    window.write("Dear landlord")
    window.window.close()
    window.wait_for(lambda: question(window) is not None)
    answer(window, "quit_anyway_button")
    window.wait_for(lambda: is_closed(window))


def test_a_file_that_cannot_be_saved_is_told_before_the_window_closes(window: WritingWindow, tmp_path: Path) -> None:
    window.write("Dear landlord")
    save_as(window, tmp_path / "no" / "letter.md")
    window.window.close()
    window.wait_for(lambda: question(window) is not None)
    shown = question(window)
    assert shown is not None
    assert "file could not be saved" in shown.text()
    assert "Your text itself is kept" in shown.informativeText()
    assert not shown.findChild(QPushButton, "quit_retry_button").isVisible()
    answer(window, "quit_stay_button")
    window.wait_for(lambda: question(window) is None)
    assert "kept here" in window.notice
    assert window.window.close()
    assert b"Dear landlord" in content(window)


def test_a_file_that_is_still_being_saved_is_waited_for(
    window: WritingWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = slow_disk(monkeypatch)
    window.write("Dear landlord")
    save_as(window, tmp_path / "letter.md")
    window.window.close()
    window.wait_for(lambda: window.toast == "Saving what you wrote…")
    window.window.close()  # it takes too long
    shown = question(window)
    assert shown is not None
    assert "still being saved" in shown.text()
    may_go_on.set()
    window.wait_for(lambda: is_closed(window))
    assert (tmp_path / "letter.md").read_text("utf-8") == "Dear landlord\n"
    assert question(window) is None


def test_who_does_not_quit_after_all_does_not_take_back_what_waits_for_the_same(
    window: WritingWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the move of the data folder does, for which the window is disabled."""
    may_go_on = slow_disk(monkeypatch)
    told: list[object] = []
    window.write("Dear landlord")
    save_as(window, tmp_path / "letter.md")
    window.program.settle(lambda: told.append("kept"), told.append)
    window.window.close()
    answer(window, "quit_stay_button")
    assert told == []
    may_go_on.set()
    window.wait_for(lambda: told == ["kept"])
    assert not is_closed(window)


def test_what_has_to_be_kept_first_is_told_when_it_is_and_when_it_cannot_be(
    window: WritingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    def settle() -> None:
        window.program.settle(lambda: told.append("kept"), told.append)

    window.write("Dear")
    settle()
    window.wait_for(lambda: told == ["kept"])
    assert b"Dear" in content(window)
    find_no_room(monkeypatch)
    window.write(" landlord")
    settle()
    window.wait_for(lambda: len(told) == 2)
    failure = told[1]
    assert isinstance(failure, DesktopLlmError)
    assert failure.code is ErrorCode.DISK_FULL

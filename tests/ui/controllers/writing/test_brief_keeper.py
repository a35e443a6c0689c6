"""Each window here has a real database; the second one is the next start of the first."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.compose_brief import NO_BRIEF
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import ComposeBrief
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.controllers.writing.brief_keeper import BriefKeeper
from desktop_llm.ui.widgets.form_controls import Choice, OptionalNumber
from desktop_llm.ui.widgets.writing.compose_page import ComposePage
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow

Open = Callable[..., WritingWindow]
DRAFT = "Dear Sir,\n\nthe heating has been broken since Monday."


def open_form(window: WritingWindow) -> None:
    window.give(WindowCommand.COMPOSE_TEXT)
    window.settle()
    window.wait_for(lambda: window.is_shown("compose_brief"))


def form(window: WritingWindow) -> ComposeBrief:
    return window.part(ComposePage).brief


def area(window: WritingWindow, name: str = "compose_brief") -> QPlainTextEdit:
    return window.part(QPlainTextEdit, name)


def type_in(window: WritingWindow, text: str, name: str = "compose_brief") -> None:
    window.qtbot.keyClicks(area(window, name), text)


def choose(window: WritingWindow, name: str, value: object) -> None:
    """As by its list."""
    choice = window.part(Choice, name)
    choice.show_value(value)
    choice.activated.emit(choice.currentIndex())


def filled(writing: Open, engine: EngineClient | None = None, text: str = "Broken since Monday") -> WritingWindow:
    window = writing(engine)
    open_form(window)
    type_in(window, text)
    return window


def restarted(writing: Open, window: WritingWindow) -> WritingWindow:
    window.stop()
    again = writing()
    again.settle()
    return again


def kept(window: WritingWindow) -> ComposeBrief:
    return window.documents.compose_brief()


def test_all_that_was_filled_in_stands_there_after_a_restart(writing: Open) -> None:
    window = filled(writing)
    choose(window, "compose_kind", "reply")
    window.qtbot.keyClicks(window.part(QLineEdit, "compose_to"), "my landlord")
    window.qtbot.keyClicks(window.part(QLineEdit, "compose_tone"), "polite")
    window.part(OptionalNumber, "compose_words").setValue(150)
    choose(window, "compose_language", "fr")
    choose(window, "compose_place", "aside")
    type_in(window, "When do you come?", "compose_answered")
    type_in(window, "14 degrees", "compose_points")
    before = form(window)

    again = restarted(writing, window)
    open_form(again)
    assert form(again) == before
    assert before == ComposeBrief(
        kind="reply",
        recipient="my landlord",
        tone="polite",
        n_words=150,
        language="fr",
        is_aside=True,
        answered="When do you come?",
        about="Broken since Monday",
        points="14 degrees",
    )
    assert again.is_shown("compose_answered")
    type_in(again, " morning")
    assert area(again).toPlainText() == "Broken since Monday morning"


def test_it_is_on_the_disk_while_it_is_filled_in(writing: Open) -> None:
    window = filled(writing, text="Broken")
    window.wait_for(lambda: kept(window).about == "Broken")
    type_in(window, " since Monday")
    window.wait_for(lambda: kept(window).about == "Broken since Monday")
    choose(window, "compose_kind", "letter")
    window.wait_for(lambda: kept(window).kind == "letter")


def test_it_is_one_form_whatever_text_is_open(writing: Open) -> None:
    window = filled(writing)
    window.begin_new()
    again = restarted(writing, window)
    again.begin_new()
    open_form(again)
    assert form(again).about == "Broken since Monday"


def test_who_empties_it_finds_it_empty(writing: Open) -> None:
    window = filled(writing)
    window.wait_for(lambda: kept(window) != NO_BRIEF)
    area(window).clear()
    window.wait_for(lambda: kept(window) == NO_BRIEF)
    again = restarted(writing, window)
    open_form(again)
    assert form(again).is_empty


def test_once_a_text_is_made_it_is_in_the_form_until_the_program_ends(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT))
    window.wait_for(lambda: kept(window) != NO_BRIEF)
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("draft_note") and not window.is_shown("draft_job"))
    window.wait_for(lambda: kept(window) == NO_BRIEF)
    assert form(window).about == "Broken since Monday"
    again = restarted(writing, window)
    open_form(again)
    assert form(again).is_empty
    (document,) = again.documents.documents()
    assert b"since Monday" in again.documents.content(document.id)


def test_what_is_filled_in_after_a_text_was_made_is_kept_again(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT))
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("draft_note") and not window.is_shown("draft_job"))
    window.wait_for(lambda: kept(window) == NO_BRIEF)
    window.click("back_to_brief_button")
    type_in(window, ", and cold")
    window.wait_for(lambda: kept(window).about == "Broken since Monday, and cold")


def test_it_stays_where_the_draft_was_stopped(writing: Open) -> None:
    window = filled(writing, ScriptedEngineClient(ScriptedAnswer(text=("Dear ", "Sir, "), is_endless=True)))
    window.click("compose_button")
    window.wait_for(lambda: window.text.startswith("Dear Sir,"))
    window.click("stop_draft_button")
    window.wait_for(lambda: not window.editor.isReadOnly())
    again = restarted(writing, window)
    open_form(again)
    assert form(again).about == "Broken since Monday"


def test_it_stays_where_the_text_was_left_before_the_draft_stood_in_it(writing: Open) -> None:
    window = filled(writing, ScriptedEngineClient(ScriptedAnswer(text=("Dear ", "Sir, "), is_endless=True)))
    window.click("compose_button")
    window.wait_for(lambda: window.text.startswith("Dear Sir,"))
    window.begin_new()
    again = restarted(writing, window)
    open_form(again)
    assert form(again).about == "Broken since Monday"


def test_a_draft_that_was_only_looked_at_leaves_it(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT))
    choose(window, "compose_place", "aside")
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("compose_insert_button") and not window.is_shown("compose_job"))
    window.click("compose_copy_button")
    window.program.stop()
    window.settle()
    assert kept(window).about == "Broken since Monday"


def test_a_draft_that_was_put_into_a_text_does_not(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT))
    choose(window, "compose_place", "aside")
    window.wait_for(lambda: kept(window) != NO_BRIEF)
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("compose_insert_button") and not window.is_shown("compose_job"))
    window.click("compose_insert_button")
    window.wait_for(lambda: kept(window) == NO_BRIEF)
    assert "since Monday" in window.text


def test_before_the_data_folder_is_copied_it_is_on_the_disk(writing: Open) -> None:
    window = filled(writing)
    copied: list[object] = []
    window.program.settle(lambda: window.bridge.run_in_background(lambda: kept(window), copied.append), copied.append)
    window.wait_for(lambda: bool(copied))
    (brief,) = copied
    assert isinstance(brief, ComposeBrief)
    assert brief.about == "Broken since Monday"


def test_what_is_typed_before_the_earlier_form_is_there_stands_behind_it(writing: Open, qtbot: QtBot) -> None:
    window = writing()
    page = ComposePage()
    qtbot.addWidget(page)
    window.documents.keep_compose_brief(ComposeBrief(kind="letter", recipient="Ann", about="Broken", points="cold"))
    keeper = BriefKeeper(page, window.documents, Deletions(window.window), window.bridge)
    keeper.load()
    page.show_brief(ComposeBrief(kind="email", about="since Monday"))
    joined = ComposeBrief(kind="letter", recipient="Ann", about="Broken\nsince Monday", points="cold")
    window.wait_for(lambda: page.brief == joined)
    window.wait_for(lambda: kept(window) == joined)


def test_where_it_cannot_be_kept_the_next_change_tries_again(writing: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def find_no_room(_store: object, brief: object) -> None:
        asked.append(brief)
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    with monkeypatch.context() as full:
        full.setattr(WrittenDocumentStore, "keep_compose_brief", find_no_room)
        window = filled(writing, text="Broken")
        window.wait_for(lambda: bool(asked))
        window.settle()
    assert kept(window) == NO_BRIEF
    type_in(window, "!")
    area(window).textCursor().deletePreviousChar()  # as it was when there was no room
    window.wait_for(lambda: kept(window).about == "Broken")


def cleared(writing: Open, engine: EngineClient | None = None) -> WritingWindow:
    """One that was on the disk."""
    window = filled(writing, engine)
    choose(window, "compose_kind", "letter")
    window.wait_for(lambda: kept(window).kind == "letter")
    window.click("clear_brief_button")
    return window


def test_who_clears_it_has_it_empty_here_and_on_the_disk(writing: Open) -> None:
    window = cleared(writing)
    assert form(window) == ComposeBrief(kind="email")
    assert window.toast == "Form cleared"
    assert area(window).hasFocus()
    window.settle()
    assert kept(window) == NO_BRIEF
    again = restarted(writing, window)
    open_form(again)
    assert form(again).is_empty


@pytest.mark.parametrize("is_by_key", [False, True], ids=["button", "Ctrl+Z"])
def test_it_comes_back_here_and_on_the_disk(writing: Open, *, is_by_key: bool) -> None:
    window = cleared(writing)
    window.window.activateWindow()
    if is_by_key:
        window.qtbot.keyClick(area(window), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    else:
        window.click("toast_button")
    assert form(window) == ComposeBrief(kind="letter", about="Broken since Monday")
    assert window.part(QAbstractButton, "clear_brief_button").isEnabled()
    window.settle()
    assert kept(window) == form(window)
    again = restarted(writing, window)
    open_form(again)
    assert form(again).about == "Broken since Monday"


def test_what_was_written_since_stands_behind_what_comes_back(writing: Open) -> None:
    window = cleared(writing)
    type_in(window, "Dear Ann")
    window.click("toast_button")
    assert form(window).about == "Broken since Monday\nDear Ann"


def test_what_a_text_was_made_from_is_cleared_and_comes_back_and_is_not_kept(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT))
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("draft_note") and not window.is_shown("draft_job"))
    window.click("back_to_brief_button")
    window.click("clear_brief_button")
    assert form(window).is_empty
    window.click("toast_button")
    assert form(window).about == "Broken since Monday"
    again = restarted(writing, window)
    open_form(again)
    assert form(again).is_empty

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QTextEdit

from desktop_llm.engine.client import EngineClient
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow

Open = Callable[[EngineClient], WritingWindow]
DRAFT = "**Subject:** Heating\n\nDear Sir,\nthe heating has been broken since Monday.\n\nYours"


def composed(writing: Open, draft: str = DRAFT, points: str = "since Monday") -> WritingWindow:
    window = writing(AnsweringEngine(lambda _asked: draft))
    window.give(WindowCommand.COMPOSE_TEXT)
    window.settle()
    window.wait_for(lambda: window.is_shown("compose_brief"))
    window.part(QPlainTextEdit, "compose_brief").setPlainText("The heating is broken.")
    window.part(QPlainTextEdit, "compose_points").setPlainText(points)
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("compose_copy_button") and not window.is_shown("compose_job"))
    window.wait_for(lambda: window.part(QAbstractButton, "compose_copy_button").isEnabled())
    return window


def test_a_draft_becomes_a_text_of_its_own_with_its_formats(writing: Open) -> None:
    window = composed(writing)
    before = len(window.documents.documents())
    window.click("compose_new_text_button")
    window.wait_for(lambda: window.text.startswith("Subject: Heating"))
    window.settle()
    assert len(window.documents.documents()) >= before
    first = window.editor.rich_text.paragraphs[0].runs[0]
    assert (first.text, first.format.bold) == ("Subject:", True)


def test_a_draft_can_go_into_the_open_text(writing: Open) -> None:
    window = composed(writing, draft="the heating is broken since Monday")
    window.editor.textCursor().insertText("Note: ")
    window.click("compose_insert_button")
    window.wait_for(lambda: window.text == "Note: the heating is broken since Monday")
    window.editor.undo()
    window.wait_for(lambda: window.text == "Note: ")


def test_points_that_are_missing_are_named(writing: Open) -> None:
    window = composed(writing, points="the boiler leaks water")
    warnings = window.part(QLabel, "compose_version_warnings")
    window.wait_for(lambda: "Missing: the boiler leaks water" in warnings.text())


def test_facts_that_nobody_gave_are_marked(writing: Open) -> None:
    window = composed(writing, draft="Dear Sir,\n\nsince Monday we pay 450 euros less.")
    window.wait_for(lambda: "450" in window.part(QLabel, "compose_version_warnings").text())


def test_the_brief_stays_in_the_form(writing: Open) -> None:
    window = composed(writing)
    assert "broken since Monday" in window.part(QTextEdit, "compose_version_text").toPlainText()
    window.click("back_to_brief_button")
    assert window.part(QPlainTextEdit, "compose_brief").toPlainText() == "The heating is broken."

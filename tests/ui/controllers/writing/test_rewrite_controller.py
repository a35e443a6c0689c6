import re
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTextEdit

from desktop_llm.assist.writing.writing_actions import ActionResult, WritingAction, keep_actions
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow

Open = Callable[[EngineClient], WritingWindow]
FIRST = "We got your letter about the heating."
SECOND = "We will look at it soon."


def politely(asked: str) -> str:
    return said(asked).replace("got", "gratefully received").replace("soon", "at once")


def said(asked: str) -> str:
    match = re.search(r"<document>\n(.*)\n</document>", asked, re.DOTALL)
    assert match is not None
    return match[1]


def opened(writing: Open, answering: Callable[[str], str] = politely) -> WritingWindow:
    window = writing(AnsweringEngine(answering))
    window.put_in(FIRST, SECOND)
    window.give(WindowCommand.REWRITE_TEXT)
    return window


def rewrite(window: WritingWindow, button: str = "rewrite_professional_button") -> None:
    window.click(button)
    wait_for_version(window)


def wait_for_version(window: WritingWindow) -> None:
    window.wait_for(
        lambda: not window.is_shown("rewrite_job") and window.part(QAbstractButton, "rewrite_copy_button").isEnabled()
    )


def test_a_rewriting_is_shown_and_changes_nothing_by_itself(writing: Open) -> None:
    window = opened(writing)
    rewrite(window)
    words = window.part(QTextEdit, "rewrite_version_text")
    window.wait_for(lambda: "gratefully received" in words.toPlainText())
    window.wait_for(lambda: window.is_shown("rewrite_difference_box"))
    assert window.text == f"{FIRST}\n{SECOND}"


def test_replacing_is_one_undo_step_and_keeps_formats_of_what_stays(writing: Open) -> None:
    window = opened(writing)
    window.select("letter")
    window.editor.setFontItalic(True)
    window.editor.moveCursor(window.editor.textCursor().MoveOperation.Start)
    rewrite(window)
    window.click("rewrite_replace_button")
    window.wait_for(lambda: window.text == f"{politely_said(FIRST)}\n{politely_said(SECOND)}")
    window.wait_for(lambda: not window.editor.isReadOnly())
    italic = [run.text for run in window.editor.rich_text.paragraphs[0].runs if run.format.italic]
    assert italic == ["letter"]
    window.editor.undo()
    window.wait_for(lambda: window.text == f"{FIRST}\n{SECOND}")


def politely_said(text: str) -> str:
    return text.replace("got", "gratefully received").replace("soon", "at once")


def test_only_what_is_selected_is_rewritten(writing: Open) -> None:
    window = opened(writing)
    window.select(SECOND)
    assert "selected" in window.part(QLabel, "rewrite_target").text()
    rewrite(window)
    window.click("rewrite_replace_button")
    window.wait_for(lambda: "at once" in window.text)
    assert window.text == f"{FIRST}\nWe will look at it at once."


def test_inserting_below_leaves_the_text_as_it_is(writing: Open) -> None:
    window = opened(writing)
    window.select(FIRST)
    rewrite(window)
    window.click("rewrite_insert_below_button")
    window.wait_for(lambda: window.text == f"{FIRST}\n{politely_said(FIRST)}\n{SECOND}")


def test_bullet_points_become_a_list(writing: Open) -> None:
    window = opened(writing, lambda _asked: "- We have your letter.\n- We come soon.")
    rewrite(window, "rewrite_bullets_button")
    window.click("rewrite_replace_button")
    window.wait_for(lambda: window.text == "We have your letter.\nWe come soon.")
    assert [str(each.kind) for each in window.editor.rich_text.paragraphs] == ["list_item", "list_item"]


def test_a_table_becomes_a_table(writing: Open) -> None:
    window = opened(writing, lambda _asked: "| what | when |\n|---|---|\n| heating | soon |")
    rewrite(window, "rewrite_table_button")
    window.click("rewrite_insert_below_button")
    window.wait_for(
        lambda: (
            [each.text for each in window.editor.rich_text.paragraphs if each.cell is not None]
            == ["what", "when", "heating", "soon"]
        )
    )


def test_what_was_edited_meanwhile_is_not_overwritten(writing: Open) -> None:
    window = opened(writing)
    rewrite(window)
    window.select("soon")
    window.editor.textCursor().insertText("today")
    window.click("rewrite_replace_button")
    window.wait_for(lambda: "nothing was replaced" in window.toast)
    assert window.text == f"{FIRST}\nWe will look at it today."


def test_three_versions_can_be_stepped_through(writing: Open) -> None:
    answers = iter(["Version one.", "Version two.", "Version three."])
    window = opened(writing, lambda _asked: next(answers))
    window.part(Choice, "rewrite_count").show_value(3)
    rewrite(window)
    window.click("next_branch_button")
    window.click("next_branch_button")
    words = window.part(QTextEdit, "rewrite_version_text")
    assert "three" in words.toPlainText()
    window.click("rewrite_copy_button")
    assert QGuiApplication.clipboard().text() == "Version three."


def test_keeping_mine_puts_the_versions_away(writing: Open) -> None:
    window = opened(writing)
    rewrite(window)
    window.click("rewrite_leave_button")
    assert not window.is_shown("rewrite_versions")
    assert window.text == f"{FIRST}\n{SECOND}"


def test_versions_that_were_put_away_while_they_grew_do_not_come_back(writing: Open) -> None:
    window = writing(ScriptedEngineClient(ScriptedAnswer(text=("Thank you ",), is_endless=True)))
    window.put_in(FIRST)
    window.give(WindowCommand.REWRITE_TEXT)
    window.click("rewrite_professional_button")
    window.wait_for(lambda: "Thank" in window.part(QTextEdit, "rewrite_version_text").toPlainText())
    window.click("rewrite_leave_button")
    window.wait_for(lambda: not window.is_shown("rewrite_job"))
    assert not window.is_shown("rewrite_versions")


def test_an_instruction_in_own_words_reaches_the_model(writing: Open) -> None:
    engine = AnsweringEngine(politely)
    window = writing(engine)
    window.put_in(FIRST)
    window.give(WindowCommand.REWRITE_TEXT)
    field = window.part(QLineEdit, "rewrite_instruction")
    field.setText("as a pirate would")
    field.returnPressed.emit()
    wait_for_version(window)
    assert "as a pirate would" in str(engine.commands[0].prompt)


def test_an_action_whose_result_goes_below_puts_it_there(writing: Open) -> None:
    window = writing(AnsweringEngine(politely))
    action = WritingAction(name="Thank", instruction="Thank them.", result=ActionResult.BELOW, shortcut="Ctrl+Alt+T")
    keep_actions(window.folder.writing_actions, (action,))
    window.stop()
    engine = AnsweringEngine(lambda _asked: "Thank you very much.")
    again = writing(engine)
    again.put_in(FIRST)
    again.give(WindowCommand.REWRITE_TEXT)
    again.wait_for(lambda: again.is_shown("own_action_button"))
    again.click("own_action_button")
    again.wait_for(lambda: again.text == f"{FIRST}\nThank you very much.")
    assert "Thank them." in str(engine.commands[0].prompt)


def test_an_empty_text_is_not_rewritten(writing: Open) -> None:
    window = writing(AnsweringEngine(politely))
    window.begin_new()
    window.give(WindowCommand.REWRITE_TEXT)
    window.click("rewrite_friendly_button")
    assert window.notice != ""


def test_what_the_model_left_out_is_named(writing: Open) -> None:
    window = writing(AnsweringEngine(lambda _asked: "We come."))
    window.put_in("We come at 14 o'clock.")
    window.give(WindowCommand.REWRITE_TEXT)
    rewrite(window)
    window.wait_for(lambda: "14" in window.part(QLabel, "rewrite_version_warnings").text())

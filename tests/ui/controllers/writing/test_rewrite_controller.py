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


def of_three(writing: Open) -> WritingWindow:
    """With three versions, of which each says which it is."""
    answers = iter(["Version one.", "Version two.", "Version three."])
    window = opened(writing, lambda _asked: next(answers))
    window.part(Choice, "rewrite_count").show_value(3)
    rewrite(window)
    window.wait_for(lambda: window.is_shown("rewrite_version_text_3"))
    return window


def test_three_versions_stand_side_by_side_with_their_differences(writing: Open) -> None:
    window = of_three(writing)
    assert not window.is_shown("rich_editor")  # they take its place
    for name, number in (("rewrite_version_text", "one"), ("rewrite_version_text_3", "three")):
        words = window.part(QTextEdit, name)
        window.wait_for(lambda words=words, number=number: number in words.toPlainText())
        window.wait_for(lambda words=words: "letter" in words.toPlainText())  # struck out
    window.click("rewrite_copy_button_3")
    assert QGuiApplication.clipboard().text() == "Version three."


def test_one_of_three_is_taken_and_the_text_is_back(writing: Open) -> None:
    window = of_three(writing)
    window.click("rewrite_replace_button_2")
    window.wait_for(lambda: window.text == "Version two.")
    assert window.is_shown("rich_editor")
    assert not window.is_shown("rewrite_versions")


def test_in_a_narrow_window_one_steps_through_them(writing: Open) -> None:
    window = opened(writing, lambda asked: said(asked) + " Thanks.")
    window.window.resize(800, 600)
    window.give(WindowCommand.REWRITE_TEXT)
    window.part(Choice, "rewrite_count").show_value(3)
    rewrite(window)
    assert window.is_shown("rewrite_version_text")
    assert not window.is_shown("rewrite_version_text_2")
    window.click("next_branch_button")
    assert window.is_shown("rewrite_version_text_2")
    window.click("rewrite_insert_below_button_2")
    window.wait_for(lambda: "Thanks" in window.text)


def test_a_change_that_is_looked_at_brings_the_text_back_beside_the_versions(writing: Open) -> None:
    window = of_three(writing)
    window.pane.show_text()
    assert window.is_shown("rich_editor")
    assert window.is_shown("rewrite_version_text")
    assert not window.is_shown("rewrite_version_text_2")
    window.click("proofread_tab")
    window.click("rewrite_tab")
    window.wait_for(lambda: window.is_shown("rewrite_version_text_2"))


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


def test_a_version_that_cannot_be_put_in_now_says_so_and_stays(writing: Open) -> None:
    window = opened(writing)
    rewrite(window)
    window.editor.hold_typing(True)  # as while a text is put in
    window.click("rewrite_replace_button")
    assert "still being worked on" in window.toast
    assert window.text == f"{FIRST}\n{SECOND}"
    window.editor.hold_typing(False)
    window.click("rewrite_replace_button")
    window.wait_for(lambda: "gratefully received" in window.text)


def test_of_several_versions_of_an_action_the_person_takes_one(writing: Open) -> None:
    window = writing(AnsweringEngine(politely))
    action = WritingAction(name="Thank", instruction="Thank them.", result=ActionResult.BELOW)
    keep_actions(window.folder.writing_actions, (action,))
    window.stop()
    again = writing(AnsweringEngine(lambda _asked: "Thank you very much."))
    again.put_in(FIRST)
    again.give(WindowCommand.REWRITE_TEXT)
    again.wait_for(lambda: again.is_shown("own_action_button"))
    again.part(Choice, "rewrite_count").show_value(2)
    again.click("own_action_button")
    wait_for_version(again)
    assert again.text == FIRST
    again.wait_for(lambda: again.is_shown("rewrite_version_text_2"))
    again.click("rewrite_insert_below_button_2")
    again.wait_for(lambda: again.text == f"{FIRST}\nThank you very much.")

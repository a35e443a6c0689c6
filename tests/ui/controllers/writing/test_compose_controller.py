import threading
from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QTextEdit

from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow

Open = Callable[[EngineClient], WritingWindow]
DRAFT = "**Subject:** Heating\n\nDear Sir,\nthe heating has been broken since Monday.\n\nYours"
SHOWN = "Subject: Heating\nDear Sir,\nthe heating has been broken since Monday.\nYours"
ENDLESS = ScriptedAnswer(text=("Dear ", "Sir, "), is_endless=True)


def filled(writing: Open, engine: EngineClient, points: str = "since Monday") -> WritingWindow:
    """With a brief in the form."""
    window = writing(engine)
    window.give(WindowCommand.COMPOSE_TEXT)
    window.settle()
    window.wait_for(lambda: window.is_shown("compose_brief"))
    window.part(QPlainTextEdit, "compose_brief").setPlainText("The heating is broken.")
    window.part(QPlainTextEdit, "compose_points").setPlainText(points)
    return window


def drafted(writing: Open, draft: str = DRAFT, points: str = "since Monday") -> WritingWindow:
    window = filled(writing, AnsweringEngine(lambda _asked: draft), points)
    write_draft(window)
    return window


def write_draft(window: WritingWindow) -> None:
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("draft_note") and not window.is_shown("draft_job"))
    window.wait_for(lambda: not window.editor.isReadOnly())


def aside(writing: Open, draft: str = DRAFT, points: str = "since Monday") -> WritingWindow:
    """With the draft beside the text."""
    window = filled(writing, AnsweringEngine(lambda _asked: draft), points)
    window.part(Choice, "compose_place").show_value("aside")
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("compose_copy_button") and not window.is_shown("compose_job"))
    window.wait_for(lambda: window.part(QAbstractButton, "compose_copy_button").isEnabled())
    return window


def test_a_draft_is_written_into_a_new_text_with_its_formats(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT))
    window.write("Mine")
    write_draft(window)
    assert window.text == SHOWN
    first = window.editor.rich_text.paragraphs[0].runs[0]
    assert (first.text, first.format.bold) == ("Subject:", True)
    window.wait_for(lambda: {each.title for each in window.documents.documents()} == {"Mine", "Subject: Heating"})


def test_a_text_in_which_nothing_is_written_yet_takes_it(writing: Open) -> None:
    window = drafted(writing)
    assert window.text == SHOWN
    assert len(window.documents.documents()) == 1


def test_it_is_seen_and_kept_while_it_grows_and_stays_when_it_is_stopped(writing: Open) -> None:
    window = filled(writing, ScriptedEngineClient(ENDLESS))
    window.click("compose_button")
    window.wait_for(lambda: window.text.startswith("Dear Sir,"))
    assert window.editor.isReadOnly()
    (document,) = window.documents.documents()
    window.wait_for(lambda: b"Dear Sir" in window.documents.content(document.id))
    window.click("stop_draft_button")
    window.wait_for(lambda: not window.editor.isReadOnly())
    assert window.text.startswith("Dear Sir,")
    assert not window.is_shown("draft_job")
    assert "not written to its end" in window.part(QLabel, "draft_note").text()


def test_it_is_one_step_to_undo(writing: Open) -> None:
    window = drafted(writing)
    window.editor.undo()
    window.wait_for(lambda: window.text == "")
    window.editor.redo()
    window.wait_for(lambda: window.text == SHOWN)


def test_who_opens_another_text_meanwhile_leaves_what_is_there(writing: Open) -> None:
    window = filled(writing, ScriptedEngineClient(ENDLESS))
    window.click("compose_button")
    window.wait_for(lambda: window.text.startswith("Dear Sir,"))
    (document,) = window.documents.documents()
    window.begin_new()
    window.wait_for(lambda: window.text == "" and not window.editor.isReadOnly())
    window.settle()
    assert b"Dear Sir," in window.documents.content(document.id)
    window.write("Mine")
    assert window.text == "Mine"


def test_another_wish_takes_its_place_and_the_text_can_be_written_on(writing: Open) -> None:
    window = filled(writing, ScriptedEngineClient(ENDLESS))
    window.click("compose_button")
    window.wait_for(lambda: window.text.startswith("Dear Sir,"))
    window.give(WindowCommand.REWRITE_TEXT)
    window.click("rewrite_friendly_button")
    window.wait_for(lambda: not window.editor.isReadOnly())
    assert not window.is_shown("draft_job")
    assert window.text.startswith("Dear Sir,")


def test_lists_and_tables_grow_too(writing: Open) -> None:
    draft = "Points:\n\n1. one\n2. two\n3. three\n\n| what | when |\n|---|---|\n| heating | soon |\n\nYours"
    window = drafted(writing, draft, points="")
    paragraphs = window.editor.rich_text.paragraphs
    assert [each.text for each in paragraphs] == [
        "Points:",
        "one",
        "two",
        "three",
        "what",
        "when",
        "heating",
        "soon",
        "Yours",
    ]
    assert [each.kind for each in paragraphs[1:4]] == [ParagraphKind.LIST_ITEM] * 3
    assert [each.cell is not None for each in paragraphs] == [False] * 4 + [True] * 4 + [False]
    blocks = [window.editor.document().findBlockByNumber(number) for number in (1, 2, 3)]
    assert [block.textList().itemText(block) for block in blocks] == ["1.", "2.", "3."]


def test_without_a_model_no_text_is_begun(writing: Open) -> None:
    window = filled(writing, ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    window.write("Mine")
    window.click("compose_button")
    window.wait_for(lambda: window.notice.startswith("No model is loaded"))
    assert window.text == "Mine"


def test_points_that_are_missing_are_named(writing: Open) -> None:
    window = drafted(writing, points="the boiler leaks water")
    assert "Missing: the boiler leaks water" in window.part(QLabel, "draft_warnings").text()


def test_in_a_narrow_window_a_notice_leads_to_what_is_to_be_looked_at(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT), points="the boiler leaks water")
    window.window.resize(800, 600)
    window.give(WindowCommand.COMPOSE_TEXT)
    window.click("compose_button")
    window.wait_for(lambda: "to be looked at" in window.notice)
    assert window.is_shown("rich_editor")
    window.click("notice_action_button")
    assert "Missing: the boiler leaks water" in window.part(QLabel, "draft_warnings").text()


def test_an_engine_that_dies_in_the_middle_costs_nothing(writing: Open) -> None:
    window = filled(writing, AnsweringEngine(lambda _asked: DRAFT, dies_at=1))
    write_draft(window)
    assert window.text == SHOWN


def test_a_draft_beside_the_text_can_go_into_it(writing: Open) -> None:
    window = aside(writing, draft="the heating is broken since Monday")
    window.editor.textCursor().insertText("Note: ")
    window.click("compose_insert_button")
    window.wait_for(lambda: window.text == "Note: the heating is broken since Monday")
    window.editor.undo()
    window.wait_for(lambda: window.text == "Note: ")


def test_it_cannot_go_into_a_text_that_is_only_read_now_and_says_so(writing: Open) -> None:
    window = aside(writing)
    window.editor.hold_typing(True)
    window.click("compose_insert_button")
    assert "still being worked on" in window.toast
    assert window.text == ""


def test_a_draft_beside_the_text_can_become_one_of_its_own(writing: Open) -> None:
    window = aside(writing)
    window.click("compose_new_text_button")
    window.wait_for(lambda: window.text == SHOWN)


def test_three_drafts_stand_side_by_side(writing: Open) -> None:
    answers = iter(["One.", "Two.", "Three."])
    window = filled(writing, AnsweringEngine(lambda _asked: next(answers)), points="")
    window.part(Choice, "compose_count").show_value(3)
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("compose_version_text_3") and not window.is_shown("compose_job"))
    window.wait_for(lambda: window.part(QAbstractButton, "compose_new_text_button_2").isEnabled())
    assert window.part(QTextEdit, "compose_version_text_2").toPlainText() == "Two."
    window.click("compose_new_text_button_2")
    window.wait_for(lambda: window.text == "Two.")


def test_facts_that_nobody_gave_are_marked(writing: Open) -> None:
    window = aside(writing, draft="Dear Sir,\n\nsince Monday we pay 450 euros less.")
    window.wait_for(lambda: "450" in window.part(QLabel, "compose_version_warnings").text())


def test_the_brief_stays_in_the_form(writing: Open) -> None:
    window = aside(writing)
    assert "broken since Monday" in window.part(QTextEdit, "compose_version_text").toPlainText()
    window.click("back_to_brief_button")
    assert window.part(QPlainTextEdit, "compose_brief").toPlainText() == "The heating is broken."


def test_a_text_left_before_the_draft_came_is_held_by_nobody(writing: Open) -> None:
    may_answer = threading.Event()

    def late(_asked: str) -> str:
        may_answer.wait(20)
        return DRAFT

    window = filled(writing, AnsweringEngine(late))
    window.click("compose_button")
    window.wait_for(lambda: window.is_shown("draft_job"))
    window.begin_new()
    may_answer.set()
    window.wait_for(lambda: not window.is_shown("draft_job"))
    assert window.text == ""
    assert not window.editor.isReadOnly()

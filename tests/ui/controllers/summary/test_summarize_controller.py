from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Generate
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.widgets.source.source_page import SourcePage
from desktop_llm.ui.widgets.summary.section_map import SectionMap, SectionState
from desktop_llm.ui.widgets.summary.summary_view import SummaryView
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.summarizing_window import SummarizingWindow

Summarizing = Callable[..., SummarizingWindow]

LEASE = "The lease ends on 31 May 2027.\n\nThe rent is 1,250 euros a month. Mrs. Keller has the key to the shed."
ANSWER = "- The rent is 1,250 euros a month.\n- The lease ends in 2029.\n"


@pytest.fixture
def lease(tmp_path: Path) -> Path:
    path = tmp_path / "lease.txt"
    path.write_text(LEASE, "utf-8")
    return path


def answering(*answers: str) -> ScriptedEngineClient:
    return ScriptedEngineClient(*(ScriptedAnswer(text=(answer,)) for answer in answers))


def generations(engine: ScriptedEngineClient) -> list[Generate]:
    return [request for request in engine.submitted if isinstance(request, Generate)]


def marked(window: SummarizingWindow) -> list[str]:
    pages = [page for page in window.pane.findChildren(SourcePage) if page.isVisible()]
    return [each.cursor.selectedText() for page in pages for each in page._text.extraSelections()]


def test_a_document_becomes_sentences_with_sources_and_doubts(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(answering(ANSWER))
    window.add(lease)
    window.summarize()
    assert "The rent is 1,250 euros a month. line 3" in window.summary.replace("\u00a0", " ")
    assert "Wrong? " in window.summary
    assert "2029" in window.summary
    assert window.activity == "All of it was read"
    assert window.part(SectionMap).states == (SectionState.READ,)
    window.qtbot.keyClick(window.part(SummaryView), Qt.Key.Key_Down)
    assert marked(window) == ["The rent is 1,250 euros a month."]


def test_it_begins_by_itself_when_the_documents_are_read(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(answering(ANSWER))
    window.reader.may_read.clear()
    window.pane.paths_added.emit((lease,))
    window.wait_for(lambda: window.is_shown("summarize_button"))
    window.click("summarize_button")
    assert window.activity == "Begins when the documents are read"
    window.reader.may_read.set()
    window.wait_for(lambda: "The rent is" in window.summary)


def test_stop_keeps_what_is_there_and_going_on_asks_only_for_the_rest(summarizing: Summarizing, lease: Path) -> None:
    endless = ScriptedAnswer(text=("- The rent is 1,250 euros a month.\n", "- The lease"), is_endless=True)
    engine = ScriptedEngineClient(endless)
    window = summarizing(engine)
    window.add(lease)
    window.click("summarize_button")
    window.wait_for(lambda: "The rent is" in window.summary)
    window.qtbot.keyClick(window.window, Qt.Key.Key_Escape)
    window.wait_for(lambda: window.button_text("summarize_button") == "Go on")
    assert "The rent is 1,250 euros a month." in window.summary
    engine.script(ScriptedAnswer(text=(ANSWER,)))
    window.summarize()
    assert "2029" in window.summary
    assert window.button_text("summarize_button") == "Summarize"


def test_another_choice_is_redone_at_a_click_and_said_before(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(answering(ANSWER, "- The lease ends on 31 May 2027.\n"))
    window.add(lease)
    window.summarize()
    focus = window.part(QLineEdit, "summary_focus")
    window.qtbot.keyClicks(focus, "end?")
    assert window.button_text("summarize_button") == "Update"
    assert "The rent is" in window.summary
    window.summarize()
    window.wait_for(lambda: "31 May" in window.summary)
    assert "The rent is" not in window.summary
    assert window.button_text("summarize_button") == "Summarize"


def test_without_a_model_there_is_a_button_that_helps(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    window.add(lease)
    window.summarize()
    assert window.notice == "No model is loaded. Choose one to get an answer."
    with window.qtbot.waitSignal(window.program.error_action_requested) as action:
        window.click("notice_action_button")
    assert action.args == [ErrorAction.MANAGE_MODELS]


def test_the_engine_may_die_in_the_middle(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(AnsweringEngine(lambda _asked: ANSWER, dies_at=1))
    window.add(lease)
    window.summarize()
    window.wait_for(lambda: "The rent is 1,250 euros a month." in window.summary)
    assert window.summary.count("The rent is") == 1
    assert window.notice == ""


def test_several_documents_have_a_heading_each_and_sources_name_them(
    summarizing: Summarizing, lease: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The rent is 900 euros a month in the second house.", "utf-8")
    window = summarizing(AnsweringEngine(lambda _asked: "- The rent is 900 euros a month in the second house.\n"))
    window.add(lease, other)
    window.summarize()
    window.wait_for(lambda: "All together" in window.summary)
    lines = window.summary.replace("\u00a0", " ").split("\n")
    assert lines[0] == "lease.txt"
    assert "other.txt" in lines
    assert "other.txt, line 1" in lines[-1]


def test_the_summary_is_copied_and_the_chat_is_asked_about_the_document(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(answering(ANSWER))
    window.add(lease)
    assert not window.is_shown("copy_summary_button")
    window.summarize()
    window.click("copy_summary_button")
    window.wait_for(lambda: "- The rent is 1,250 euros a month. \\[1\\]" in QGuiApplication.clipboard().text())
    with window.qtbot.waitSignal(window.program.questions_wished) as wished:
        window.click("ask_about_button")
    assert wished.args == [(lease,)]


def test_a_field_of_the_map_shows_its_piece(summarizing: Summarizing, lease: Path) -> None:
    window = summarizing(answering(ANSWER))
    window.add(lease)
    window.summarize()
    window.pane.section_chosen.emit(0)
    assert marked(window) == ["The lease ends on 31 May 2027."]
    assert not window.is_shown("passage_label")
    assert window.part(QLabel, "source_name").accessibleName() == "lease.txt"

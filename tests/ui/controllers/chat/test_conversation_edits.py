import pytest
from PySide6.QtGui import QDesktopServices

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.storage.records import TitleSource
from desktop_llm.ui.widgets.transcript.message_content import BranchStep
from desktop_llm.ui.widgets.transcript.title_field import TitleField
from tests.fakes.small_program import SmallProgram


def test_a_title_typed_above_the_chat_is_stored(program: SmallProgram) -> None:
    answer = program.ask("One")
    program.pane.title_edited.emit("My lease")
    program.wait_for(lambda: program.part(TitleField).text() == "My lease")
    assert program.store.conversation(answer.conversation_id).title_source is TitleSource.USER


def test_branches_are_stepped_through(program: SmallProgram) -> None:
    program.ask("One", "first")
    program.engine.script(ScriptedAnswer(text=("second",)))
    program.click("regenerate_button")
    program.wait_for(lambda: program.shown() == ["One", "second"] and program.is_shown("regenerate_button"))
    program.settle()
    shown_id = program.stored_messages()[-1].id
    program.pane.branch_requested.emit(BranchStep(shown_id, -1))
    program.wait_for(lambda: program.shown() == ["One", "first"])


def test_a_confirmed_link_is_opened_by_the_system(program: SmallProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    program.pane.link_open_confirmed.emit("https://example.org/a?b=c")
    assert opened == ["https://example.org/a?b=c"]

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTextEdit

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from desktop_llm.ui.widgets.transcript.answer_sources import AnswerSources
from tests.fakes.small_program import SmallProgram

TEXT = "The mill was built by Anna Meyer in 1912.\n\nIt burnt down in 1931.\n"


@pytest.fixture
def asked(program: SmallProgram, tmp_path: Path) -> SmallProgram:
    """A question about an attached file was answered."""
    path = tmp_path / "mill.txt"
    path.write_text(TEXT, encoding="utf-8")
    program.pane.add_files([path])
    program.wait_for(lambda: any("fits" in chip for chip in program.chips))
    program.part(PromptField).setPlainText("Who built it?")
    program.engine.script(ScriptedAnswer(text=("Anna Meyer built the mill in 1912. It burnt down in 1931.",)))
    program.send()
    program.wait_for(lambda: program.is_shown("answer_sources"))
    return program


def source_lines(program: SmallProgram) -> list[QLabel]:
    (sources,) = [each for each in program.window.findChildren(AnswerSources) if each.isVisible()]
    return [label for label in sources.findChildren(QLabel, "source_line") if label.isVisible()]


def test_an_answer_about_a_file_gets_its_sources_and_keeps_them(asked: SmallProgram) -> None:
    assert [("mill.txt" in label.text(), "⚠" in label.text()) for label in source_lines(asked)] == [(True, False)] * 2
    assert asked.part(QLabel, "sources_read").text() == "Read whole: mill.txt."
    (answer,) = [message for message in asked.stored_messages() if message.role == "assistant"]
    assert answer.sources is not None
    conversation_id = answer.conversation_id
    asked.new_chat()
    asked.chat.reopen(conversation_id)
    asked.wait_for(lambda: asked.is_shown("answer_sources"))


def test_a_source_opens_its_passage_with_the_text_around_it(asked: SmallProgram) -> None:
    source_lines(asked)[1].linkActivated.emit("1.0")
    asked.wait_for(lambda: asked.is_shown("passage_panel"))
    text = asked.part(QTextEdit, "passage_text")
    assert text.toPlainText().split() == TEXT.split()
    asked.click("passage_close")
    assert not asked.is_shown("passage_panel")


def test_an_answer_without_documents_has_none(program: SmallProgram) -> None:
    program.ask("Hello", "Good morning, how are you today?")
    program.settle()
    assert not program.is_shown("answer_sources")

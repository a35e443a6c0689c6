from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from desktop_llm.documents.text_files import MAX_TEXT_BYTES
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import READY_STATUS
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import LoadParams
from desktop_llm.settings import Settings
from desktop_llm.ui.widgets.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.prompt_field import LONG_PASTE_CHARS, PromptField
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text("The lease ends in May.", "utf-8")
    return path


def paste(program: SmallProgram, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    program.part(PromptField).insertFromMimeData(mime)


def test_a_text_file_is_read_costed_and_sent_along(program: SmallProgram, notes: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(notes))])
    program.part(PromptField).insertFromMimeData(mime)
    program.wait_for(lambda: program.chips == ["notes.txt 5 tokens · fits"])
    program.part(PromptField).setPlainText("When does it end?")
    program.send()
    program.wait_for(lambda: program.last_shown() == "ok")
    (attachment,) = program.stored_messages()[0].attachments
    assert (attachment.name, attachment.text) == ("notes.txt", "The lease ends in May.")
    assert "The lease ends in May." in program.last_prompt().turns[-1].content
    assert program.chips == []


def test_a_file_that_is_larger_than_the_context_does_not_fit(start_program: StartProgram, tmp_path: Path) -> None:
    program = start_program(settings=Settings(last_model_id=STARTER_MODEL_ID, load=LoadParams(n_ctx_tokens=512)))
    program.settle()
    path = tmp_path / "long.txt"
    path.write_text("word " * 600, "utf-8")
    program.pane.add_files([path])
    program.wait_for(lambda: program.chips == ["long.txt 600 tokens · does not fit"])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.jpg", b"\xff\xd8\xff\x00\x01", "photo.jpg is not a text file."),
        ("null.txt", b"a\0b", "null.txt is not a text file."),
        ("huge.txt", b" " * (MAX_TEXT_BYTES + 1), "huge.txt is too large to attach"),
        ("gone.txt", None, "gone.txt could not be read."),
    ],
)
def test_what_cannot_be_attached_is_said_and_its_chip_goes(
    program: SmallProgram, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    program.pane.add_files([path])
    program.wait_for(lambda: program.notice.startswith(sentence))
    assert program.chips == []


def test_a_long_pasted_text_is_an_attachment(program: SmallProgram) -> None:
    text = "word " * LONG_PASTE_CHARS
    paste(program, text)
    program.wait_for(lambda: program.chips == [f"Pasted text {LONG_PASTE_CHARS:,} tokens · does not fit"])
    program.engine.count_tokens = lambda _: 1
    program.send()
    program.wait_for(lambda: program.last_shown() == "ok")
    assert program.stored_messages()[0].attachments[0].text == text


def test_a_file_is_costed_once_there_is_a_model_and_again_for_another(program: SmallProgram, notes: Path) -> None:
    program.engine.set_status(EngineStatus(state=EngineState.LOADING))
    program.settle()
    program.pane.add_files([notes])
    program.settle()
    assert program.chips == ["notes.txt"]
    program.engine.set_status(READY_STATUS)
    program.wait_for(lambda: program.chips == ["notes.txt 5 tokens · fits"])


def test_a_message_is_not_sent_without_a_file_that_is_still_being_read(program: SmallProgram, notes: Path) -> None:
    program.write("When does it end?")
    program.pane.add_files([notes])
    program.send()
    assert program.notice == "A file is still being read. Send again in a moment."
    assert program.draft == "When does it end?"
    program.settle()
    program.send()
    program.wait_for(lambda: program.last_shown() == "ok")
    assert len(program.stored_messages()[0].attachments) == 1


def test_a_draft_that_comes_back_comes_with_its_files(program: SmallProgram, notes: Path) -> None:
    answer = program.ask("One")
    program.pane.add_files([notes])
    paste(program, "x" * (LONG_PASTE_CHARS + 1))
    program.settle()
    program.new_chat()
    assert program.chips == []
    program.window.conversation_selected.emit(ConversationTarget(answer.conversation_id))
    program.wait_for(lambda: program.chips == ["notes.txt 5 tokens · fits", "Pasted text 1 tokens · fits"])
    program.part(PromptField).setPlainText("Two")
    program.send()
    program.wait_for(lambda: program.last_shown() == "ok" and len(program.stored_messages()) == 4)
    assert [each.name for each in program.stored_messages()[2].attachments] == ["notes.txt", "Pasted text"]


def test_a_file_that_changed_is_read_again_after_it_was_removed(program: SmallProgram, notes: Path) -> None:
    program.pane.add_files([notes])
    program.settle()
    program.click("remove_attachment_button")
    notes.write_text("Two words", "utf-8")
    program.pane.add_files([notes])
    program.wait_for(lambda: program.chips == ["notes.txt 2 tokens · fits"])

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import READY_STATUS
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import LoadParams
from desktop_llm.settings import Settings
from desktop_llm.ui.controllers.chat.attachment_controller import AttachmentController
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.prompt.attachment_chip import AttachmentChip
from desktop_llm.ui.widgets.prompt.prompt_field import LONG_PASTE_CHARS, PromptField
from tests.fakes.small_program import SmallProgram
from tests.fakes.written_pdf import Page, PdfWriter, lines

MAIL = """From: a@example.org
Subject: Offer
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=X

--X
Content-Type: text/plain; charset=utf-8

The rent is 1,250 euros a month.
--X
Content-Type: image/png; name=map.png
Content-Disposition: attachment; filename=map.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--X--
"""
StartProgram = Callable[..., SmallProgram]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text("The lease ends in May.", "utf-8")
    return path


def wait_until_read(program: SmallProgram) -> None:
    (attachments,) = program.pane.findChildren(AttachmentController)
    program.wait_for(lambda: attachments.read_attachments(program.pane.draft.attachments) is not None)
    program.settle()


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
        ("photo.jpg", b"\xff\xd8\xff\x00\x01", "photo.jpg is a kind of file that this program cannot read."),
        ("null.txt", b"a\0b", "null.txt is a kind of file that this program cannot read."),
        ("empty.txt", b"  \n", "There is no text in empty.txt."),
        ("broken.pdf", b"%PDF-1.7\nno more", "broken.pdf is damaged"),
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
    wait_until_read(program)
    assert program.chips == ["notes.txt"]
    program.engine.set_status(READY_STATUS)
    program.wait_for(lambda: program.chips == ["notes.txt 5 tokens · fits"])


def test_a_message_is_not_sent_without_a_file_that_is_still_being_read(program: SmallProgram, notes: Path) -> None:
    program.write("When does it end?")
    program.pane.add_files([notes])
    program.send()
    assert program.notice == "A file is still being read. Send again in a moment."
    assert program.draft == "When does it end?"
    wait_until_read(program)
    program.send()
    program.wait_for(lambda: program.last_shown() == "ok")
    assert len(program.stored_messages()[0].attachments) == 1


def test_a_draft_that_comes_back_comes_with_its_files(program: SmallProgram, notes: Path) -> None:
    answer = program.ask("One")
    program.pane.add_files([notes])
    paste(program, "x" * (LONG_PASTE_CHARS + 1))
    wait_until_read(program)
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
    wait_until_read(program)
    program.click("remove_attachment_button")
    notes.write_text("Two words", "utf-8")
    program.pane.add_files([notes])
    program.wait_for(lambda: program.chips == ["notes.txt 2 tokens · fits"])


def test_a_file_that_is_not_text_is_attached_with_the_places_of_its_blocks(
    program: SmallProgram, tmp_path: Path
) -> None:
    path = tmp_path / "lease.html"
    path.write_text("<html><body><h1>Lease</h1><p>The rent is 1,250 euros a month.</p></body></html>", "utf-8")
    program.pane.add_files([path])
    wait_until_read(program)
    program.part(PromptField).setPlainText("What is the rent?")
    program.send()
    program.wait_for(lambda: program.last_shown() == "ok")
    (attachment,) = program.stored_messages()[0].attachments
    assert [attachment.text[block.start : block.end] for block in attachment.blocks] == [
        "Lease",
        "The rent is 1,250 euros a month.",
    ]


def test_what_was_not_read_and_what_is_to_be_known_stands_on_the_chip(program: SmallProgram, tmp_path: Path) -> None:
    path = tmp_path / "offer.eml"
    path.write_text(MAIL, "utf-8")
    program.pane.add_files([path])
    program.wait_for(lambda: any("1 part not read" in chip for chip in program.chips))
    (chip,) = program.window.findChildren(AttachmentChip)
    assert chip.accessibleDescription() == "Not read: map.png. Attach it as a file of its own."
    assert "map.png" in chip.toolTip()


def locked_file(tmp_path: Path) -> Path:
    return PdfWriter([Page(lines(["The rent is high."]))], password="secret").write(tmp_path / "locked.pdf")


def give_password(program: SmallProgram, password: str) -> None:
    program.part(QLineEdit, "attachment_password_field").setText(password)
    program.click("attachment_password_open")


def test_a_locked_file_asks_for_its_password_until_it_is_right(program: SmallProgram, tmp_path: Path) -> None:
    program.pane.add_files([locked_file(tmp_path)])
    program.wait_for(lambda: program.is_shown("password_panel"))
    assert program.chips == ["locked.pdf locked"]
    give_password(program, "wrong")
    program.wait_for(lambda: program.is_shown("password_panel"))
    assert program.part(QLabel, "password_sentence").text().startswith("That password does not open locked.pdf.")
    give_password(program, "secret")
    program.wait_for(lambda: any("fits" in chip for chip in program.chips))
    assert not program.is_shown("password_panel")


def test_a_locked_file_that_is_not_opened_is_not_attached(program: SmallProgram, tmp_path: Path) -> None:
    program.pane.add_files([locked_file(tmp_path)])
    program.wait_for(lambda: program.is_shown("password_panel"))
    program.click("attachment_password_refuse")
    assert program.chips == []
    assert not program.is_shown("password_panel")


def test_the_question_for_a_password_goes_with_its_file(program: SmallProgram, tmp_path: Path) -> None:
    program.pane.add_files([locked_file(tmp_path)])
    program.wait_for(lambda: program.is_shown("password_panel"))
    program.click("remove_attachment_button")
    assert not program.is_shown("password_panel")

import zipfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeDoubt
from desktop_llm.documents.rich_text import Paragraph, RichText, TextRun
from desktop_llm.ui.controllers.writing.tracked_saving import tracked_text
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.changing_editor import ChangingEditor, bold
from tests.fakes.proofreading import knowing
from tests.fakes.writing_window import WritingWindow

WRONG = "We recieved your letter last week."
RIGHT = "We received your letter last week."


def test_accepted_changes_are_taken_back_and_waiting_ones_made(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, "𝄞 we recieved it", "and beleive it", "from Brown")
    editor.propose("recieved", "received")
    editor.propose("beleive", "believe")
    editor.propose("Brown", "Braun", doubt=ChangeDoubt.NAME)
    editor.accept([editor.changes.waiting[0]])
    tracked = tracked_text(editor.editor, editor.changes)
    assert tracked.before.text == "𝄞 we recieved it\nand beleive it\nfrom Brown"
    assert tracked.after.text == "𝄞 we received it\nand believe it\nfrom Brown"
    assert editor.text == "𝄞 we received it\nand beleive it\nfrom Brown"


def test_each_word_of_a_change_keeps_its_format(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, Paragraph(runs=(TextRun(text="our "), bold("appartment"), TextRun(text=" does"))))
    editor.propose("appartment does", "apartment has")
    for tracked in (tracked_text(editor.editor, editor.changes).after, _accepted(editor)):
        runs = tracked.paragraphs[0].runs
        assert [(run.text, run.format.bold) for run in runs] == [("our ", False), ("apartment", True), (" has", False)]
    before = tracked_text(editor.editor, editor.changes).before
    assert [run.text for run in before.paragraphs[0].runs] == ["our ", "appartment", " does"]


def _accepted(editor: ChangingEditor) -> RichText:
    editor.accept(list(editor.changes.waiting))
    return editor.editor.rich_text


def test_the_window_saves_them_into_a_word_file(writing: Callable[..., WritingWindow], tmp_path: Path) -> None:
    window = writing(AnsweringEngine(knowing({WRONG: RIGHT})))
    window.put_in("Dear Sir,", WRONG)
    window.give(WindowCommand.FIX_ERRORS)
    window.wait_for(lambda: window.is_shown("accept_all_changes_button"))
    window.give(WindowCommand.SAVE_TRACKED)
    (dialog,) = window.window.findChildren(QFileDialog, "output_dialog")
    dialog.fileSelected.emit(str(tmp_path / "letter.docx"))
    dialog.close()
    window.wait_for((tmp_path / "letter.docx").exists)
    xml = zipfile.ZipFile(tmp_path / "letter.docx").read("word/document.xml").decode()
    assert "<w:delText" in xml
    assert "received" in xml
    assert window.text == f"Dear Sir,\n{WRONG}"


def test_what_keeps_it_from_being_saved_is_said(writing: Callable[..., WritingWindow], tmp_path: Path) -> None:
    window = writing()
    window.put_in(WRONG)
    window.give(WindowCommand.SAVE_TRACKED)
    (dialog,) = window.window.findChildren(QFileDialog, "output_dialog")
    dialog.fileSelected.emit(str(tmp_path / "no" / "letter.docx"))
    dialog.close()
    window.wait_for(lambda: window.notice != "")

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.ui.controllers.translation.translate_program import PIECES, is_document, text_of_file
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.imported_pieces import left_to_import
from tests.fakes.small_program import SmallProgram

OPEN_COMMANDS = (WindowCommand.TRANSLATE_DOCUMENT, WindowCommand.SAVE_TRANSLATION)


def test_in_the_whole_window_what_is_no_document_to_be_translated_in_place_is_a_text(
    program: SmallProgram, tmp_path: Path
) -> None:
    path = tmp_path / "letter.eml"
    path.write_text("Dear Sir or Madam", encoding="utf-8")
    program.qtbot.keyClick(program.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    program.wait_for(lambda: program.is_shown("translate_pane"))
    program.window.files_dropped.emit((path,))
    program.wait_for(lambda: program.part(TranslatePane).text == "Dear Sir or Madam")


def test_a_file_that_is_no_text_or_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for content, code in ((b"\xff\xfe\x00", ErrorCode.FILE_NOT_TEXT), (b"a" * 1_000_001, ErrorCode.DOCUMENT_TOO_LARGE)):
        path.write_bytes(content)
        with pytest.raises(DocumentError) as caught:
            text_of_file(path)
        assert caught.value.code is code


def test_all_kinds_that_are_translated_in_place_are_documents_and_pdfs_too() -> None:
    kinds = ["docx", "odt", "pptx", "xlsx", "epub", "html", "md", "txt", "srt", "vtt", "po", "xliff", "pdf", "DOCX"]
    assert all(is_document(Path(f"manual.{kind}")) for kind in kinds)
    assert not any(is_document(Path(f"manual.{kind}")) for kind in ("py", "csv", "eml", "zip", "rtf"))


def test_in_the_whole_window_a_dropped_document_is_shown_in_the_grid(program: SmallProgram, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam\n", encoding="utf-8")
    program.qtbot.keyClick(program.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    program.wait_for(lambda: program.is_shown("translate_pane"))
    program.window.files_dropped.emit((path,))
    program.wait_for(lambda: program.is_shown("segment_table") and program.part(SegmentTable).n_shown == 1)
    assert not program.is_shown("translate_pane")


def test_commands_show_the_pane_and_do_what_they_say(program: SmallProgram, tmp_path: Path) -> None:
    window = program.window
    window._give(WindowCommand.TRANSLATE_FILES)
    program.wait_for(lambda: program.is_shown("translate_pane"))
    (dialog,) = (each for each in window.findChildren(QFileDialog, "files_dialog") if each.isVisible())
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam\n", encoding="utf-8")
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    program.wait_for(lambda: program.is_shown("segment_table") and program.part(SegmentTable).n_shown == 1)
    QApplication.clipboard().setText("Good morning")
    window._give(WindowCommand.TRANSLATE_CLIPBOARD)
    assert program.is_shown("translate_pane")
    assert program.part(TranslatePane).text == "Good morning"


def test_a_document_is_translated_and_saved_by_commands_too(program: SmallProgram, tmp_path: Path) -> None:
    window = program.window
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam\n", encoding="utf-8")
    commands = [window._actions.action(each) for each in OPEN_COMMANDS]
    window.show_pane("translate")
    assert [each.isEnabled() for each in commands] == [False, False]
    window.files_dropped.emit((path,))
    program.wait_for(lambda: program.is_shown("segment_table") and program.part(SegmentTable).n_shown == 1)
    program.click("back_to_text_button")
    assert [each.isEnabled() for each in commands] == [True, False]
    program.engine.script(ScriptedAnswer(text=("Sehr geehrte Damen und Herren",)))
    commands[0].trigger()
    program.wait_for(commands[1].isEnabled)
    assert program.is_shown("segment_table")
    commands[1].trigger()
    (dialog,) = (each for each in window.findChildren(QFileDialog, "output_dialog") if each.isVisible())
    dialog.close()


def test_what_is_imported_while_the_window_rests_is_all_that_the_pane_needs() -> None:
    wanted = ["documents_program", "translate_controller", "translation_desk"]
    assert left_to_import(PIECES, [f"desktop_llm.ui.controllers.translation.{name}" for name in wanted]) == []

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.ui.controllers.translation.translate_program import is_document, text_of_file
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from tests.fakes.small_program import SmallProgram


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

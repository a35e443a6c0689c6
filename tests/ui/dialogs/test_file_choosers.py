from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.conversation_wishes import ExportFormat
from desktop_llm.ui.dialogs.file_choosers import (
    choose_export_file,
    choose_files,
    choose_folder,
    choose_model_file,
    choose_text_file,
    choose_text_output,
)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    return host


def test_a_chosen_model_file_is_told(host: QWidget, tmp_path: Path) -> None:
    chosen: list[str] = []
    dialog = choose_model_file(host, chosen.append)
    assert dialog.nameFilters()[0] == "Model files (*.gguf)"
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert chosen == [str(tmp_path)]


@pytest.mark.parametrize(("export_format", "suffix"), [(ExportFormat.HTML, "html"), (ExportFormat.MARKDOWN, "md")])
def test_an_export_gets_its_ending(host: QWidget, export_format: ExportFormat, suffix: str) -> None:
    dialog = choose_export_file(host, Path(f"Lease.{suffix}"), export_format, print)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.defaultSuffix() == suffix
    assert Path(dialog.selectedFiles()[0]).name == f"Lease.{suffix}"
    dialog.close()


def test_several_files_can_be_attached(host: QWidget) -> None:
    chosen: list[list[str]] = []
    dialog = choose_files(host, "Attach files", chosen.append)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit(["/a", "/b"])
    dialog.close()
    assert chosen == [["/a", "/b"]]


def test_a_folder_is_a_folder(host: QWidget) -> None:
    dialog = choose_folder(host, "Move to", print)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.close()


def test_a_text_is_opened_from_the_kinds_that_can_be_written_in(host: QWidget) -> None:
    chosen: list[str] = []
    dialog = choose_text_file(host, chosen.append)
    assert dialog.nameFilters()[0] == "Documents (*.docx *.odt *.md *.html *.htm *.txt)"
    dialog.fileSelected.emit("/a.docx")
    dialog.close()
    assert chosen == ["/a.docx"]


def test_the_name_of_a_saved_text_follows_the_kind_that_is_chosen(host: QWidget, tmp_path: Path) -> None:
    dialog = choose_text_output(host, tmp_path / "Letter.odt", print)
    assert (dialog.defaultSuffix(), dialog.selectedNameFilter()) == ("odt", "OpenDocument text (*.odt)")
    dialog.filterSelected.emit("Markdown (*.md)")
    assert dialog.defaultSuffix() == "md"
    assert Path(dialog.selectedFiles()[0]).name == "Letter.md"
    dialog.close()

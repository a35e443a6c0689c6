import os
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.reviewing_window import GERMAN, PUMP, SEALS, ReviewingWindow, in_german, word_file

Reviewing = Callable[..., ReviewingWindow]


def translated(window: ReviewingWindow, path: Path) -> ReviewingWindow:
    window.add(path)
    window.into("de")
    window.translate_documents()
    return window


def save_as(window: ReviewingWindow, path: Path) -> None:
    window.click("save_document_button")
    (dialog,) = window.window.findChildren(QFileDialog, "output_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in WordDocument(str(path)).paragraphs]


def test_the_translation_is_saved_beside_the_original_which_stays(reviewing: Reviewing, tmp_path: Path) -> None:
    original = word_file(tmp_path / "manual.docx", PUMP, SEALS)
    before = original.read_bytes()
    window = translated(reviewing(), original)
    window.edit(1, "Nur Originaldichtungen für die Pumpe.")
    window.click("save_document_button")
    (dialog,) = window.window.findChildren(QFileDialog, "output_dialog")
    assert dialog.selectedFiles() == [str(tmp_path / "manual.de.docx")]
    dialog.fileSelected.emit(str(tmp_path / "manual.de.docx"))
    dialog.close()

    window.wait_for(lambda: window.activity == "Saved as manual.de.docx")
    assert texts(tmp_path / "manual.de.docx") == [GERMAN[PUMP], "Nur Originaldichtungen für die Pumpe."]
    assert original.read_bytes() == before


def test_what_was_saved_can_be_opened_and_its_folder_too(
    reviewing: Reviewing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window = translated(reviewing(), word_file(tmp_path / "manual.docx", PUMP))
    assert not window.is_shown("open_output_button")
    save_as(window, tmp_path / "out.docx")
    window.wait_for(lambda: window.is_shown("open_output_button"))
    window.click("open_output_button")
    window.click("open_output_folder_button")

    assert [url.toLocalFile() for url in opened] == [str(tmp_path / "out.docx"), str(tmp_path)]


def test_the_original_is_only_replaced_when_that_is_said(reviewing: Reviewing, tmp_path: Path) -> None:
    original = word_file(tmp_path / "manual.docx", PUMP)
    window = translated(reviewing(), original)
    save_as(window, original)
    window.wait_for(lambda: "manual.docx is the original" in window.notice)
    assert texts(original) == [PUMP]

    window.click("notice_action_button")
    window.wait_for(lambda: window.activity == "Saved as manual.docx")
    assert texts(original) == [GERMAN[PUMP]]


def test_a_place_that_cannot_be_written_is_said_and_another_can_be_chosen(reviewing: Reviewing, tmp_path: Path) -> None:
    window = translated(reviewing(), word_file(tmp_path / "manual.docx", PUMP))
    folder = tmp_path / "folder.docx"
    folder.mkdir()
    save_as(window, folder)
    window.wait_for(lambda: "folder.docx could not be saved" in window.notice)
    window.click("notice_action_button")

    assert window.window.findChildren(QFileDialog, "output_dialog")


def test_a_document_that_changed_meanwhile_is_read_again_and_keeps_what_is_the_same(
    reviewing: Reviewing, tmp_path: Path
) -> None:
    engine = AnsweringEngine(in_german)
    original = word_file(tmp_path / "manual.docx", PUMP, SEALS)
    window = translated(reviewing(engine), original)
    window.edit(1, "Nur Originaldichtungen für die Pumpe.")
    word_file(original, "A sentence that is new in the manual.", PUMP, SEALS)
    os.utime(original, (1, 1))
    save_as(window, tmp_path / "out.docx")
    window.wait_for(lambda: "was changed since it was opened" in window.notice)
    window.click("notice_action_button")
    window.wait_for(lambda: window.table.n_shown == 3)
    assert window.targets[1:] == [GERMAN[PUMP], "Nur Originaldichtungen für die Pumpe."]
    n_asked = len(engine.asked)
    window.translate_documents()

    assert all("A sentence that is new" in asked for asked in engine.asked[n_asked:])
    assert len(engine.asked) > n_asked
    assert window.targets[1:] == [GERMAN[PUMP], "Nur Originaldichtungen für die Pumpe."]

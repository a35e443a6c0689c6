from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from tests.fakes.reviewing_window import PUMP, ReviewingWindow, word_file

Reviewing = Callable[..., ReviewingWindow]


def test_documents_can_be_chosen_from_the_text_and_from_the_list(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    for button, name in (("choose_documents_button", "a.docx"), ("add_documents_button", "b.docx")):
        window.click(button)
        (dialog,) = (each for each in window.window.findChildren(QFileDialog, "files_dialog") if each.isVisible())
        dialog.filesSelected.emit([str(word_file(tmp_path / name, PUMP))])
        dialog.close()
        window.wait_for(lambda: window.is_shown("segment_table"))
    window.wait_for(lambda: [row.partition(" ")[0] for row in window.rows] == ["a.docx", "b.docx"])


def test_documents_begin_with_what_is_chosen_for_texts(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    window.into("fr")
    window.add(word_file(tmp_path / "a.docx", PUMP))
    assert window.documents.choices.target == "fr"


def test_the_same_file_is_not_added_twice(reviewing: Reviewing, tmp_path: Path) -> None:
    window = reviewing()
    path = word_file(tmp_path / "a.docx", PUMP)
    window.add(path)
    window.add(path)
    assert len(window.rows) == 1

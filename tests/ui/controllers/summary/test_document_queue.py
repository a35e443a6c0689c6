from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from tests.fakes.summarizing_window import SummarizingWindow

Summarizing = Callable[..., SummarizingWindow]


def written(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"This is what {name} says.", "utf-8")
    return folder


def test_a_folder_is_read_file_by_file_and_what_fails_says_so_in_its_row(
    summarizing: Summarizing, tmp_path: Path
) -> None:
    window = summarizing()
    folder = written(tmp_path / "papers", "a.txt", "b.md", "photo.jpg")
    window.add(folder, tmp_path / "gone.txt")
    window.wait_for(lambda: len([note for note in window.notes if "words" in note]) == 2)
    assert [row.name for row in window.queue.rows] == ["a.txt", "b.md", "gone.txt"]
    assert window.queue.rows[2].is_problem
    assert window.notice == "1 file of another kind was left out."
    window.add(written(tmp_path / "papers", "c.txt"))
    assert [row.name for row in window.queue.rows] == ["a.txt", "b.md", "gone.txt", "c.txt"]


def test_what_is_read_says_how_far_it_is_and_can_be_taken_off(summarizing: Summarizing, tmp_path: Path) -> None:
    window = summarizing()
    window.reader.may_read.clear()
    window.pane.paths_added.emit((written(tmp_path / "papers", "a.txt", "b.txt"),))
    window.wait_for(lambda: window.notes == ["reading 1 of 2", "waits to be read"])
    window.pane.remove_requested.emit(window.queue.keys[0])
    window.reader.may_read.set()
    window.wait_for(lambda: window.notes == ["5 words"])
    assert window.queue.rows[0].name == "b.txt"


def test_a_locked_file_is_opened_with_its_password_where_it_is_shown(summarizing: Summarizing, tmp_path: Path) -> None:
    window = summarizing()
    window.reader.locked = {"b.txt"}
    window.add(written(tmp_path / "papers", "a.txt", "b.txt"))
    window.wait_for(lambda: window.is_shown("password_panel"))
    assert window.notes[1] == "needs its password"
    field = window.part(QLineEdit, "attachment_password_field")
    field.setText("wrong")
    window.click("attachment_password_open")
    window.wait_for(lambda: window.is_shown("password_panel") and "wrong" not in field.text())
    field.setText("open")
    window.click("attachment_password_open")
    window.wait_for(lambda: window.notes[1] == "5 words")
    assert not window.is_shown("password_panel")

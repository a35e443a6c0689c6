from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from desktop_llm.assist.writing.writing_actions import WritingAction, export_actions, writing_actions
from desktop_llm.ui.dialogs.actions_dialog import ActionsDialog
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.writing_window import WritingWindow

Open = Callable[[], WritingWindow]
ACTION = WritingAction(name="Thank", instruction="Thank them.")


def opened(writing: Open) -> WritingWindow:
    window = writing()
    window.begin_new()
    window.give(WindowCommand.REWRITE_TEXT)
    window.settle()
    return window


def choose(window: WritingWindow, title: str) -> None:
    (menu,) = window.window.findChildren(QMenu, "own_actions_menu")
    next(each for each in menu.actions() if isinstance(each, QAction) and each.text() == title).trigger()


def names(window: WritingWindow) -> list[str]:
    return [each.text() for each in window.window.findChildren(QPushButton, "own_action_button") if each.isVisible()]


def test_what_the_person_makes_is_kept_and_shown(writing: Open) -> None:
    window = opened(writing)
    choose(window, "Your actions…")
    (dialog,) = window.window.findChildren(ActionsDialog)
    dialog.actions_changed.emit((ACTION,))
    dialog.close()
    window.wait_for(lambda: names(window) == ["Thank"])
    window.settle()
    assert writing_actions(window.folder.writing_actions) == (ACTION,)


def test_actions_of_others_are_taken_in_and_own_ones_handed_on(writing: Open, tmp_path: Path) -> None:
    export_actions(tmp_path / "theirs.json", (ACTION,))
    window = opened(writing)
    choose(window, "Import actions…")
    (dialog,) = window.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "theirs.json")])
    dialog.close()
    window.wait_for(lambda: names(window) == ["Thank"])
    choose(window, "Export actions…")
    (dialog,) = window.window.findChildren(QFileDialog, "output_dialog")
    dialog.fileSelected.emit(str(tmp_path / "mine.json"))
    dialog.close()
    window.wait_for((tmp_path / "mine.json").exists)
    window.settle()
    assert writing_actions(tmp_path / "mine.json") == (ACTION,)


def test_a_file_without_actions_is_refused_with_a_sentence(writing: Open, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    window = opened(writing)
    choose(window, "Import actions…")
    (dialog,) = window.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "other.json")])
    dialog.close()
    window.wait_for(lambda: "other.json" in window.notice)


def test_actions_of_several_files_are_all_taken_in(writing: Open, tmp_path: Path) -> None:
    for name in ("Thank", "Greet"):
        export_actions(tmp_path / f"{name}.json", (WritingAction(name=name, instruction=f"{name} them."),))
    window = opened(writing)
    choose(window, "Import actions…")
    (dialog,) = window.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "Thank.json"), str(tmp_path / "Greet.json")])
    dialog.close()
    window.wait_for(lambda: names(window) == ["Thank", "Greet"])


def test_a_file_that_makes_no_sense_is_kept_beside_and_told(writing: Open) -> None:
    window = writing()
    window.folder.writing_actions.write_text("{", "utf-8")
    window.stop()
    again = opened(writing)
    again.wait_for(lambda: "Your writing actions could not be read" in again.notice)
    choose(again, "Your actions…")
    (dialog,) = again.window.findChildren(ActionsDialog)
    dialog.actions_changed.emit((ACTION,))
    dialog.close()
    again.settle()
    assert writing_actions(again.folder.writing_actions) == (ACTION,)
    (aside,) = again.folder.root.glob("*.broken-*")
    assert aside.read_text("utf-8") == "{"


def test_actions_that_cannot_be_read_now_are_not_edited(writing: Open, tmp_path: Path) -> None:
    export_actions(tmp_path / "theirs.json", (ACTION,))
    window = writing()
    window.folder.writing_actions.mkdir()
    window.stop()
    again = opened(writing)
    again.wait_for(lambda: again.notice != "")
    told = again.notice
    again.click("notice_dismiss_button")
    choose(again, "Your actions…")
    assert again.notice == told
    assert again.window.findChildren(ActionsDialog) == []
    choose(again, "Import actions…")
    (dialog,) = again.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "theirs.json")])
    dialog.close()
    again.settle()
    assert names(again) == []

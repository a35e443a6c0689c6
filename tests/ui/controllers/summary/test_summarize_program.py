from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.ui.controllers.summary.document_queue import DocumentQueue
from desktop_llm.ui.controllers.summary.summarize_program import PIECES
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.summary.summary_view import SummaryView
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.imported_pieces import left_to_import
from tests.fakes.small_program import SmallProgram


def test_in_the_whole_window_a_dropped_file_is_read_summarized_and_asked_about(
    program: SmallProgram, tmp_path: Path
) -> None:
    path = tmp_path / "lease.txt"
    path.write_text("The lease ends in May.\n\nThe rent is 1,250 euros a month.", "utf-8")
    program.qtbot.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    program.wait_for(lambda: program.is_shown("summarize_pane"))
    program.window.files_dropped.emit((path,))
    (queue,) = program.part(SummarizePane).findChildren(DocumentQueue)
    program.wait_for(lambda: bool(queue.documents))
    program.engine.script(ScriptedAnswer(text=("- The rent is 1,250 euros a month.\n",)))
    program.window.pane_command_given.emit(WindowCommand.SUMMARIZE)
    program.wait_for(lambda: "The rent is 1,250 euros a month." in program.part(SummaryView).toPlainText())
    program.wait_for(lambda: program.part(QLabel, "summary_activity").accessibleName() == "All of it was read")
    program.click("ask_about_button")
    program.wait_for(lambda: program.window.pane_key == "chat" and len(program.chips) == 1)
    assert program.chips[0].startswith("lease.txt")


def test_commands_show_the_pane_and_open_its_dialogs(program: SmallProgram) -> None:
    program.window._give(WindowCommand.SUMMARIZE_FOLDER)
    program.wait_for(lambda: program.is_shown("summarize_pane"))
    dialogs = program.part(SummarizePane).findChildren(QFileDialog)
    assert [dialog.fileMode() for dialog in dialogs] == [QFileDialog.FileMode.Directory]
    dialogs[0].reject()


def test_what_is_imported_while_the_window_rests_is_all_that_the_pane_needs() -> None:
    assert left_to_import(PIECES, ["desktop_llm.ui.controllers.summary.summary_runner"]) == []

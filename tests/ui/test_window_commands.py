from PySide6.QtGui import QKeySequence

from desktop_llm.ui.window_commands import COMMANDS, WindowCommand, pane_of


def test_every_command_is_described_once() -> None:
    assert sorted(description.command for description in COMMANDS) == sorted(WindowCommand)


def test_no_two_commands_have_the_same_keys(qapp: object) -> None:
    keys = [QKeySequence(description.keys).toString() for description in COMMANDS if description.keys]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_no_single_key_destroys_anything() -> None:
    deleting = [description for description in COMMANDS if "delete" in description.command.split("_")]
    assert {description.command: description.keys for description in deleting} == {
        WindowCommand.DELETE_CHAT: "",
        WindowCommand.UNDO_DELETE: "Ctrl+Z",
    }


def test_a_command_of_a_pane_leads_there() -> None:
    assert pane_of(WindowCommand.SUMMARIZE_FILES) == "summarize"
    assert pane_of(WindowCommand.SAVE_TRANSLATION) == "translate"
    assert pane_of(WindowCommand.SAVE_TEXT) == "write"
    assert pane_of(WindowCommand.SETTINGS) == ""

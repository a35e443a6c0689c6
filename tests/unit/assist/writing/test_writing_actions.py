from pathlib import Path

import pytest

from desktop_llm.assist.writing.writing_actions import (
    ActionResult,
    WritingAction,
    action_named,
    export_actions,
    imported_actions,
    joined_actions,
    keep_actions,
    writing_actions,
)
from desktop_llm.errors import DocumentError, ErrorCode, StorageError

PIRATE = WritingAction(name="Pirate", instruction="Like a pirate.", shortcut="Ctrl+Shift+1")
BRIEF = WritingAction(name="In brief", instruction="In two lines.", result=ActionResult.BELOW)


def test_actions_are_kept_and_found_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "data" / "actions.json"
    assert writing_actions(path) == ()
    keep_actions(path, [PIRATE, BRIEF])
    assert writing_actions(path) == (PIRATE, BRIEF)
    assert action_named(writing_actions(path), " pirate ") == PIRATE
    assert action_named(writing_actions(path), "captain") is None


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"version": 2, "actions": []}'])
def test_what_makes_no_sense_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "actions.json"
    path.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        writing_actions(path)
    assert caught.value.code is ErrorCode.ACTIONS_BROKEN
    keep_actions(path, [PIRATE])
    assert Path(str(caught.value.facts["backup_path"])).read_bytes() == content
    assert writing_actions(path) == (PIRATE,)


def test_what_cannot_be_opened_is_told_and_stays(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        writing_actions(tmp_path)
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED
    assert tmp_path.is_dir()


def test_what_is_handed_on_comes_in_besides_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "actions.json"
    other = WritingAction(name="Pirate", instruction="Like a captain.", shortcut="Ctrl+Shift+1")
    export_actions(path, [PIRATE, other, BRIEF])
    assert imported_actions(path, [PIRATE]) == (
        PIRATE,
        WritingAction(name="Pirate 2", instruction="Like a captain."),
        BRIEF,
    )
    assert joined_actions([PIRATE], [PIRATE]) == (PIRATE,)


def test_a_file_of_somebody_else_is_tidied(tmp_path: Path) -> None:
    path = tmp_path / "actions.json"
    export_actions(
        path,
        [WritingAction(name=" A\nname " + "x" * 99, instruction="y" * 9999), WritingAction(name="", instruction="z")],
    )
    (action,) = imported_actions(path, [])
    assert action.name.startswith("A name x")
    assert (len(action.name), len(action.instruction)) == (60, 4000)


@pytest.mark.parametrize("content", ["", "[]", '"\udcff"', '{"actions": 3}', '{"actions": [{"name": "a"}]}'])
def test_a_file_of_something_else_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "actions.json"
    path.write_text(content, "utf-8", "surrogateescape")
    with pytest.raises(DocumentError) as caught:
        imported_actions(path, [])
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageError):
        keep_actions(tmp_path / "file" / "actions.json", [PIRATE])
    with pytest.raises(DocumentError):
        export_actions(tmp_path / "gone" / "actions.json", [PIRATE])
    with pytest.raises(DocumentError):
        imported_actions(tmp_path / "gone.json", [])

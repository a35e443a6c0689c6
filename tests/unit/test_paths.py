import sys
from pathlib import Path

import pytest

from desktop_llm.paths import (
    DATA_FOLDER_VARIABLE,
    PORTABLE_FILE,
    DataFolder,
    data_folder_pointer,
    default_data_folder,
    is_folder,
    own_program,
    resource,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without a data folder, and no variable that names one."""
    monkeypatch.delenv(DATA_FOLDER_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path


@pytest.fixture
def built_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The executable of a built program, which this process seems to be."""
    program = tmp_path / "on a stick" / "desktop-llm"
    program.parent.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


def _point_to(text: str) -> None:
    data_folder_pointer().parent.mkdir(parents=True)
    data_folder_pointer().write_text(text, encoding="utf-8")


def test_the_environment_names_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_FOLDER_VARIABLE, str(tmp_path / "portable"))
    assert default_data_folder() == DataFolder(tmp_path / "portable")


def test_without_a_word_from_the_user_the_platform_decides(home: Path) -> None:
    root = default_data_folder().root
    assert root.is_relative_to(home)
    assert root.name == "desktop-llm"
    assert not root.exists()


def test_a_pointer_leads_to_the_folder_the_user_chose(home: Path) -> None:
    _point_to(f"{home / 'my chats'}\n")
    assert default_data_folder().root == home / "my chats"


def test_the_environment_counts_more_than_the_pointer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _point_to(str(home / "my chats"))
    monkeypatch.setenv(DATA_FOLDER_VARIABLE, str(home / "portable"))
    assert default_data_folder().root == home / "portable"


@pytest.mark.parametrize("text", ["", "relative/folder", "\n"])
def test_a_pointer_that_leads_nowhere_is_ignored(home: Path, text: str) -> None:
    _point_to(text)
    assert default_data_folder().root.name == "desktop-llm"


def test_a_pointer_that_is_no_text_is_ignored(home: Path) -> None:
    data_folder_pointer().parent.mkdir(parents=True)
    data_folder_pointer().write_bytes(b"\xff\xfe\x00")
    assert default_data_folder().root.name == "desktop-llm"


def test_a_portable_program_keeps_its_data_beside_itself(home: Path, built_program: Path) -> None:
    (built_program.parent / PORTABLE_FILE).touch()
    assert default_data_folder().root == built_program.parent / "data"
    assert not default_data_folder().root.exists()


def test_a_portable_program_remembers_a_moved_folder_beside_itself(home: Path, built_program: Path) -> None:
    (built_program.parent / PORTABLE_FILE).touch()
    data_folder_pointer().write_text(str(home / "my chats"), encoding="utf-8")
    assert data_folder_pointer().parent == built_program.parent
    assert default_data_folder().root == home / "my chats"


def test_a_built_program_without_that_file_keeps_its_data_where_the_platform_says(
    home: Path, built_program: Path
) -> None:
    assert default_data_folder().root == home / "share" / "desktop-llm"


def test_a_checkout_is_never_portable(home: Path, built_program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (built_program.parent / PORTABLE_FILE).touch()
    monkeypatch.delattr(sys, "frozen")
    assert default_data_folder().root == home / "share" / "desktop-llm"


def test_a_built_program_starts_itself_again_by_its_own_name(built_program: Path) -> None:
    assert own_program() == (str(built_program),)


def test_everything_of_a_user_is_in_one_folder(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    places = {
        folder.database,
        folder.backups,
        folder.lock,
        folder.settings,
        folder.models,
        folder.snapshots,
        folder.logs,
    }
    assert {place.parent for place in places} == {tmp_path}
    assert len(places) == 7
    assert list(tmp_path.iterdir()) == []


def test_resources_are_found_in_the_checkout() -> None:
    assert resource("prompts").is_dir()


def test_a_home_of_nobody_is_a_name_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_FOLDER_VARIABLE, "~nobody-of-this-name/chats")
    assert default_data_folder().root.name == "chats"


def test_where_no_path_can_lead_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert is_folder(tmp_path)
    assert [path for path in (tmp_path / "file", tmp_path / "gone", tmp_path / ("a" * 300)) if is_folder(path)] == []

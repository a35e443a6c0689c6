from pathlib import Path

import pytest

from desktop_llm.hub.programs.user_folders import UserFolders
from tests.fakes.user_homes import user

HOME = Path("/home/ada")


@pytest.mark.parametrize(
    ("platform", "data", "settings", "cache"),
    [
        ("linux", ".local/share", ".config", ".cache"),
        ("darwin", "Library/Application Support", "Library/Application Support", "Library/Caches"),
        ("win32", "AppData/Local", "AppData/Roaming", "AppData/Local"),
    ],
)
def test_each_system_has_its_places(platform: str, data: str, settings: str, cache: str) -> None:
    folders = user(HOME, platform)
    assert (folders.data, folders.settings, folders.cache) == (HOME / data, HOME / settings, HOME / cache)


def test_the_environment_can_name_others() -> None:
    linux = user(HOME, XDG_DATA_HOME="/d", XDG_CONFIG_HOME="/s", XDG_CACHE_HOME="/c")
    assert (linux.data, linux.settings, linux.cache) == (Path("/d"), Path("/s"), Path("/c"))
    windows = user(HOME, "win32", LOCALAPPDATA="/l", APPDATA="/r")
    assert (windows.data, windows.settings, windows.cache) == (Path("/l"), Path("/r"), Path("/l"))


def test_the_first_variable_with_a_value_counts() -> None:
    folders = user(HOME, EMPTY=" ", SECOND="~/models", THIRD="/third")
    assert folders.named("MISSING", "EMPTY", "SECOND", "THIRD") == HOME / "models"
    assert folders.named("MISSING", "EMPTY") is None


@pytest.mark.parametrize(
    ("content", "folder"), [(b" /opt/lm \n", Path("/opt/lm")), (b"", None), (b"\xff", None), (b"a\0b", None)]
)
def test_a_folder_may_stand_in_a_file(tmp_path: Path, content: bytes, folder: Path | None) -> None:
    (tmp_path / "pointer").write_bytes(content)
    assert user(tmp_path).written_in(tmp_path / "pointer") == folder
    assert user(tmp_path).written_in(tmp_path / "missing") is None


def test_this_users_home_is_known() -> None:
    assert UserFolders().home == Path.home()

import json
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, SettingsError
from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.paths import DATA_FOLDER_VARIABLE, default_data_folder
from desktop_llm.settings import (
    ServerEntry,
    Settings,
    Theme,
    WindowPlacement,
    load_settings,
    point_to_data_folder,
    save_settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def _broken(path: Path) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert caught.value.code is ErrorCode.SETTINGS_BROKEN
    return caught.value


def test_without_a_file_the_usual_settings_hold(path: Path) -> None:
    assert load_settings(path) == Settings()
    assert not path.parent.exists()


def test_settings_come_back_as_they_were_saved(path: Path) -> None:
    settings = Settings(
        theme=Theme.DARK,
        font_size_pt=13.5,
        language="zh_CN",
        load=LoadParams(n_ctx_tokens=4096, n_gpu_layers=0),
        sampling=SamplingParams(temperature=0.0, seed=1),
        default_instructions="Be brief 😀",
        enter_sends=False,
        last_model_id="granite",
        snapshot_limit_bytes=0,
        suggest_titles=False,
        servers=(ServerEntry(id="s", name="GPU box", url="https://gpu-box", models=("a", "b"), timeout_s=10.0),),
        window=WindowPlacement(geometry=b"\x00\xff", layout=b"x", sidebar_width_px=300, is_sidebar_shown=False),
    )
    save_settings(path, settings)
    assert load_settings(path) == settings
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_a_file_from_an_older_version_is_completed(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "light"}')
    assert load_settings(path) == Settings(theme=Theme.LIGHT)


def test_keys_of_a_newer_version_are_ignored_and_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "light", "telepathy": {"range_m": 3}}')
    save_settings(path, load_settings(path))
    assert json.loads(path.read_text())["telepathy"] == {"range_m": 3}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b'{"theme": "pink"}',
        b'{"font_size_pt": 1e9}',
        b'{"load": {"n_ctx_tokens": -1}}',
        b"[]",
        b'{"theme": ',
        b"\xff\xfe\x00\x00",
        b'{"default_instructions": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_makes_no_sense_is_set_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    error = _broken(path)
    assert error.facts["path"] == str(path)
    assert error.facts["reason"]
    backup_path = Path(str(error.facts["backup_path"]))
    assert backup_path.parent == path.parent
    assert backup_path.name.startswith("settings.broken-")
    assert backup_path.read_bytes() == content
    assert load_settings(path) == Settings()


def test_a_file_that_cannot_be_read_stays_where_it_is(path: Path) -> None:
    path.mkdir(parents=True)
    assert _broken(path).facts["backup_path"] == str(path)
    assert path.is_dir()


def test_settings_that_cannot_be_saved_are_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError) as caught:
        save_settings(tmp_path / "file" / "settings.json", Settings())
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED


def test_the_program_can_be_pointed_to_another_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATA_FOLDER_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    point_to_data_folder(tmp_path / "on another disk")
    assert default_data_folder().root == tmp_path / "on another disk"

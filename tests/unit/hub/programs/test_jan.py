import json
from pathlib import Path

import pytest

from desktop_llm.hub.programs.jan import jan_models
from tests.fakes.user_homes import told, user, write_model


def _installed(data: Path, name: str = "janhq/Jan-v3-4B-Q4_K_M", model_path: str = "") -> Path:
    folder = data / "llamacpp/models" / name
    text = f"name: {name}\nmodel_path: {model_path or f'llamacpp/models/{name}/model.gguf'}\nsize_bytes: 25\n"
    write_model(folder / "model.yml", text.encode())
    return write_model(folder / "model.gguf")


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".local/share/Jan/data"),
        ("linux", ".config/Jan/data"),
        ("darwin", "Library/Application Support/Jan/data"),
        ("win32", "AppData/Roaming/Jan/data"),
    ],
)
@pytest.mark.parametrize("name", ["janhq/Jan-v3-4B-Q4_K_M", "my-model"])
def test_a_model_has_the_name_of_its_folder(tmp_path: Path, platform: str, place: str, name: str) -> None:
    path = _installed(tmp_path / place, name)
    assert told(list(jan_models(user(tmp_path, platform)))) == {name: str(path)}


def test_a_model_may_be_a_file_elsewhere(tmp_path: Path) -> None:
    outside = write_model(tmp_path / "Downloads/mine.gguf")
    _installed(tmp_path / ".local/share/Jan/data", "imported", f'"{outside}"').unlink()
    assert told(list(jan_models(user(tmp_path)))) == {"imported": str(outside)}


def test_the_data_folder_may_be_set(tmp_path: Path) -> None:
    write_model(tmp_path / ".config/Jan/settings.json", json.dumps({"data_folder": str(tmp_path / "disk")}).encode())
    path = _installed(tmp_path / "disk", "m")
    assert told(list(jan_models(user(tmp_path)))) == {"m": str(path)}


def test_older_versions_kept_files_in_folders(tmp_path: Path) -> None:
    path = write_model(tmp_path / "jan/models/mistral-ins-7b-q4/mistral-7b-instruct.Q4_K_M.gguf")
    assert told(list(jan_models(user(tmp_path)))) == {"mistral-7b-instruct.Q4_K_M": str(path)}


@pytest.mark.parametrize(
    "description", [b"", b"\xff\xfe", b"name: x\n", b"model_path: gone.gguf\n", b"model_path: a\0b\n"]
)
def test_a_description_that_makes_no_sense_hides_no_other(tmp_path: Path, description: bytes) -> None:
    data = tmp_path / ".local/share/Jan/data"
    path = _installed(data, "good")
    write_model(data / "llamacpp/models/bad/model.yml", description)
    write_model(tmp_path / ".config/Jan/settings.json", b"[")
    assert told(list(jan_models(user(tmp_path)))) == {"good": str(path)}

import json
from pathlib import Path

import pytest

from desktop_llm.hub.programs.lm_studio import lm_studio_models
from tests.fakes.user_homes import told, user, write_model

FILE = "publisher/Qwen3-4B-GGUF/Qwen3-4B-Q4_K_M.gguf"


@pytest.mark.parametrize("home", [".lmstudio", ".cache/lm-studio"])
def test_models_are_found_in_the_home_folder_of_today_and_before(tmp_path: Path, home: str) -> None:
    path = write_model(tmp_path / home / "models" / FILE)
    assert told(list(lm_studio_models(user(tmp_path)))) == {"Qwen3-4B-Q4_K_M": str(path)}


def test_the_home_folder_may_be_pointed_to(tmp_path: Path) -> None:
    (tmp_path / ".lmstudio-home-pointer").write_text(f"{tmp_path / 'big disk'}\n")
    path = write_model(tmp_path / "big disk/models" / FILE)
    assert told(list(lm_studio_models(user(tmp_path)))) == {"Qwen3-4B-Q4_K_M": str(path)}


def test_the_folder_of_models_may_be_set(tmp_path: Path) -> None:
    settings = tmp_path / ".lmstudio/settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"downloadsFolder": str(tmp_path / "my models"), "other": [1]}))
    path = write_model(tmp_path / "my models" / FILE)
    assert told(list(lm_studio_models(user(tmp_path)))) == {"Qwen3-4B-Q4_K_M": str(path)}


@pytest.mark.parametrize("settings", ["", "[]", "{", '{"downloadsFolder": 3}', '{"downloadsFolder": "a\\u0000b"}'])
def test_settings_that_make_no_sense_hide_nothing(tmp_path: Path, settings: str) -> None:
    write_model(tmp_path / ".lmstudio/models" / FILE)
    (tmp_path / ".lmstudio/settings.json").write_text(settings)
    (tmp_path / ".lmstudio-home-pointer").write_bytes(b"\xff\xfe")
    assert len(list(lm_studio_models(user(tmp_path)))) == 1

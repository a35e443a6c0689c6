from pathlib import Path

import pytest

from desktop_llm.hub.programs.gpt4all import gpt4all_models
from tests.fakes.user_homes import told, user, write_model

FILE = "Meta-Llama-3-8B-Instruct.Q4_0.gguf"


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".local/share/nomic.ai/GPT4All"),
        ("darwin", "Library/Application Support/nomic.ai/GPT4All"),
        ("win32", "AppData/Local/nomic.ai/GPT4All"),
        ("linux", ".cache/gpt4all"),
    ],
)
def test_models_are_where_each_system_has_them(tmp_path: Path, platform: str, place: str) -> None:
    path = write_model(tmp_path / place / FILE)
    write_model(tmp_path / place / f"incomplete-{FILE}")
    write_model(tmp_path / place / "nomic-embed-text-v1.5.f16.gguf")
    assert told(list(gpt4all_models(user(tmp_path, platform)))) == {path.stem: str(path)}


@pytest.mark.parametrize(
    ("platform", "settings"),
    [
        ("linux", ".config/nomic.ai/GPT4All.ini"),
        ("darwin", ".config/nomic.ai/GPT4All.ini"),
        ("win32", "AppData/Roaming/nomic.ai/GPT4All.ini"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_folder_may_be_set(tmp_path: Path, platform: str, settings: str, quote: str) -> None:
    text = f"[General]\ndevice=Auto\nmodelPath={quote}{tmp_path / 'my models'}{quote}\nthreadCount=8\n"
    write_model(tmp_path / settings, text.encode())
    path = write_model(tmp_path / "my models" / FILE)
    assert told(list(gpt4all_models(user(tmp_path, platform)))) == {path.stem: str(path)}


@pytest.mark.parametrize("settings", [b"", b"\xff\xfe", b"modelPath=", b"modelPath=a\0b"])
def test_settings_that_make_no_sense_hide_nothing(tmp_path: Path, settings: bytes) -> None:
    write_model(tmp_path / ".config/nomic.ai/GPT4All.ini", settings)
    write_model(tmp_path / ".local/share/nomic.ai/GPT4All" / FILE)
    assert len(list(gpt4all_models(user(tmp_path)))) == 1

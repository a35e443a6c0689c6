import argparse
from pathlib import Path

import pytest

from desktop_llm.cli.model_verify import run_verify
from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from tests.fakes.file_source import remote_file

CONTENT = b"GGUF" + bytes(3_000_000)


@pytest.fixture
def store(data_folder_of_test: Path) -> ModelStore:
    return ModelStore(DataFolder(data_folder_of_test))


@pytest.fixture
def downloaded(store: ModelStore, tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(CONTENT)
    file = remote_file(CONTENT, path.name)
    store.add_downloaded(path, RemoteModel(name="model", quantization="", files=(file,), size_bytes=len(CONTENT)))
    return path


def verify(wanted: str = "") -> int:
    return run_verify(argparse.Namespace(id=wanted))


def test_all_models_that_can_be_checked_are_checked(
    store: ModelStore, downloaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.gguf").write_bytes(CONTENT)
    store.add(tmp_path / "own.gguf")
    assert verify() == 0
    assert capsys.readouterr().out == f"{STARTER_MODEL_ID}\twhole\nmodel\twhole\n"


def test_a_damaged_model_is_told_with_its_remedy(downloaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    downloaded.write_bytes(CONTENT[:-1] + b"x")
    assert verify("model") == 1
    told = capsys.readouterr().out
    assert told == "model\tdamaged: 3 MB of 3 MB; `desktop-llm models download owner/repo model.gguf` mends it\n"


def test_what_cannot_be_checked_is_told(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "own.gguf").write_bytes(CONTENT)
    store.add(tmp_path / "own.gguf")
    with pytest.raises(ModelStoreError) as caught:
        verify("own")
    assert caught.value.code is ErrorCode.MODEL_UNVERIFIABLE

from pathlib import Path

import pytest

from desktop_llm.assist.model_loading import load_command, model_entry
from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def models(folder: DataFolder) -> ModelStore:
    return ModelStore(folder)


@pytest.fixture
def other_id(models: ModelStore, tmp_path: Path) -> str:
    path = tmp_path / "other.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    return models.add(path).id


def test_the_named_model_is_taken(models: ModelStore, other_id: str) -> None:
    assert model_entry(models, other_id, STARTER_MODEL_ID).id == other_id


def test_without_a_name_it_is_the_last_one_used(models: ModelStore, other_id: str) -> None:
    assert model_entry(models, "", other_id).id == other_id


def test_the_starter_model_is_the_first_and_stands_in_for_a_last_one_that_is_gone(models: ModelStore) -> None:
    assert model_entry(models, "", "").id == STARTER_MODEL_ID
    assert model_entry(models, "", "gone").id == STARTER_MODEL_ID


def test_a_named_model_that_is_gone_is_an_error(models: ModelStore) -> None:
    with pytest.raises(ModelStoreError) as raised:
        model_entry(models, "gone", STARTER_MODEL_ID)

    assert raised.value.code is ErrorCode.MODEL_UNKNOWN


def test_the_command_carries_what_the_user_has_set(models: ModelStore, folder: DataFolder) -> None:
    settings = Settings(load=LoadParams(n_ctx_tokens=2048), snapshot_limit_bytes=1000)
    command = load_command(model_entry(models, "", ""), settings, folder)

    assert command.params == settings.load
    assert command.title == "SmolLM2 135M"
    assert (command.snapshot_folder, command.snapshot_limit_bytes) == (str(folder.snapshots), 1000)


def test_without_room_for_snapshots_none_are_kept(models: ModelStore, folder: DataFolder) -> None:
    command = load_command(model_entry(models, "", ""), Settings(snapshot_limit_bytes=0), folder)

    assert command.snapshot_folder == ""

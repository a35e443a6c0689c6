from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_check import check_model, is_checkable
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.part_file import PartFile, finish_part, pieces_path
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from tests.fakes.file_source import remote_file

PIECE = 1000
CONTENTS = {f"big-0000{number}-of-00002.gguf": b"GGUF" + bytes([number]) * 4996 for number in (1, 2)}
FILES = tuple(remote_file(content, f"Q8_0/{path}") for path, content in CONTENTS.items())
SOURCE = RemoteModel(name="big", quantization="Q8_0", files=FILES, size_bytes=10_000)


@pytest.fixture
def store(data_folder_of_test: Path) -> ModelStore:
    return ModelStore(DataFolder(data_folder_of_test))


@pytest.fixture
def entry(store: ModelStore, tmp_path: Path) -> ModelEntry:
    """A model of two parts that was downloaded."""
    targets = [tmp_path / "models" / path for path in CONTENTS]
    for target, file, content in zip(targets, FILES, CONTENTS.values(), strict=True):
        with closing(PartFile(target, file, PIECE)) as part:
            part.write(0, memoryview(content))
        finish_part(target)
    return store.add_downloaded(targets[0], SOURCE)


def part(entry: ModelEntry, number: int) -> Path:
    return Path(entry.path).with_name(f"big-0000{number}-of-00002.gguf")


def damage(path: Path, *places: int) -> None:
    with path.open("r+b") as file:
        for place in places:
            file.seek(place)
            file.write(b"\xff")


def test_a_whole_model_is_found_whole(store: ModelStore, entry: ModelEntry) -> None:
    check = check_model(store, "big")
    assert check is not None
    assert (check.is_whole, check.damaged_bytes, check.entry) == (True, 0, entry)


def test_damage_is_measured_in_pieces_and_the_model_is_not_handed_out_any_more(
    store: ModelStore, entry: ModelEntry
) -> None:
    damage(part(entry, 1), 10, 20, 4500)
    damage(part(entry, 2), 2000)
    check = check_model(store, "big")
    assert check is not None
    assert (check.is_whole, check.damaged_bytes) == (False, 3 * PIECE)
    with pytest.raises(ModelStoreError) as caught:
        store.get("big")
    assert caught.value.code is ErrorCode.MODEL_HASH_WRONG


def test_a_model_that_is_whole_again_is_handed_out_again(store: ModelStore, entry: ModelEntry) -> None:
    damage(part(entry, 2), 2000)
    check_model(store, "big")
    part(entry, 2).write_bytes(CONTENTS[part(entry, 2).name])
    check = check_model(store, "big")
    assert check is not None
    assert check.is_whole
    assert store.get("big") == entry


@pytest.mark.parametrize("hurt", [Path.unlink, lambda path: path.write_bytes(b"GGUF")])
def test_a_part_that_is_gone_or_has_another_length_is_damaged(store: ModelStore, entry: ModelEntry, hurt) -> None:  # noqa: ANN001
    pieces_path(part(entry, 2)).unlink()
    hurt(part(entry, 2))
    check = check_model(store, "big")
    assert check is not None
    assert check.damaged_bytes == 5000


def test_a_check_can_be_watched_and_ended(store: ModelStore, entry: ModelEntry) -> None:
    told: list[int] = []
    check_model(store, "big", lambda n_bytes: told.append(n_bytes) is None)
    assert told == [5000, 10_000]
    assert check_model(store, "big", lambda _n_bytes: False) is None


def test_the_starter_model_can_be_checked(store: ModelStore) -> None:
    check = check_model(store, STARTER_MODEL_ID)
    assert check is not None
    assert check.is_whole


def test_a_model_that_nobody_vouches_for_cannot_be_checked(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    assert not is_checkable(store.add(tmp_path / "own.gguf"))
    with pytest.raises(ModelStoreError) as caught:
        check_model(store, "own")
    assert caught.value.code is ErrorCode.MODEL_UNVERIFIABLE

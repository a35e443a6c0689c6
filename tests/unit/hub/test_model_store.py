import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub import model_store
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.programs.found_model import FoundModel, Program
from desktop_llm.hub.starter_model import STARTER_MODEL_ID, STARTER_MODEL_NAME
from desktop_llm.paths import DataFolder
from tests.fakes.file_source import remote_file


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture
def store(folder: DataFolder) -> ModelStore:
    return ModelStore(folder)


@pytest.fixture
def other_starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A starter model whose file is not the one that was meant."""
    path = tmp_path / "starter.gguf"
    path.write_bytes(b"GGUF but not the right one")
    monkeypatch.setattr(model_store, "starter_model_path", lambda: path)
    return path


def _gguf(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"GGUF")
    return path


def _ids(store: ModelStore) -> list[str]:
    return [entry.id for entry in store.list()]


def test_the_starter_model_comes_first_without_being_added(store: ModelStore, folder: DataFolder) -> None:
    (starter,) = store.list()
    assert (starter.id, starter.name, starter.is_starter) == (STARTER_MODEL_ID, STARTER_MODEL_NAME, True)
    assert starter.size_bytes == 98_362_432
    assert not folder.root.exists()


def test_an_added_model_is_there_for_every_store(store: ModelStore, folder: DataFolder, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "Granite 4.1 (3B).Q4_K_M.gguf")
    entry = store.add(path, note="from a friend")
    assert entry == ModelStore(folder).get(entry.id)
    assert (entry.id, entry.name) == ("granite-4.1-3b-.q4_k_m", "Granite 4.1 (3B).Q4_K_M")
    assert (entry.path, entry.size_bytes, entry.note, entry.is_starter) == (str(path), 4, "from a friend", False)
    assert entry.added_at > 0


def test_a_model_can_be_given_a_name(store: ModelStore, tmp_path: Path) -> None:
    assert store.add(_gguf(tmp_path, "a.gguf"), name="My model").name == "My model"


def test_a_model_of_another_program_keeps_its_name_and_where_it_came_from(store: ModelStore, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "sha256-0123")
    found = FoundModel(program=Program.OLLAMA, name="llama3.2:3b", path=str(path), size_bytes=4)
    entry = store.add_found(found)
    assert (entry.id, entry.name, entry.program, entry.path) == (
        "llama3.2-3b",
        "llama3.2:3b",
        Program.OLLAMA,
        str(path),
    )
    assert store.get("llama3.2:3b") == entry
    assert store.add(_gguf(tmp_path, "mine.gguf")).program is None


def test_models_are_listed_by_name(store: ModelStore, tmp_path: Path) -> None:
    for name in ("b.gguf", "C.gguf", "a.gguf"):
        store.add(_gguf(tmp_path, name))
    assert _ids(store) == [STARTER_MODEL_ID, "a", "b", "c"]


def test_a_file_is_listed_once(store: ModelStore, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "a.gguf")
    (tmp_path / "link.gguf").symlink_to(path)
    first = store.add(path)
    assert store.add(str(path)) == first
    assert store.add(tmp_path / "link.gguf") == first
    assert _ids(store) == [STARTER_MODEL_ID, "a"]


def test_the_starter_model_is_not_added_again(store: ModelStore, starter_model_path: Path) -> None:
    assert store.add(starter_model_path).is_starter
    assert _ids(store) == [STARTER_MODEL_ID]


def test_files_of_the_same_name_get_ids_of_their_own(store: ModelStore, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        store.add(_gguf(tmp_path / name, "model.gguf"))
    assert sorted(_ids(store)[1:]) == ["model", "model-2", "model-3"]


def test_a_split_model_is_one_entry(store: ModelStore, tmp_path: Path) -> None:
    parts = [_gguf(tmp_path, f"big-0000{number}-of-00002.gguf") for number in (1, 2)]
    entry = store.add(parts[1])
    assert (entry.id, entry.path, entry.size_bytes) == ("big", str(parts[0]), 8)
    assert store.add(parts[0]) == entry


def test_a_removed_model_is_forgotten_and_its_file_stays(store: ModelStore, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "a.gguf")
    entry = store.add(path)
    assert store.freed_by_removing(entry) == 0
    assert store.remove("a") == 0
    assert _ids(store) == [STARTER_MODEL_ID]
    assert path.exists()


def test_a_downloaded_model_is_deleted_and_the_bytes_that_this_frees_are_told(
    store: ModelStore, folder: DataFolder
) -> None:
    repository = folder.downloaded_models / "owner" / "repository"
    repository.mkdir(parents=True)
    path = _gguf(repository, "a.gguf")
    entry = store.add_downloaded(path, _downloaded(path))
    assert store.freed_by_removing(entry) == 4
    assert store.remove("a") == 4
    assert not path.exists()
    assert _ids(store) == [STARTER_MODEL_ID]


def test_a_file_that_somebody_put_into_our_folder_stays(store: ModelStore, folder: DataFolder) -> None:
    repository = folder.downloaded_models / "owner" / "repository"
    repository.mkdir(parents=True)
    path = _gguf(repository, "a.gguf")
    store.add(path)
    assert store.remove("a") == 0
    assert path.exists()


def test_a_downloaded_model_that_cannot_be_deleted_stays_in_the_list(store: ModelStore, folder: DataFolder) -> None:
    repository = folder.downloaded_models / "owner" / "repository"
    repository.mkdir(parents=True)
    path = _gguf(repository, "a.gguf")
    store.add_downloaded(path, _downloaded(path))
    with FileLock(f"{path}.lock"), pytest.raises(ModelStoreError) as caught:
        store.remove("a")
    assert caught.value.code is ErrorCode.MODEL_NOT_DELETED
    assert _ids(store) == [STARTER_MODEL_ID, "a"]


def _downloaded(path: Path, content: bytes = b"GGUF") -> RemoteModel:
    file = remote_file(content, path.name)
    return RemoteModel(name=path.stem, quantization="Q4_K_M", files=(file,), size_bytes=len(content))


def test_of_a_downloaded_model_it_is_known_where_it_came_from(store: ModelStore, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "a.gguf")
    entry = store.add_downloaded(path, _downloaded(path))
    assert store.get("a") == entry
    assert entry.source == _downloaded(path)


def test_a_downloaded_model_has_the_name_that_people_know_it_by(store: ModelStore, tmp_path: Path) -> None:
    first, second = _gguf(tmp_path, "a-Q4_K_M.gguf"), _gguf(tmp_path, "a-Q8_0.gguf")
    entry = store.add_downloaded(first, _downloaded(first), "Model A")
    assert (entry.name, entry.id) == ("Model A", "a-q4_k_m")
    assert store.add_downloaded(first, _downloaded(first), "Model A") == entry
    assert store.add_downloaded(second, _downloaded(second), "Model A").name == "Model A Q4_K_M"


def test_a_damaged_model_is_not_handed_out_until_it_is_whole_again(store: ModelStore, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "a.gguf")
    whole = store.add_downloaded(path, _downloaded(path))
    assert store.mark_damaged("a").is_damaged
    for wanted in ("a", str(path)):
        with pytest.raises(ModelStoreError) as caught:
            store.get(wanted)
        assert caught.value.code is ErrorCode.MODEL_HASH_WRONG
    assert store.add_downloaded(path, _downloaded(path)) == whole
    assert store.get("a") == whole


def test_an_unknown_model_cannot_be_damaged(store: ModelStore) -> None:
    with pytest.raises(ModelStoreError) as caught:
        store.mark_damaged("nobody")
    assert caught.value.code is ErrorCode.MODEL_UNKNOWN


def test_the_starter_model_cannot_be_removed(store: ModelStore) -> None:
    with pytest.raises(ModelStoreError) as caught:
        store.remove(STARTER_MODEL_ID)
    assert caught.value.code is ErrorCode.MODEL_NOT_REMOVABLE


@pytest.mark.parametrize("wanted", ["a", "THE NAME", "path"])
def test_a_model_is_found_by_id_name_and_path(store: ModelStore, tmp_path: Path, wanted: str) -> None:
    entry = store.add(_gguf(tmp_path, "a.gguf"), name="The name")
    assert store.get(entry.path if wanted == "path" else wanted) == entry


def test_a_file_that_is_not_listed_can_be_used_without_being_listed(store: ModelStore, tmp_path: Path) -> None:
    path = _gguf(tmp_path, "loose.gguf")
    assert store.get(str(path)).path == str(path)
    assert _ids(store) == [STARTER_MODEL_ID]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("nobody", ErrorCode.MODEL_UNKNOWN),
        ("", ErrorCode.MODEL_UNKNOWN),
        ("nowhere.gguf", ErrorCode.MODEL_FILE_MISSING),
        ("/nowhere/at/all.GGUF", ErrorCode.MODEL_FILE_MISSING),
    ],
)
def test_what_is_not_there_is_reported(store: ModelStore, wanted: str, code: ErrorCode) -> None:
    with pytest.raises(ModelStoreError) as caught:
        store.get(wanted)
    assert caught.value.code is code


def test_forgetting_an_unknown_model_is_reported(store: ModelStore) -> None:
    with pytest.raises(ModelStoreError) as caught:
        store.remove("nobody")
    assert caught.value.code is ErrorCode.MODEL_UNKNOWN


def test_the_starter_model_is_hashed_once(
    store: ModelStore, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.get(STARTER_MODEL_ID).is_starter
    monkeypatch.setattr(model_store, "sha256_of", lambda _path: pytest.fail("hashed again"))
    assert ModelStore(folder).get(STARTER_MODEL_ID).is_starter


def test_a_starter_model_with_another_content_is_refused(store: ModelStore, other_starter: Path) -> None:
    with pytest.raises(ModelStoreError) as caught:
        store.get(STARTER_MODEL_ID)
    assert caught.value.code is ErrorCode.MODEL_HASH_WRONG
    assert caught.value.facts["path"] == str(other_starter)


def test_a_starter_model_that_changed_is_hashed_again(
    store: ModelStore, other_starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_store, "STARTER_MODEL_SHA256", model_store.sha256_of(other_starter))
    store.get(STARTER_MODEL_ID)
    other_starter.write_bytes(b"GGUF but damaged meanwhile")
    os.utime(other_starter, ns=(1, 1))
    with pytest.raises(ModelStoreError) as caught:
        store.get(STARTER_MODEL_ID)
    assert caught.value.code is ErrorCode.MODEL_HASH_WRONG


def test_without_a_starter_model_the_list_is_what_was_added(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_store, "starter_model_path", lambda: None)
    assert store.list() == ()
    store.add(_gguf(tmp_path, "a.gguf"))
    assert _ids(store) == ["a"]


@pytest.mark.parametrize("content", [b"", b"{", b'{"models": 3}', b'{"models": [{"id": "a"}]}', b"\xff"])
def test_a_broken_list_is_set_aside(store: ModelStore, folder: DataFolder, tmp_path: Path, content: bytes) -> None:
    folder.root.mkdir()
    folder.models.write_bytes(content)
    assert _ids(store) == [STARTER_MODEL_ID]
    store.add(_gguf(tmp_path, "a.gguf"))
    assert _ids(store) == [STARTER_MODEL_ID, "a"]
    (aside,) = folder.root.glob("models.broken-*.json")
    assert aside.read_bytes() == content


def test_models_added_at_the_same_time_are_all_kept(folder: DataFolder, tmp_path: Path) -> None:
    paths = [_gguf(tmp_path, f"model {number}.gguf") for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda path: ModelStore(folder).add(path), paths))
    assert len(ModelStore(folder).list()) == 17
    assert len(json.loads(folder.models.read_text())["models"]) == 16


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = ModelStore(DataFolder(tmp_path / "file" / "data"))
    with pytest.raises(ModelStoreError) as caught:
        store.add(_gguf(tmp_path, "a.gguf"))
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED


def test_the_starter_model_can_be_used_where_nothing_can_be_noted(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = ModelStore(DataFolder(tmp_path / "file"))
    assert store.get(STARTER_MODEL_ID).is_starter

import os
from pathlib import Path

import pytest
from filelock import FileLock

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.model_removal import delete_model, freed_bytes


def _model(folder: Path, name: str = "tiny.gguf", size_bytes: int = 1000) -> Path:
    path = folder / "owner" / "repository" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size_bytes)
    return path


def test_a_model_goes_with_what_lies_beside_it_and_its_empty_folders(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    path = _model(folder)
    _model(folder, "tiny.gguf.pieces", 30)
    _model(folder, "tiny.gguf.part", 4)
    assert freed_bytes(path, folder) == 1034
    assert delete_model(path, folder) == 1034
    assert list(folder.iterdir()) == []
    assert freed_bytes(path, folder) == 0
    assert delete_model(path, folder) == 0


def test_all_parts_go_and_other_models_stay(tmp_path: Path) -> None:
    first, _, other = (_model(tmp_path, name) for name in ("a-00001-of-00002.gguf", "a-00002-of-00002.gguf", "b.gguf"))
    assert delete_model(first, tmp_path) == 2000
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [other]


def test_what_is_left_of_a_model_whose_first_part_is_gone_is_deleted(tmp_path: Path) -> None:
    first, _ = (_model(tmp_path, f"a-0000{number}-of-00002.gguf") for number in (1, 2))
    first.unlink()
    assert delete_model(first, tmp_path) == 1000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "place", ["../outside/tiny.gguf", "owner/../../outside/tiny.gguf", "link/tiny.gguf", "tiny.gguf"]
)
def test_nothing_outside_the_folder_is_deleted(tmp_path: Path, place: str) -> None:
    folder, outside = tmp_path / "models", tmp_path / "outside"
    for each in (folder / "owner", outside):
        each.mkdir(parents=True)
    (folder / "link").symlink_to(outside)
    (outside / "tiny.gguf").write_bytes(b"mine")
    (folder / "tiny.gguf").write_bytes(b"a file that no download puts there")
    assert freed_bytes(folder / place, folder) == 0
    assert delete_model(folder / place, folder) == 0
    assert (outside / "tiny.gguf").read_bytes() == b"mine"
    assert (folder / "tiny.gguf").exists()


def test_of_a_link_only_the_link_is_deleted(tmp_path: Path) -> None:
    folder, mine = tmp_path / "models", tmp_path / "mine.gguf"
    mine.write_bytes(b"mine")
    link = _model(folder)
    link.unlink()
    link.symlink_to(mine)
    assert delete_model(link, folder) == 0
    assert not link.is_symlink()
    assert mine.read_bytes() == b"mine"


def test_a_file_with_another_name_frees_nothing(tmp_path: Path) -> None:
    path = _model(tmp_path / "models")
    os.link(path, tmp_path / "kept.gguf")
    assert freed_bytes(path, tmp_path / "models") == 0
    assert delete_model(path, tmp_path / "models") == 0
    assert (tmp_path / "kept.gguf").exists()


def test_a_model_that_is_being_downloaded_is_left_alone(tmp_path: Path) -> None:
    path = _model(tmp_path)
    with FileLock(f"{path}.lock"), pytest.raises(ModelStoreError) as caught:
        delete_model(path, tmp_path)
    assert caught.value.code is ErrorCode.MODEL_NOT_DELETED
    assert path.exists()


def test_a_file_that_cannot_be_deleted_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _model(tmp_path)

    def refuse(_path: Path, **_options: object) -> None:
        raise PermissionError("in use")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ModelStoreError) as caught:
        delete_model(path, tmp_path)
    assert caught.value.code is ErrorCode.MODEL_NOT_DELETED
    assert caught.value.facts == {"path": str(path), "reason": "in use"}

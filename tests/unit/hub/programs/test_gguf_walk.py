from pathlib import Path

from desktop_llm.hub.programs.gguf_walk import gguf_files, identity_of
from tests.fakes.user_homes import write_model


def names(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in gguf_files(root)]


def test_models_are_found_in_all_folders_in_order(tmp_path: Path) -> None:
    for name in ("b/x/2.gguf", "b/1.GGUF", "a.gguf", "notes.txt", "b/model.bin"):
        write_model(tmp_path / name)
    assert names(tmp_path) == ["a.gguf", "b/1.GGUF", "b/x/2.gguf"]


def test_half_downloads_and_what_is_no_model_of_its_own_are_left_out(tmp_path: Path) -> None:
    for name in (
        "incomplete-Llama.gguf",
        "downloading_Qwen.gguf",
        "Qwen.gguf.part",
        "mmproj-model-f16.gguf",
        "gemma-mmproj.gguf",
        "nomic-embed-text-v1.5.f16.gguf",
        "Big-00002-of-00002.gguf",
        "Big-00001-of-00002.gguf",
    ):
        write_model(tmp_path / name)
    assert names(tmp_path) == ["Big-00001-of-00002.gguf"]


def test_links_are_followed_and_loops_are_not(tmp_path: Path) -> None:
    write_model(tmp_path / "elsewhere/c.gguf")
    models = tmp_path / "models"
    models.mkdir()
    (models / "linked").symlink_to(tmp_path / "elsewhere")
    (models / "twice").symlink_to(tmp_path / "elsewhere")
    (models / "loop").symlink_to(models)
    (models / "d.gguf").symlink_to(tmp_path / "gone.gguf")
    (models / "z.gguf").symlink_to(tmp_path / "elsewhere/c.gguf")
    assert names(models) == ["z.gguf"]


def test_a_folder_without_bottom_has_one(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*(str(i) for i in range(20)))
    write_model(deep / "deep.gguf")
    write_model(tmp_path / "0/1/2/near.gguf")
    assert names(tmp_path) == ["0/1/2/near.gguf"]


def test_a_huge_folder_is_looked_at_in_part(tmp_path: Path) -> None:
    for i in range(50):
        write_model(tmp_path / f"{i:03}.gguf")
    assert len(list(gguf_files(tmp_path, n_entries=20))) == 20


def test_what_is_not_there_has_no_models_and_no_identity(tmp_path: Path) -> None:
    assert names(tmp_path / "missing") == []
    assert names(write_model(tmp_path / "file.gguf")) == []
    assert identity_of(tmp_path / "missing") is None

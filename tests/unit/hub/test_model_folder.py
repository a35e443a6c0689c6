from pathlib import Path

import msgspec
import pytest

from desktop_llm.errors import DownloadError, ErrorCode
from desktop_llm.hub.model_folder import remove_empty_folders, target_of
from tests.fakes.file_source import remote_file

FILE = remote_file(b"")


def at(repository: str, path: str) -> Path:
    return target_of(Path("models"), msgspec.structs.replace(FILE, repository=repository, path=path))


@pytest.mark.parametrize(
    ("repository", "path"),
    [("owner/repo", "model.gguf"), ("gpt2", "gpt2.GGUF"), ("owner/repo", "Q4_K_M/model-00001-of-00002.gguf")],
)
def test_a_file_keeps_the_names_that_it_has_on_the_hub(repository: str, path: str) -> None:
    assert at(repository, path) == Path("models", *repository.split("/"), *path.split("/"))


@pytest.mark.parametrize(
    ("repository", "path"),
    [
        ("owner/repo", "../model.gguf"),
        ("owner/..", "model.gguf"),
        ("../../owner", "model.gguf"),
        ("/etc", "model.gguf"),
        ("", "model.gguf"),
        ("owner/repo", "/model.gguf"),
        ("owner/repo", "a//model.gguf"),
        ("owner/repo", "./model.gguf"),
        ("owner/repo", "C:model.gguf"),
        ("owner/repo", "a\\..\\model.gguf"),
        ("owner/repo", "nul.gguf"),
        ("con/repo", "model.gguf"),
        ("owner/repo", "model.gguf\x00.gguf"),
        ("owner/repo", "\ud800.gguf"),
        ("owner/repo", "語" * 90 + ".gguf"),
        ("owner/repo", "model.gguf.part"),
        ("owner/repo", "model.exe"),
    ],
)
def test_names_that_lead_elsewhere_or_are_not_possible_everywhere_are_refused(repository: str, path: str) -> None:
    with pytest.raises(DownloadError) as caught:
        at(repository, path)
    assert caught.value.code is ErrorCode.DOWNLOAD_NAME_UNSAFE


def test_empty_folders_go_up_to_the_models_folder(tmp_path: Path) -> None:
    (tmp_path / "owner" / "repo").mkdir(parents=True)
    remove_empty_folders(tmp_path / "owner" / "repo", tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert tmp_path.exists()


def test_folders_that_hold_something_stay(tmp_path: Path) -> None:
    (tmp_path / "owner" / "repo").mkdir(parents=True)
    (tmp_path / "owner" / "other").touch()
    remove_empty_folders(tmp_path / "owner" / "repo", tmp_path)
    assert [path.name for path in (tmp_path / "owner").iterdir()] == ["other"]


def test_folders_elsewhere_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    remove_empty_folders(tmp_path / "elsewhere", tmp_path / "models")
    assert (tmp_path / "elsewhere").exists()

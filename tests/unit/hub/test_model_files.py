from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.model_files import model_files


def _code_of(path: Path) -> tuple[ErrorCode, str]:
    with pytest.raises(ModelStoreError) as caught:
        model_files(path)
    return caught.value.code, str(caught.value.facts["path"])


def _parts(folder: Path, count: int) -> list[Path]:
    parts = [folder / f"Big-Q4-{number:05d}-of-{count:05d}.gguf" for number in range(1, count + 1)]
    for part in parts:
        part.write_bytes(b"GGUF12")
    return parts


def test_a_single_file_is_a_model(tmp_path: Path) -> None:
    path = tmp_path / "Tiny.Q4_0.gguf"
    path.write_bytes(b"GGUF1234")
    files = model_files(path)
    assert (files.name, files.first, files.size_bytes) == ("Tiny.Q4_0", path.resolve(), 8)


def test_a_name_may_begin_like_somebodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("~old.gguf").write_bytes(b"GGUF")
    assert model_files(Path("~old.gguf")).name == "~old"
    assert _code_of(Path("~not-here/a.gguf")) == (ErrorCode.MODEL_FILE_MISSING, "~not-here/a.gguf")


def test_a_link_leads_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(b"GGUF")
    (tmp_path / "link.gguf").symlink_to(tmp_path / "a.gguf")
    assert model_files(tmp_path / "link.gguf").first == (tmp_path / "a.gguf").resolve()


def test_links_to_files_named_by_their_hashes_keep_their_names(tmp_path: Path) -> None:
    links = _parts(tmp_path, 2)
    for link, blob in zip(links, ("f00d", "beef"), strict=True):
        link.rename(tmp_path / blob)
        link.symlink_to(blob)
    files = model_files(links[1])
    assert (files.name, files.parts, files.size_bytes) == ("Big-Q4", tuple(link.absolute() for link in links), 12)


@pytest.mark.parametrize("named", [0, 1, 2])
def test_any_part_stands_for_the_whole_model(tmp_path: Path, named: int) -> None:
    parts = _parts(tmp_path, 3)
    files = model_files(parts[named])
    assert (files.name, files.first, files.size_bytes) == ("Big-Q4", parts[0].resolve(), 18)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    parts = _parts(tmp_path, 3)
    parts[1].unlink()
    assert _code_of(parts[0]) == (ErrorCode.MODEL_PART_MISSING, str(parts[1].resolve()))


def test_a_part_that_is_no_gguf_is_named(tmp_path: Path) -> None:
    parts = _parts(tmp_path, 2)
    parts[1].write_bytes(b"<html>")
    assert _code_of(parts[0]) == (ErrorCode.MODEL_FILE_NOT_GGUF, str(parts[1].resolve()))


@pytest.mark.parametrize("content", [b"", b"GGU", b"gguf", b"PK\x03\x04"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(content)
    assert _code_of(path) == (ErrorCode.MODEL_FILE_NOT_GGUF, str(path.resolve()))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert _code_of(tmp_path / "none.gguf")[0] is ErrorCode.MODEL_FILE_MISSING
    assert _code_of(tmp_path)[0] is ErrorCode.MODEL_FILE_MISSING


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    assert _code_of(tmp_path / ("x" * 5000))[0] in {ErrorCode.MODEL_FILE_MISSING, ErrorCode.FILE_UNREADABLE}
    assert _code_of(tmp_path / "a\0b.gguf")[0] in {ErrorCode.MODEL_FILE_MISSING, ErrorCode.FILE_UNREADABLE}


def test_parts_numbered_from_nothing_are_a_single_file(tmp_path: Path) -> None:
    path = tmp_path / "Odd-00001-of-00000.gguf"
    path.write_bytes(b"GGUF")
    assert model_files(path).first == path.resolve()

import zipfile
from pathlib import Path

import pytest

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.zip_parts import Archive, part_beside
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.written_archive import write_archive


def source_of(path: Path, limits: ReadLimits | None = None) -> SourceFile:
    return SourceFile(path, limits or ReadLimits(), lambda _done, _total: None)


def failure(archive: Archive, name: str) -> ErrorCode:
    with pytest.raises(DocumentError) as raised:
        archive.read(name)
    return raised.value.code


def test_parts_are_read_by_name(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a", {"a/b.xml": "text"})
    with Archive(source_of(path)) as archive:
        assert archive.names == ["a/b.xml"]
        assert (archive.has("a/b.xml"), archive.has("c")) == (True, False)
        assert archive.read("a/b.xml") == b"text"
        assert archive.size_bytes("a/b.xml") == 4
        assert failure(archive, "c") is ErrorCode.DOCUMENT_DAMAGED


def test_a_small_file_that_unpacks_to_a_huge_one_is_too_large(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a", {"bomb": b"\0" * 20_000_000, "half": b"\0" * 600_000, "rest": b"\0" * 600_000})
    assert path.stat().st_size < 50_000
    with Archive(source_of(path, ReadLimits(unpacked_bytes=1_000_000))) as archive:
        assert failure(archive, "bomb") is ErrorCode.DOCUMENT_TOO_LARGE
        archive.read("half")
        assert failure(archive, "rest") is ErrorCode.DOCUMENT_TOO_LARGE
        with pytest.raises(DocumentError):
            archive.check_size()


def test_a_part_that_is_larger_than_it_says_is_not_unpacked_further(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a", {"bomb": b"\0" * 5_000_000})
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    with Archive(source_of(path)) as archive:
        assert failure(archive, "bomb") is ErrorCode.DOCUMENT_DAMAGED


def test_a_locked_part_and_a_broken_one_are_damaged(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a", {"a": b"some text that is long enough " * 20})
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)
    with Archive(source_of(path)) as archive:
        assert failure(archive, "a") is ErrorCode.DOCUMENT_DAMAGED
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(data)
    with Archive(source_of(path)) as archive:
        assert failure(archive, "a") is ErrorCode.DOCUMENT_DAMAGED


def test_what_is_no_archive_or_has_very_many_parts_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(DocumentError):
        Archive(source_of(path))
    with zipfile.ZipFile(path, "w") as file:
        for number in range(50_001):
            file.writestr(zipfile.ZipInfo(str(number)), b"")
    with pytest.raises(DocumentError):
        Archive(source_of(path))


@pytest.mark.parametrize(
    ("target", "name"),
    [("notes.xml", "word/notes.xml"), ("../ppt/a.xml", "ppt/a.xml"), ("/word/a.xml", "word/a.xml")],
)
def test_a_part_refers_to_another_from_its_folder(target: str, name: str) -> None:
    assert part_beside("word/document.xml", target) == name

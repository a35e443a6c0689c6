import os
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.hub.part_file import (
    PartFile,
    discard_part,
    finish_part,
    n_part_bytes,
    part_path,
    pieces_path,
    reopen_as_part,
)
from desktop_llm.hub.piece_log import PieceLog
from tests.fakes.file_source import remote_file

CONTENT = bytes(range(250)) * 10
FILE = remote_file(CONTENT)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "owner" / "repo" / "model.gguf"


def begun(target: Path, n_bytes: int) -> None:
    with closing(PartFile(target, FILE, piece_bytes=1000)) as part:
        part.write(0, memoryview(CONTENT)[:n_bytes])


def known(part: PartFile) -> list[int]:
    """Of how many bytes of each piece the checksum is known."""
    return [piece.n_bytes if piece else 0 for piece in part.log.pieces]


def test_a_new_file_has_nothing_and_no_name(target: Path) -> None:
    with closing(PartFile(target, FILE)) as part:
        assert part.n_bytes_before == 0
        assert part.log.file == FILE
    assert not target.exists()


def test_what_was_written_is_gone_on_from(target: Path) -> None:
    begun(target, 1500)
    with closing(PartFile(target, FILE)) as part:
        assert part.n_bytes_before == 1500
        assert known(part) == [1000, 500, 0]
        part.write(1500, memoryview(CONTENT)[1500:])
        part.sync()
        assert known(part) == [1000, 1000, 500]
    assert part_path(target).read_bytes() == CONTENT


def test_pieces_that_are_not_on_the_disk_are_forgotten(target: Path) -> None:
    begun(target, 2500)
    os.truncate(part_path(target), 1999)
    with closing(PartFile(target, FILE)) as part:
        assert (part.n_bytes_before, known(part)) == (1999, [1000, 0, 0])


def test_what_is_longer_than_the_file_is_cut(target: Path) -> None:
    begun(target, 2500)
    with part_path(target).open("ab") as file:
        file.write(b"too much")
    with closing(PartFile(target, FILE)) as part:
        assert part.n_bytes_before == 2500
    assert part_path(target).read_bytes() == CONTENT


def test_the_part_of_another_version_is_thrown_away(target: Path) -> None:
    begun(target, 1500)
    with closing(PartFile(target, remote_file(CONTENT[::-1]))) as part:
        assert part.n_bytes_before == 0
        assert known(part) == [0]


def test_bytes_that_nobody_knows_the_version_of_are_thrown_away(target: Path) -> None:
    begun(target, 1500)
    pieces_path(target).unlink()
    with closing(PartFile(target, FILE)) as part:
        assert part.n_bytes_before == 0


def test_a_finished_part_gets_its_name_and_keeps_its_pieces(target: Path) -> None:
    begun(target, 2500)
    assert n_part_bytes(target) == 2500
    finish_part(target)
    assert target.read_bytes() == CONTENT
    assert n_part_bytes(target) == 2500
    assert not part_path(target).exists()
    assert PieceLog.opened(pieces_path(target))


def test_a_damaged_file_loses_its_name_and_keeps_its_pieces(target: Path) -> None:
    begun(target, 2500)
    finish_part(target)
    reopen_as_part(target, FILE)
    assert not target.exists()
    with closing(PartFile(target, FILE)) as part:
        assert (part.n_bytes_before, known(part)) == (2500, [1000, 1000, 500])


def test_a_damaged_file_whose_pieces_are_gone_is_kept_too(target: Path) -> None:
    begun(target, 2500)
    finish_part(target)
    pieces_path(target).unlink()
    reopen_as_part(target, FILE)
    with closing(PartFile(target, FILE)) as part:
        assert (part.n_bytes_before, known(part)) == (2500, [0])


def test_nothing_stays_of_what_is_discarded(target: Path) -> None:
    begun(target, 1500)
    discard_part(target)
    discard_part(target)
    assert list(target.parent.iterdir()) == []
    assert n_part_bytes(target) == 0

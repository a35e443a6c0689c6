import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.hub.coverage import Coverage
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.piece_check import PieceCheck
from desktop_llm.hub.piece_log import Piece, PieceLog, PieceNotes, Span
from tests.fakes.file_source import remote_file

CONTENT = bytes(range(250)) * 20
PIECE = 1000
N_PIECES = 5


class Checked:
    """A file on disk, its log, and a thread that fetches what is found damaged as a transfer would."""

    def __init__(self, path: Path, file: RemoteFile, content: bytes, n_noted: int) -> None:
        self.path = path
        path.write_bytes(content)
        self.log = PieceLog.created(path.with_suffix(".pieces"), file, PIECE)
        PieceNotes(self.log).take(0, memoryview(CONTENT)[: n_noted * PIECE])
        self.coverage = Coverage(file.size_bytes, len(content))
        self.fetched: list[Span] = []

    def run(self, good: bytes = CONTENT) -> bool | None:
        check = PieceCheck(self.path, self.log, self.coverage)
        with closing(self.log), ThreadPoolExecutor(1) as thread:
            mending = thread.submit(self._mend, good)
            try:
                return check.run()
            finally:
                self.coverage.close()
                mending.result()

    def _mend(self, good: bytes) -> None:
        notes = PieceNotes(self.log)
        while (span := self.coverage.next_missing()) is not None:
            self.fetched.append(span)
            data = memoryview(good)[span.start : span.end]
            self.write(span.start, data)
            notes.take(span.start, data)
            self.coverage.fill(span.end)

    def write(self, place: int, data: memoryview) -> None:
        with self.path.open("r+b") as file:
            file.seek(place)
            file.write(data)


class BadDisk(Checked):
    """It does not keep what is written."""

    def write(self, place: int, data: memoryview) -> None:
        pass


def with_flips(*places: int) -> bytes:
    content = bytearray(CONTENT)
    for place in places:
        content[place] ^= 1
    return bytes(content)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.part"


def checked(path: Path, content: bytes, n_noted: int = 0) -> Checked:
    return Checked(path, remote_file(CONTENT), content, n_noted)


def pieces(content: bytes = CONTENT, adopted: Iterable[int] = ()) -> tuple[Piece, ...]:
    parts = [content[start : start + PIECE] for start in range(0, len(content), PIECE)]
    return tuple(Piece(len(part), zlib.crc32(part), number in adopted) for number, part in enumerate(parts))


def test_a_right_file_is_found_right(path: Path) -> None:
    it = checked(path, CONTENT, n_noted=N_PIECES)
    assert it.run() is True
    assert (it.fetched, it.log.pieces) == ([], pieces())


def test_pieces_that_nobody_noted_are_adopted(path: Path) -> None:
    it = checked(path, CONTENT, n_noted=2)
    assert it.run() is True
    assert (it.fetched, it.log.pieces) == ([], pieces(adopted={2, 3, 4}))


def test_a_piece_noted_in_part_is_adopted(path: Path) -> None:
    it = checked(path, CONTENT, n_noted=N_PIECES)
    it.log.note(3, Piece(10, 1))
    assert it.run() is True
    assert (it.fetched, it.log.pieces) == ([], pieces(adopted={3}))


def test_what_is_still_to_come_is_waited_for(path: Path) -> None:
    it = checked(path, CONTENT[:2300], n_noted=2)
    assert it.run() is True
    assert it.fetched == [Span(2300, 5000)]
    assert it.log.pieces == pieces(adopted={2})


def test_a_wrong_file_is_found_wrong(path: Path) -> None:
    it = checked(path, with_flips(1234))
    PieceNotes(it.log).take(0, memoryview(with_flips(1234)))
    assert it.run() is False
    assert it.fetched == []


def test_damaged_pieces_alone_are_fetched_again(path: Path) -> None:
    it = checked(path, with_flips(0, 3001, 3999), n_noted=N_PIECES)
    assert it.run() is True
    assert it.fetched == [Span(0, 1000), Span(3000, 4000)]
    assert path.read_bytes() == CONTENT


def test_a_note_that_is_wrong_costs_one_piece(path: Path) -> None:
    it = checked(path, CONTENT, n_noted=N_PIECES)
    it.log.note(2, Piece(PIECE, 12345))
    assert it.run() is True
    assert (it.fetched, it.log.pieces) == ([Span(2000, 3000)], pieces())


def test_adopted_pieces_are_doubted_first(path: Path) -> None:
    it = checked(path, with_flips(2500), n_noted=2)
    assert it.run() is True
    assert (it.fetched, it.log.pieces) == ([Span(2000, 5000)], pieces())
    assert path.read_bytes() == CONTENT


def test_pieces_adopted_in_an_earlier_run_are_doubted_too(path: Path) -> None:
    it = checked(path, with_flips(2500), n_noted=N_PIECES)
    for number in (2, 4):
        it.log.note(number, pieces(with_flips(2500), adopted={2, 4})[number])
    assert it.run() is True
    assert it.fetched == [Span(2000, 3000), Span(4000, 5000)]


def test_doubted_pieces_that_come_again_as_they_were_make_the_file_wrong(path: Path) -> None:
    wrong = with_flips(2500)
    it = checked(path, wrong)
    assert it.run(good=wrong) is False
    assert it.fetched == [Span(0, 5000)]


def test_a_disk_that_does_not_keep_what_is_written_is_reported(path: Path) -> None:
    it = BadDisk(path, remote_file(CONTENT), with_flips(2500), N_PIECES)
    with pytest.raises(OSError, match="give back"):
        it.run()
    assert it.fetched == [Span(2000, 3000)] * 2


def test_a_closed_coverage_ends_the_check_without_a_verdict(path: Path) -> None:
    it = checked(path, CONTENT)
    it.coverage.close()
    assert it.run() is None


def test_a_file_that_lost_its_end_meanwhile_is_reported(path: Path) -> None:
    it = checked(path, CONTENT)
    path.write_bytes(CONTENT[:4500])
    with pytest.raises(OSError, match="shorter"):
        it.run()

import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.hub.piece_log import Piece, PieceLog, PieceNotes, Span
from tests.fakes.file_source import remote_file

CONTENT = bytes(range(250)) * 10
FILE = remote_file(CONTENT)
PIECES = (Piece(1000, 7), Piece(1000, 2**32 - 1, is_adopted=True), Piece(500, 0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf.pieces"


@pytest.fixture
def log(path: Path) -> Iterator[PieceLog]:
    with closing(PieceLog.created(path, FILE, piece_bytes=1000)) as log:
        for number, piece in enumerate(PIECES):
            log.note(number, piece)
        yield log


@pytest.fixture
def empty(path: Path) -> Iterator[PieceLog]:
    with closing(PieceLog.created(path, FILE, piece_bytes=1000)) as log:
        yield log


def opened(path: Path) -> PieceLog:
    log = PieceLog.opened(path)
    assert log is not None
    return log


def came(start: int, end: int) -> Piece:
    return Piece(end - start, zlib.crc32(CONTENT[start:end]))


def take(notes: PieceNotes, start: int, end: int) -> None:
    notes.take(start, memoryview(CONTENT)[start:end])


def test_pieces_cover_the_file(log: PieceLog) -> None:
    assert log.spans == (Span(0, 1000), Span(1000, 2000), Span(2000, 2500))
    assert [log.number_at(offset) for offset in (0, 999, 1000, 2499)] == [0, 0, 1, 2]


def test_what_was_noted_is_there_again_without_being_closed(log: PieceLog, path: Path) -> None:
    again = opened(path)
    assert again.pieces == log.pieces == PIECES
    assert (again.file, again.spans) == (FILE, log.spans)


def test_of_a_new_log_every_piece_is_unknown(empty: PieceLog, path: Path) -> None:
    assert empty.pieces == opened(path).pieces == (None, None, None)


def test_pieces_can_be_noted_in_any_order(empty: PieceLog, path: Path) -> None:
    empty.note(2, PIECES[2])
    assert opened(path).pieces == (None, None, PIECES[2])


def test_a_piece_can_be_forgotten(log: PieceLog, path: Path) -> None:
    log.note(1, None)
    assert log.piece(1) is None
    assert opened(path).pieces == (PIECES[0], None, PIECES[2])


@pytest.mark.parametrize(("size_bytes", "n_known"), [(2500, 3), (2499, 2), (2000, 2), (1999, 1), (0, 0)])
def test_pieces_beyond_the_end_of_the_file_are_forgotten(
    log: PieceLog, path: Path, size_bytes: int, n_known: int
) -> None:
    log.forget_from(size_bytes)
    assert opened(path).pieces == PIECES[:n_known] + (None,) * (3 - n_known)


def test_a_new_log_takes_the_place_of_the_old(log: PieceLog, path: Path) -> None:
    PieceLog.created(path, FILE, piece_bytes=1000)
    assert opened(path).pieces == (None, None, None)


@pytest.mark.parametrize("n_bytes", [1, 5, 8])
def test_half_a_record_of_a_killed_program_counts_as_none(log: PieceLog, path: Path, n_bytes: int) -> None:
    path.write_bytes(path.read_bytes()[:-n_bytes])
    assert opened(path).pieces == (*PIECES[:2], None)
    with closing(opened(path)) as again:
        again.note(2, PIECES[2])
    assert opened(path).pieces == PIECES


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\n", b'{"version":1}\n', b"[]\nrecords"])
def test_a_file_that_is_no_log_counts_as_none(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert PieceLog.opened(path) is None


@pytest.mark.parametrize("version", [b'"version":2', b'"version":1,"later":2'])
def test_a_log_of_another_version_counts_as_none(log: PieceLog, path: Path, version: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(b'"version":1', version))
    assert PieceLog.opened(path) is None


def test_there_need_not_be_a_log(path: Path) -> None:
    assert PieceLog.opened(path) is None


@given(cuts=st.sets(st.integers(1, 2499), max_size=12), begin=st.integers(0, 2499))
def test_bytes_that_come_in_any_portions_make_the_same_notes(
    tmp_path_factory: pytest.TempPathFactory, cuts: set[int], begin: int
) -> None:
    path = tmp_path_factory.mktemp("notes") / "pieces"
    with closing(PieceLog.created(path, FILE, piece_bytes=1000)) as log:
        notes = PieceNotes(log)
        places = [begin, *sorted(cut for cut in cuts if cut > begin), 2500]
        for start, end in pairwise(places):
            take(notes, start, end)
    assert opened(path).pieces == tuple(
        came(start, end) if start >= begin else None for start, end in ((0, 1000), (1000, 2000), (2000, 2500))
    )


def test_a_piece_that_is_begun_is_gone_on_with_after_a_pause(empty: PieceLog, path: Path) -> None:
    notes = PieceNotes(empty)
    take(notes, 0, 1300)
    notes.pause()
    again = opened(path)
    assert again.pieces == (came(0, 1000), came(1000, 1300), None)
    with closing(again):
        take(PieceNotes(again), 1300, 2000)
    assert opened(path).pieces == (came(0, 1000), came(1000, 2000), None)


@pytest.mark.parametrize("end", [0, 1000, 2500])
def test_a_pause_between_two_pieces_notes_nothing(empty: PieceLog, end: int) -> None:
    notes = PieceNotes(empty)
    take(notes, 0, end)
    before = empty.pieces
    notes.pause()
    assert empty.pieces == before


def test_a_piece_of_which_more_came_than_was_noted_is_not_gone_on_with(empty: PieceLog) -> None:
    notes = PieceNotes(empty)
    take(notes, 0, 300)
    notes.pause()
    take(PieceNotes(empty), 500, 1000)
    assert empty.pieces[0] == came(0, 300)


def test_a_piece_that_comes_again_is_noted_anew(log: PieceLog) -> None:
    take(PieceNotes(log), 1000, 2000)
    assert log.pieces == (PIECES[0], came(1000, 2000), PIECES[2])

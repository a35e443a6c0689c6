"""What is known of a file piece by piece, in a small file beside it: a checksum of each piece, taken of the bytes as
they came. Damage found later is traced with it to the pieces it is in.

The first line names the file, a record of fixed length follows for each piece. None is trusted: they tell where to
look, and whether the file is right its published SHA-256 says. The fetching and the checking thread both note pieces.
"""

import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import msgspec
from msgspec import Meta, Struct

from desktop_llm.durable_files import replace_file
from desktop_llm.hub.hub_records import RemoteFile

PIECE_BYTES: Final = 4 * 1024**2
_VERSION: Final = 1
_RECORD: Final = struct.Struct("<BII")  # a _Kind, how many bytes, their CRC-32
_UNKNOWN, _CAME, _ADOPTED = range(3)


class Span(Struct, frozen=True, order=True):
    """The bytes of a file from `start` on, without `end`."""

    start: int
    end: int


class Piece(Struct, frozen=True):
    """The CRC-32 of a piece, or of its first bytes if no more had come.

    A piece is adopted if its checksum is that of what lay on the disk, because the program that fetched it was killed
    before it noted one. Such pieces are the first to be doubted.
    """

    n_bytes: int
    crc: int
    is_adopted: bool = False


class _Header(Struct, frozen=True, kw_only=True):
    version: int
    piece_bytes: Annotated[int, Meta(gt=0)]
    file: RemoteFile


class PieceLog:
    """The pieces of one version of one file. Close it when nothing more is noted."""

    def __init__(self, path: Path, header: _Header, records: bytes) -> None:
        self._path = path
        self._header = header
        self._line = msgspec.json.encode(header) + b"\n"
        self._spans = tuple(_spans(header))
        self._pieces = _pieces(records, len(self._spans))
        self._lock = threading.Lock()
        self._output: BinaryIO | None = None

    @staticmethod
    def created(path: Path, file: RemoteFile, piece_bytes: int = PIECE_BYTES) -> "PieceLog":
        """A log without pieces, in place of any other; on the disk when this returns. Raises OSError."""
        log = PieceLog(path, _Header(version=_VERSION, piece_bytes=piece_bytes, file=file), b"")
        replace_file(path, log._line)
        return log

    @staticmethod
    def opened(path: Path) -> "PieceLog | None":
        """The log at `path`, or None if there is none, or none of use. Raises OSError."""
        try:
            line, newline, records = path.read_bytes().partition(b"\n")
            log = PieceLog(path, msgspec.json.decode(line, type=_Header), records)
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        # Encoded again, the header must have its length: records are found by it.
        return log if log._header.version == _VERSION and log._line == line + newline else None

    @property
    def file(self) -> RemoteFile:
        """The version of the file that the pieces are of."""
        return self._header.file

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the pieces of the whole file lie, whether anything is known of them or not."""
        return self._spans

    @property
    def pieces(self) -> tuple[Piece | None, ...]:
        """As many as there are spans."""
        return tuple(self._pieces)

    def piece(self, number: int) -> Piece | None:
        return self._pieces[number]

    def number_at(self, offset: int) -> int:
        """The number of the piece that this byte is in."""
        return offset // self._header.piece_bytes

    def note(self, number: int, piece: Piece | None) -> None:
        """Remember what is known of a piece. It reaches the disk later: one that gets lost counts as adopted."""
        with self._lock:
            self._pieces[number] = piece
            if self._output is None:
                self._output = self._path.open("r+b", buffering=0)
            self._output.seek(len(self._line) + number * _RECORD.size)
            self._output.write(_record(piece))

    def forget_from(self, size_bytes: int) -> None:
        """The file has only so many bytes now: pieces that had more are unknown."""
        for number, (span, piece) in enumerate(zip(self._spans, self._pieces, strict=True)):
            if piece is not None and span.start + piece.n_bytes > size_bytes:
                self.note(number, None)

    def close(self) -> None:
        with self._lock:
            if self._output is not None:
                self._output.close()
                self._output = None


class PieceNotes:
    """Takes the checksums of bytes as they come and notes each piece that is complete."""

    def __init__(self, log: PieceLog) -> None:
        self._log = log
        self._place = -1  # what comes for this place continues the piece that is begun
        self._begun: Piece | None = None  # None: bytes of it came that nobody hashed

    def take(self, offset: int, data: memoryview) -> None:
        """These bytes came for this place."""
        while data:
            number = self._log.number_at(offset)
            span = self._log.spans[number]
            if offset != self._place or offset == span.start:
                self._begun = self._known_up_to(offset, number, span)
            taken = data[: span.end - offset]
            self._place = offset + len(taken)
            if self._begun is not None:
                self._begun = _continued(self._begun, taken)
                if self._place == span.end:
                    self._log.note(number, self._begun)
                    self._begun = None
            offset, data = self._place, data[len(taken) :]

    def pause(self) -> None:
        """Nothing more comes: note how far the last piece is, so that it can be gone on with."""
        if self._begun is not None:
            self._log.note(self._log.number_at(self._place), self._begun)

    def _known_up_to(self, offset: int, number: int, span: Span) -> Piece | None:
        if offset == span.start:
            return Piece(0, 0)
        known = self._log.piece(number)
        return known if known is not None and span.start + known.n_bytes == offset else None


def _continued(piece: Piece, data: memoryview) -> Piece:
    return Piece(piece.n_bytes + len(data), zlib.crc32(data, piece.crc), piece.is_adopted)


def _spans(header: _Header) -> Iterator[Span]:
    size_bytes, step = header.file.size_bytes, header.piece_bytes
    return (Span(start, min(start + step, size_bytes)) for start in range(0, size_bytes, step))


def _record(piece: Piece | None) -> bytes:
    if piece is None:
        return bytes(_RECORD.size)
    return _RECORD.pack(_ADOPTED if piece.is_adopted else _CAME, piece.n_bytes, piece.crc)


def _pieces(records: bytes, n_pieces: int) -> list[Piece | None]:
    """What is missing at the end, or is there by half, is unknown."""
    n_whole = min(len(records) // _RECORD.size, n_pieces)
    padded = records[: n_whole * _RECORD.size].ljust(n_pieces * _RECORD.size, b"\0")
    return [
        Piece(n_bytes, crc, is_adopted=kind == _ADOPTED) if kind in {_CAME, _ADOPTED} else None
        for kind, n_bytes, crc in _RECORD.iter_unpack(padded)
    ]

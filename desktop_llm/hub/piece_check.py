"""Hashes a file on the disk while it still comes in, and traces damage to its pieces. Runs on a thread of its own.

What is hashed are the bytes that the disk gives back, not those that came from the network: the verdict is on the
file that will be used.
"""

import errno
import hashlib
import zlib
from io import FileIO
from pathlib import Path
from typing import Final, Protocol, Self

from desktop_llm.hub.coverage import Coverage
from desktop_llm.hub.piece_log import Piece, PieceLog, Span

_BLOCK_BYTES: Final = 1024**2
_MAX_FETCHED_AGAIN: Final = 2


class _Digest(Protocol):
    """hashlib's objects, whose class has no public name."""

    def update(self, data: memoryview, /) -> None: ...

    def digest(self) -> bytes: ...

    def hexdigest(self) -> str: ...

    def copy(self) -> Self: ...


class PieceCheck:
    """Follows the fetching thread through the file, a piece behind it.

    A piece whose checksum is not the one it came with was damaged since: it is reopened, fetched and hashed again. One
    that nobody noted when it came is noted as adopted.
    """

    def __init__(self, path: Path, log: PieceLog, coverage: Coverage) -> None:
        self._path = path
        self._log = log
        self._coverage = coverage
        self._block = memoryview(bytearray(_BLOCK_BYTES))

    def run(self) -> bool | None:
        """Whether the whole file has its published SHA-256; None if the coverage was closed before. Raises OSError.

        If it has not, pieces that were adopted are fetched again before that is the verdict.
        """
        while (is_right := self._hash_all()) is False:
            if not self._reopen_adopted():
                return False
        return is_right

    def _hash_all(self) -> bool | None:
        digest: _Digest = hashlib.sha256()
        with self._path.open("rb", buffering=0) as part:
            for number in range(len(self._log.spans)):
                after = self._hash_piece(part, digest, number)
                if after is None:
                    return None
                digest = after
        return digest.hexdigest() == self._log.file.sha256

    def _hash_piece(self, part: FileIO, before: _Digest, number: int) -> _Digest | None:
        """`before` is the hash up to this piece; returns that up to its end, None if the coverage was closed."""
        span = self._log.spans[number]
        n_fetched_again = 0
        while self._coverage.wait_until_present(span):
            digest = before.copy()
            found = Piece(span.end - span.start, self._hash_span(part, digest, span), is_adopted=True)
            known = self._log.piece(number)
            if known is None or known.n_bytes != found.n_bytes:
                self._log.note(number, found)
                return digest
            if known.crc == found.crc:
                return digest
            if n_fetched_again == _MAX_FETCHED_AGAIN:
                raise OSError(errno.EIO, "the disk does not give back what was written", str(self._path))
            self._coverage.reopen(span)
            n_fetched_again += 1
        return None

    def _hash_span(self, part: FileIO, digest: _Digest, span: Span) -> int:
        """Feeds the digest; returns the CRC-32 of the span alone."""
        part.seek(span.start)
        crc, rest = 0, span.end - span.start
        while rest > 0:
            n_read = part.readinto(self._block[: min(rest, _BLOCK_BYTES)])
            if not n_read:
                raise OSError(errno.EIO, "the file became shorter while it was read", str(self._path))
            block = self._block[:n_read]
            digest.update(block)
            crc = zlib.crc32(block, crc)
            rest -= n_read
        return crc

    def _reopen_adopted(self) -> bool:
        """Whether there are any. They are noted anew as they come."""
        pieces = zip(self._log.spans, self._log.pieces, strict=True)
        spans = [span for span, piece in pieces if piece is not None and piece.is_adopted]
        for span in _joined(spans):
            self._coverage.reopen(span)
        return bool(spans)


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbours as one: each span is a request of its own."""
    joined = spans[:1]
    for span in spans[1:]:
        if span.start == joined[-1].end:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined

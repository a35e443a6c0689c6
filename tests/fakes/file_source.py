"""Files of a Hub in memory, for tests of what is done with their bytes: quicker than a server, and it fails as told."""

import hashlib
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import msgspec

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_records import RemoteFile

PIECE_BYTES = 997  # not a divisor of anything


def remote_file(content: bytes, path: str = "model.gguf", sha256: str = "") -> RemoteFile:
    digest = sha256 or hashlib.sha256(content).hexdigest()
    return RemoteFile(
        repository="owner/repo", revision="0" * 40, path=path, size_bytes=len(content), sha256=digest, etag=digest
    )


def cut() -> HubError:
    return HubError(ErrorCode.HUB_UNREACHABLE, address="memory", reason="cut")


class FileSource:
    """Contents by path. A change of `files` is a change on the Hub.

    `before_piece` is called with the file's path and the place of each piece before it is sent: it may raise. `spoil`
    makes of the piece at a place what is sent.
    """

    def __init__(self, **files: bytes) -> None:
        self.files = {f"{name}.gguf": content for name, content in files.items()}
        self.sha256: dict[str, str] = {}
        self.hidden_facts: set[str] = set()  # paths whose checksum and etag are not told
        self.knows_ranges = True
        self.piece_bytes = PIECE_BYTES
        self.before_piece: Callable[[str, int], None] = lambda _path, _place: None
        self.before_facts: Callable[[str], None] = lambda _path: None
        self.spoil: Callable[[bytes, int], bytes] = lambda piece, _place: piece
        self.ranges: list[tuple[int, int | None]] = []
        self.n_sent_bytes = 0
        self._lock = threading.Lock()

    def close(self) -> None:
        """As the Hub's client can be."""

    def count(self, n_bytes: int) -> None:
        with self._lock:
            self.n_sent_bytes += n_bytes

    def file(self, path: str = "model.gguf") -> RemoteFile:
        return remote_file(self.files[path], path, self.sha256.get(path, ""))

    def file_facts(self, file: RemoteFile) -> RemoteFile:
        self.before_facts(file.path)
        facts = self.file(file.path)
        digest = "" if file.path in self.hidden_facts else facts.sha256
        return msgspec.structs.replace(
            file, size_bytes=facts.size_bytes, sha256=digest, etag=digest, url="memory:signed"
        )

    @contextmanager
    def open_stream(self, file: RemoteFile, start: int = 0, end: int | None = None) -> Generator["MemoryStream"]:
        self.ranges.append((start, end))
        yield MemoryStream(self, file.path, start if self.knows_ranges else 0, end if self.knows_ranges else None)


class MemoryStream:
    def __init__(self, source: FileSource, path: str, start: int, end: int | None) -> None:
        self._source = source
        self._path = path
        self._content = source.files[path]
        self.start = start
        self._end = len(self._content) if end is None else end
        self.total_bytes = len(self._content)
        self.etag = "of-the-server" if path in source.hidden_facts else source.file(path).etag

    def pieces(self) -> Iterator[bytes]:
        source = self._source
        for place in range(self.start, self._end, source.piece_bytes):
            source.before_piece(self._path, place)
            piece = self._content[place : min(place + source.piece_bytes, self._end)]
            source.count(len(piece))
            yield source.spoil(piece, place)

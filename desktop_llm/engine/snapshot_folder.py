"""Evaluated conversations on disk, so that one reopened later answers at once.

A cache: bounded, keyed, safe to delete, never trusted. Files are read on the worker's thread, when a conversation
comes back; they are written on a thread of their own.
"""

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from desktop_llm.engine.sequences import Seam, Snapshot

_log = logging.getLogger(__name__)

_MAGIC: Final = b"DLLMSEQ\x01"
_SUFFIX: Final = ".snapshot"
_LENGTH_BYTES: Final = 4
_DIGEST_BYTES: Final = 32
_MAX_HEADER_BYTES: Final = 64 * 1024**2
_MAX_SHARE: Final = 2  # one file takes at most 1/2 of the limit


class _StoredPart(Struct, frozen=True):
    """A saved state: after how many tokens, and how many bytes of the file it takes."""

    n_tokens: int
    n_bytes: int


class _Header(Struct, frozen=True, kw_only=True):
    """The beginning of a file. The first part is the whole sequence, the others are snapshots within it."""

    fingerprint: str
    key: str
    text: str
    tokens: list[int]
    seams: tuple[tuple[int, int], ...]
    parts: tuple[_StoredPart, ...]


class StoredSequence(Struct, frozen=True, kw_only=True):
    """What a file says it holds. The states themselves are read by `SnapshotFolder.load`."""

    path: Path
    text: str
    tokens: list[int]
    seams: tuple[Seam, ...]


class SequenceContent(Struct, frozen=True, kw_only=True):
    """All that is needed to bring a sequence back."""

    key: str
    text: str
    tokens: list[int]
    seams: tuple[Seam, ...]
    state: bytes | bytearray
    snapshots: tuple[Snapshot, ...] = ()


class LoadedStates(Struct, frozen=True):
    """The states of a stored sequence: the whole, and snapshots within it."""

    state: bytes
    snapshots: tuple[Snapshot, ...]


class SnapshotFolder:
    """The snapshots of one model in one folder. `fingerprint` is the model's: files of another are not for it."""

    def __init__(self, folder: Path, fingerprint: str, limit_bytes: int) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._limit_bytes = limit_bytes
        self._jobs: SimpleQueue[SequenceContent | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write_all, name="snapshot-writer", daemon=True)
        self._writer.start()

    def find(self, key: str) -> StoredSequence | None:
        """What is stored for a conversation, without its states."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                header = _read_header(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            _discard(path, error)
            return None
        if header.fingerprint != self._fingerprint or header.key != key:
            _discard(path, "it belongs to another model or conversation")
            return None
        seams = tuple(Seam(n_chars, n_tokens) for n_chars, n_tokens in header.seams)
        return StoredSequence(path=path, text=header.text, tokens=header.tokens, seams=seams)

    def load(self, stored: StoredSequence) -> LoadedStates | None:
        """The states of what `find` found. None if the file is damaged; it is deleted then."""
        try:
            states = _read_states(stored.path)
            os.utime(stored.path)  # it was used: others are deleted first
        except (OSError, ValueError) as error:
            _discard(stored.path, error)
            return None
        return states

    def save(self, content: SequenceContent) -> None:
        """Write soon, on the writer's thread. A file that cannot be written is only logged."""
        self._jobs.put(content)

    def close(self) -> None:
        """Write what is due. Blocks until that is done."""
        self._jobs.put(None)
        self._writer.join()

    def _write_all(self) -> None:
        while (content := self._jobs.get()) is not None:
            try:
                self._write(content)
            except OSError as error:
                _log.warning("a snapshot was not written: %s", error)

    def _write(self, content: SequenceContent) -> None:
        header = self._encoded_header(content)
        states = [content.state, *(snapshot.state for snapshot in content.snapshots)]
        n_bytes = len(_MAGIC) + _LENGTH_BYTES + len(header) + sum(map(len, states)) + _DIGEST_BYTES
        if n_bytes > self._limit_bytes // _MAX_SHARE:
            _log.info("a snapshot of %d bytes is too large to be kept", n_bytes)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(content.key)
        _make_room(self._folder, self._limit_bytes - n_bytes, replaced=path)
        draft = path.with_suffix(".draft")
        try:
            with draft.open("wb") as file:
                _write_digested(file, [_MAGIC, len(header).to_bytes(_LENGTH_BYTES, "little"), header, *states])
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def _encoded_header(self, content: SequenceContent) -> bytes:
        parts = [_StoredPart(len(content.tokens), len(content.state))]
        parts += [_StoredPart(snapshot.n_tokens, len(snapshot.state)) for snapshot in content.snapshots]
        header = _Header(
            fingerprint=self._fingerprint,
            key=content.key,
            text=content.text,
            tokens=content.tokens,
            seams=tuple((seam.n_chars, seam.n_tokens) for seam in content.seams),
            parts=tuple(parts),
        )
        return msgspec.msgpack.encode(header)

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(f"{self._fingerprint}\n{key}".encode()).hexdigest()[:32]
        return self._folder / f"{name}{_SUFFIX}"


def _read_header(file: BinaryIO) -> _Header:
    """Raises OSError, ValueError."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("it is no snapshot of this version")
    size = int.from_bytes(file.read(_LENGTH_BYTES), "little")
    if size > _MAX_HEADER_BYTES:
        raise ValueError(f"its header claims {size} bytes")
    header = msgspec.msgpack.decode(file.read(size), type=_Header)  # msgspec's errors are ValueErrors
    if not header.parts or header.parts[0].n_tokens != len(header.tokens):
        raise ValueError("its parts do not fit its tokens")
    return header


def _read_states(path: Path) -> LoadedStates:
    """Raises OSError, ValueError."""
    with path.open("rb") as file:
        header = _read_header(file)
        start = file.tell()
        if start + sum(part.n_bytes for part in header.parts) + _DIGEST_BYTES != path.stat().st_size:
            raise ValueError("its length is wrong")
        states = [file.read(part.n_bytes) for part in header.parts]
        expected = file.read(_DIGEST_BYTES)
        file.seek(0)
        digest = hashlib.sha256(file.read(start))
    for state in states:
        digest.update(state)
    if digest.digest() != expected:
        raise ValueError("its digest is wrong")
    snapshots = zip(header.parts[1:], states[1:], strict=True)
    return LoadedStates(states[0], tuple(Snapshot(part.n_tokens, state) for part, state in snapshots))


def _write_digested(file: BinaryIO, pieces: Sequence[bytes | bytearray]) -> None:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        file.write(piece)
    file.write(digest.digest())


def _make_room(folder: Path, n_kept_bytes: int, *, replaced: Path) -> None:
    """Delete the files used longest ago until the others take at most `n_kept_bytes`."""
    files = [path for path in folder.iterdir() if path.suffix in (_SUFFIX, ".draft") and path != replaced]
    sizes = {path: path.stat() for path in files}
    n_bytes = sum(status.st_size for status in sizes.values())
    for path in sorted(files, key=lambda each: sizes[each].st_mtime_ns):
        if n_bytes <= n_kept_bytes:
            return
        path.unlink(missing_ok=True)
        n_bytes -= sizes[path].st_size


def _discard(path: Path, why: object) -> None:
    _log.warning("the snapshot %s is not used: %s", path.name, why)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("nor can it be deleted: %s", error)

"""Whether a model on the disk still is what was published, and how much of it is not. Blocks for long; any thread."""

import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from msgspec import Struct

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.file_hash import file_sha256
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.part_file import pieces_path
from desktop_llm.hub.piece_log import PieceLog
from desktop_llm.hub.starter_model import STARTER_MODEL_SHA256


class ModelCheck(Struct, frozen=True, kw_only=True):
    """What was found. damaged_bytes is how much must be fetched again to make the model whole."""

    entry: ModelEntry
    damaged_bytes: int

    @property
    def is_whole(self) -> bool:
        return not self.damaged_bytes


class _Published(Struct, frozen=True):
    """A file, and what it must be."""

    path: Path
    size_bytes: int
    sha256: str


def is_checkable(entry: ModelEntry) -> bool:
    """Whether it is known what the model's files must be: those of other programs nobody vouches for."""
    return entry.is_starter or entry.source is not None


def check_model(
    store: ModelStore, wanted: str, goes_on: Callable[[int], bool] = lambda _n_bytes: True
) -> ModelCheck | None:
    """Read the model, named by id, name or path, from the disk and compare it with what was published.

    A model that is damaged is not handed out any more; one that is whole again is. `goes_on` is told every megabyte how
    much was read; None once it says no. Raises ModelStoreError: MODEL_UNKNOWN, MODEL_UNVERIFIABLE, FILE_UNREADABLE, and
    as `ModelStore.add` does.
    """
    entry = store.listed(wanted)
    if not is_checkable(entry):
        raise ModelStoreError(ErrorCode.MODEL_UNVERIFIABLE, name=entry.name)
    n_read_bytes = damaged_bytes = 0
    for file in _published(entry):
        before = n_read_bytes
        found = _damaged_bytes(file, lambda n_bytes, before=before: goes_on(before + n_bytes))
        if found is None:
            return None
        damaged_bytes += found
        n_read_bytes += file.size_bytes
    return ModelCheck(entry=_noted(store, entry, is_damaged=bool(damaged_bytes)), damaged_bytes=damaged_bytes)


def _published(entry: ModelEntry) -> list[_Published]:
    first = Path(entry.path)
    if entry.source is None:
        return [_Published(first, entry.size_bytes, STARTER_MODEL_SHA256)]
    return [_of_source(first, file) for file in entry.source.files]


def _of_source(first: Path, file: RemoteFile) -> _Published:
    """Parts lie in one folder, as llama.cpp wants them."""
    return _Published(first.with_name(PurePosixPath(file.path).name), file.size_bytes, file.sha256)


def _damaged_bytes(file: _Published, goes_on: Callable[[int], bool]) -> int | None:
    try:
        if file.path.stat().st_size == file.size_bytes:
            digest = file_sha256(file.path, goes_on)
            if digest is None or digest == file.sha256:
                return None if digest is None else 0
        return _damaged_piece_bytes(file)
    except FileNotFoundError:
        return file.size_bytes
    except OSError as error:
        raise ModelStoreError(ErrorCode.FILE_UNREADABLE, path=str(file.path), reason=str(error)) from error


def _damaged_piece_bytes(file: _Published) -> int:
    """All of it, where its pieces do not tell. Raises OSError."""
    log = PieceLog.opened(pieces_path(file.path))
    if log is None or log.file.sha256 != file.sha256:
        return file.size_bytes
    damaged_bytes = 0
    with file.path.open("rb") as content:
        for span, piece in zip(log.spans, log.pieces, strict=True):
            if piece is None or piece.crc != zlib.crc32(content.read(span.end - span.start)):
                damaged_bytes += span.end - span.start
    return damaged_bytes or file.size_bytes


def _noted(store: ModelStore, entry: ModelEntry, *, is_damaged: bool) -> ModelEntry:
    if entry.source is None or entry.is_damaged == is_damaged:
        return entry
    return store.mark_damaged(entry.id) if is_damaged else store.add_downloaded(Path(entry.path), entry.source)

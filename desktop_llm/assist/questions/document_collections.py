"""Keeps what was read of a folder's files as they are now, and finds those that fit a question.

A file whose size and time are those of the last look is not read again; one that was only touched, as its content
tells, is not indexed again. Blocks for reading, so it runs on threads beside the window.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.questions.fitting_passages import (
    Index,
    add_missing_vectors,
    best_hits,
    index_key,
    passage_chunks,
    searched_text,
)
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.documents.document import Document
from desktop_llm.documents.file_kinds import READABLE_SUFFIXES
from desktop_llm.errors import DocumentError, ErrorCode, Fact, RequestFailedError
from desktop_llm.storage.collection_store import CollectedFile, CollectionStore

_log = logging.getLogger(__name__)

_MOST_FILES: Final = 10_000
_MOST_DOCUMENTS: Final = 12  # that are looked at closely for a question
_decoder: Final = msgspec.msgpack.Decoder(Document)
_facts_decoder: Final = msgspec.json.Decoder(dict[str, Fact])


class Reader(Protocol):
    """`documents.reading.DocumentReader` is one."""

    def read(self, path: Path, *, cancelled: threading.Event | None = None) -> Document: ...


class CollectionProgress(Struct, frozen=True, kw_only=True):
    """So many of the files that are new or changed are read; `path` is the one that comes now."""

    n_done: int
    n_total: int
    path: str


class FailedFile(Struct, frozen=True):
    """A file that could not be read, and why."""

    path: str
    failure: str
    facts: dict[str, Fact] = {}


class CollectionState(Struct, frozen=True, kw_only=True):
    """The folder as it is known now. is_complete: it was looked through to the end; n_more: files beyond the limit.

    is_paused: files may be missing, or older than they are now, until it goes on.
    """

    n_read: int
    n_changed: int
    failed: tuple[FailedFile, ...]
    is_complete: bool
    n_more: int = 0
    is_paused: bool = False


class FittingDocuments(Struct, frozen=True, kw_only=True):
    """Those with the passages that fit a question best. is_by_words: see FoundPassages."""

    documents: tuple[Document, ...]
    n_documents: int
    n_passages: int
    is_by_words: bool


class DocumentCollection:
    """One folder."""

    def __init__(
        self, store: CollectionStore, index: Index, collection_id: int, embedder: TextEmbedder | None = None
    ) -> None:
        self._store = store
        self._index = index
        self._id = collection_id
        self._embedder = embedder

    def refresh(
        self,
        folder: Path,
        reader: Reader,
        on_progress: Callable[[CollectionProgress], None],
        stopped: threading.Event,
    ) -> CollectionState:
        """Read what is new or changed, forget what is gone; a paused folder stays as it is. What is done stays if it is
        stopped or paused meanwhile. Raises StorageError.
        """
        if self._store.is_paused(self._id):
            return self._state(0, n_more=0, is_complete=False)
        known = {file.path: file for file in self._store.files(self._id)}
        found, n_more = _files_in(folder)
        self._store.forget(self._id, known.keys() - found.keys())
        changed = [path for path, now in found.items() if not _is_same(known.get(path), now)]
        n_done = 0
        for path in changed:
            if stopped.is_set() or self._store.is_paused(self._id):
                break
            on_progress(CollectionProgress(n_done=n_done, n_total=len(changed), path=path))
            self._read(folder / path, found[path], known.get(path), reader, stopped)
            n_done += 1
        self._index_again()
        return self._state(n_done, n_more, is_complete=n_done == len(changed) and not stopped.is_set())

    def _state(self, n_changed: int, n_more: int, *, is_complete: bool) -> CollectionState:
        files = self._store.files(self._id)
        return CollectionState(
            n_read=sum(not file.failure for file in files),
            n_changed=n_changed,
            failed=tuple(_failed(file) for file in files if file.failure),
            is_complete=is_complete,
            n_more=n_more,
            is_paused=self._store.is_paused(self._id),
        )

    def fitting(self, question: str) -> FittingDocuments:
        """The documents to be looked at for a question; the first ones where nothing fits. Raises StorageError."""
        files = [file for file in self._store.files(self._id) if not file.failure]
        by_key = {file.index_key: file for file in files}
        hits = best_hits(self._index, list(by_key), question, self._embedder)
        keys = dict.fromkeys(hit.document_key for hit in hits)
        chosen = [by_key[key] for key in keys] if keys else files
        documents = (self._document(file.path) for file in chosen[:_MOST_DOCUMENTS])
        return FittingDocuments(
            documents=tuple(document for document in documents if document is not None),
            n_documents=len(files),
            n_passages=sum(file.n_passages for file in files),
            is_by_words=bool(keys),
        )

    def _read(
        self, path: Path, now: CollectedFile, before: CollectedFile | None, reader: Reader, stopped: threading.Event
    ) -> None:
        try:
            document = reader.read(path, cancelled=stopped)
        except DocumentError as error:
            if stopped.is_set():
                return
            if error.code is ErrorCode.DOCUMENT_CHANGED or not path.is_file():
                _log.info("a file changed or went while it was read; the next look takes it")
                self._store.forget(self._id, [now.path])
                return
            facts = msgspec.json.encode({**error.facts, "path": now.path}).decode()
            self._store.keep(self._id, replace(now, failure=error.code, failure_facts=facts), b"")
            return
        if before is not None and not before.failure and before.sha256 == document.sha256:
            kept = self._store.document(self._id, now.path) or b""
            self._store.keep(self._id, replace(before, size_bytes=now.size_bytes, modified_ns=now.modified_ns), kept)
            return
        document = replace(document, name=now.path)
        texts = _texts(document)
        key = index_key(texts)
        self._add_to_index(key, texts)
        file = replace(now, sha256=document.sha256, index_key=key, n_passages=len(texts))
        self._store.keep(self._id, file, msgspec.msgpack.encode(document))

    def _add_to_index(self, key: str, texts: Sequence[str]) -> None:
        if not self._index.has(key):
            self._index.add(key, texts)
        if self._embedder is not None:
            try:
                add_missing_vectors(self._index, self._embedder, {key: texts}, most=len(texts))
            except RequestFailedError as error:
                _log.warning("a file is found by its words alone: %s", error.code)

    def _index_again(self) -> None:
        """The index is a cache, and may have lost some; what was read is still here."""
        for file in self._store.files(self._id):
            is_lost = not file.failure and not self._index.has(file.index_key)
            if is_lost and (document := self._document(file.path)) is not None:
                self._index.add(file.index_key, _texts(document))

    def _document(self, path: str) -> Document | None:
        """None for one that an earlier version of the program kept in another form."""
        kept = self._store.document(self._id, path)
        try:
            return None if kept is None else _decoder.decode(kept)
        except msgspec.DecodeError:
            self._store.forget(self._id, [path])
            return None


def _failed(file: CollectedFile) -> FailedFile:
    return FailedFile(file.path, file.failure, _facts_decoder.decode(file.failure_facts) if file.failure_facts else {})


def _texts(document: Document) -> list[str]:
    return [searched_text(chunk) for chunk in passage_chunks(document)]


def _is_same(known: CollectedFile | None, now: CollectedFile) -> bool:
    return known is not None and (known.size_bytes, known.modified_ns) == (now.size_bytes, now.modified_ns)


def _files_in(folder: Path) -> tuple[dict[str, CollectedFile], int]:
    """The files that can be read by their names, also in folders below, and how many there are beyond the limit."""
    found: dict[str, CollectedFile] = {}
    n_more = 0
    for path in _walked(folder):
        if len(found) == _MOST_FILES:
            n_more += 1
            continue
        try:
            status = path.stat()
        except OSError:
            continue  # it went this moment
        relative = path.relative_to(folder).as_posix()
        found[relative] = CollectedFile(path=relative, size_bytes=status.st_size, modified_ns=status.st_mtime_ns)
    return found, n_more


def _walked(folder: Path) -> Iterator[Path]:
    """Hidden files and folders are left alone, and links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in READABLE_SUFFIXES:
                yield Path(root) / name

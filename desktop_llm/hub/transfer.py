"""Brings one file from the Hub to the disk, whatever happens on the way, and finds it right. One thread, and a second
that hashes what the disk holds, a piece behind (`piece_check`).

Nothing is fetched twice: not after a lost connection, a pause, or the program's end. What was damaged since is.
"""

import logging
import threading
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from desktop_llm.errors import DownloadError, ErrorCode, HubError
from desktop_llm.hub.coverage import Coverage
from desktop_llm.hub.disk_space import FreeBytes, free_bytes, require_space
from desktop_llm.hub.file_hash import file_sha256
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.part_file import PartFile, discard_part, n_part_bytes, part_path, reopen_as_part
from desktop_llm.hub.piece_check import PieceCheck
from desktop_llm.hub.piece_log import PIECE_BYTES, Span
from desktop_llm.hub.retries import Retries, RetryPolicy

_log = logging.getLogger(__name__)

_SPACE_CHECK_BYTES: Final = 64 * 1024**2
_SHA256_DIGITS: Final = 64
# How often the whole file is fetched, and how often it may change meanwhile, before that is an error.
_MAX_WRONG: Final = 2
_MAX_CHANGES: Final = 3


class Stream(Protocol):
    """The bytes of a file from `start` on, which is 0 where a server knows no ranges."""

    start: int
    total_bytes: int
    etag: str

    def pieces(self) -> Iterator[bytes]: ...


class FileSource(Protocol):
    """What of the Hub's client a transfer needs. Both raise HubError."""

    def file_facts(self, file: RemoteFile) -> RemoteFile: ...

    def open_stream(
        self, file: RemoteFile, start: int = 0, end: int | None = None
    ) -> AbstractContextManager[Stream]: ...


class TransferState(StrEnum):
    """What it is busy with."""

    FETCHING = "fetching"
    WAITING_FOR_NETWORK = "waiting_for_network"
    VERIFYING = "verifying"


class TransferOptions(Struct, frozen=True, kw_only=True):
    """What tests choose otherwise."""

    piece_bytes: int = PIECE_BYTES
    retries: RetryPolicy = RetryPolicy()
    free_bytes: FreeBytes = free_bytes


USUAL_OPTIONS: Final = TransferOptions()


class Transfer:
    """One file on its way to `target`. `run` on a thread of its own; the rest from any."""

    def __init__(
        self, file: RemoteFile, target: Path, source: FileSource, options: TransferOptions = USUAL_OPTIONS
    ) -> None:
        self._file = msgspec.structs.replace(file, url="")
        self._target = target
        self._source = source
        self._options = options
        self._retries = Retries(options.retries)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._coverage: Coverage | None = None
        self._is_waiting = False
        self._n_fetched_bytes = 0

    @property
    def file(self) -> RemoteFile:
        """The file as the Hub described it last."""
        return self._file

    @property
    def state(self) -> TransferState:
        if self._is_waiting:
            return TransferState.WAITING_FOR_NETWORK
        coverage = self._coverage
        is_all_there = coverage is not None and not coverage.n_missing_bytes
        return TransferState.VERIFYING if is_all_there else TransferState.FETCHING

    @property
    def n_done_bytes(self) -> int:
        """How much of the file is on the disk."""
        coverage = self._coverage
        if coverage is None:
            return n_part_bytes(self._target)
        return self._file.size_bytes - coverage.n_missing_bytes

    @property
    def n_fetched_bytes(self) -> int:
        """How much came since this transfer began."""
        return self._n_fetched_bytes

    def stop(self) -> None:
        """Let `run` return soon: at the next bytes that come, or when the network gives up waiting for them."""
        with self._lock:
            self._stopping.set()
            if self._coverage is not None:
                self._coverage.close()

    def run(self) -> bool:
        """Return once the right file is on the disk: as `<target>.part`, or as `target` where it had its name already.

        False if stopped before. A `target` that is wrong loses its name, and what is right of it is kept. Raises
        HubError if the Hub refuses, or stays silent for longer than allowed; DownloadError: DOWNLOAD_DAMAGED,
        DOWNLOAD_UNVERIFIABLE, DISK_TOO_SMALL; OSError. What is there by then stays, for another transfer to go on from.
        """
        if self._target.exists():
            if not self._file.sha256 and not self._ask_for_facts():
                return False
            if (is_right := self._is_target_right()) is not False:
                return bool(is_right)
        n_wrong = n_changes = 0
        while not self._stopping.is_set():
            try:
                if (is_right := self._fetch_whole()) is not False:
                    return bool(is_right)
                n_wrong += 1
                _log.warning("%s came with a wrong checksum", self._file.path)
                discard_part(self._target)
                if n_wrong == _MAX_WRONG:
                    raise DownloadError(ErrorCode.DOWNLOAD_DAMAGED, path=self._file.path)
            except _FileChangedError:
                n_changes += 1
                _log.warning("%s changed while it was fetched", self._file.path)
                if n_changes == _MAX_CHANGES:
                    raise HubError(ErrorCode.HUB_FILE_CHANGED, name=self._file.path) from None
        return False

    def _is_target_right(self) -> bool | None:
        """Whether the finished file that is there is right; None if stopped before that is known."""
        coverage = Coverage(self._file.size_bytes, self._file.size_bytes)
        with self._lock:
            self._coverage = coverage
        if self._target.stat().st_size == self._file.size_bytes:
            digest = file_sha256(self._target, lambda _n_bytes: not self._stopping.is_set())
            if digest is None:
                return None
            if digest == self._file.sha256:
                part_path(self._target).unlink(missing_ok=True)
                return True
        reopen_as_part(self._target, self._file, self._options.piece_bytes)
        return False

    def _fetch_whole(self) -> bool | None:
        """Whether the file is right; None if stopped before that is known."""
        if not self._ask_for_facts():
            return None
        # Before anything is made for it: a Hub may claim any size.
        if (n_missing_bytes := self._file.size_bytes - n_part_bytes(self._target)) > 0:
            require_space(self._target.parent, n_missing_bytes, self._options.free_bytes)
        with closing(PartFile(self._target, self._file, self._options.piece_bytes)) as part:
            coverage = self._begin(part)
            with self._checking(part, coverage) as check:
                self._fetch(part, coverage)
            if check.is_right:
                part.sync()
            return check.is_right

    def _ask_for_facts(self) -> bool:
        """Learn what the file is now; False if stopped before an answer came."""
        while not self._stopping.is_set():
            try:
                self._file = self._facts()
            except HubError as error:
                self._wait_after(error)
            else:
                self._is_waiting = False
                return True
        return False

    def _facts(self) -> RemoteFile:
        facts = self._source.file_facts(self._file)
        # Some mirrors leave out what the list of files told.
        sha256 = facts.sha256 or self._file.sha256
        if len(sha256) != _SHA256_DIGITS or facts.size_bytes <= 0:
            raise DownloadError(ErrorCode.DOWNLOAD_UNVERIFIABLE, path=facts.path)
        return msgspec.structs.replace(facts, sha256=sha256, url="")

    def _begin(self, part: PartFile) -> Coverage:
        """The coverage of what is there; closed if a stop was wanted already."""
        coverage = Coverage(self._file.size_bytes, part.n_bytes_before)
        with self._lock:
            self._coverage = coverage
            if self._stopping.is_set():
                coverage.close()
        return coverage

    @contextmanager
    def _checking(self, part: PartFile, coverage: Coverage) -> Generator["_CheckThread"]:
        """Hash what is there on another thread, to the end of it, or of the block if that fails."""
        check = _CheckThread(PieceCheck(part.path, part.log, coverage), coverage)
        check.start()
        try:
            yield check
        finally:
            coverage.close()
            check.join()
        if check.failure is not None:
            raise check.failure

    def _fetch(self, part: PartFile, coverage: Coverage) -> None:
        """Fetch what is missing, and what turns out damaged, until the check has its verdict."""
        is_known_unchanged = True
        while (span := coverage.next_missing()) is not None:
            try:
                if not is_known_unchanged:
                    self._require_unchanged()
                    is_known_unchanged = True
                self._fetch_span(part, coverage, span)
            except HubError as error:
                is_known_unchanged = False
                self._wait_after(error)

    def _require_unchanged(self) -> None:
        facts = self._facts()
        if (facts.sha256, facts.size_bytes) != (self._file.sha256, self._file.size_bytes):
            raise _FileChangedError

    def _fetch_span(self, part: PartFile, coverage: Coverage, span: Span) -> None:
        with self._source.open_stream(self._file, span.start, span.end) as stream:
            self._require_right(stream, span)
            position = stream.start
            for piece in stream.pieces():
                # A server that knows no ranges begins at 0, and does not end where it was asked to.
                wanted = memoryview(piece)[max(0, span.start - position) : span.end - position]
                if wanted:
                    self._write(part, coverage, max(position, span.start), wanted)
                position += len(piece)
                if self._stopping.is_set() or position > span.end:
                    return
        if position < span.end:
            raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="fewer bytes came than were announced")

    def _write(self, part: PartFile, coverage: Coverage, offset: int, data: memoryview) -> None:
        part.write(offset, data)
        coverage.fill(offset + len(data))
        before = self._n_fetched_bytes
        self._n_fetched_bytes += len(data)
        self._is_waiting = False
        self._retries.reset()
        if before // _SPACE_CHECK_BYTES != self._n_fetched_bytes // _SPACE_CHECK_BYTES:
            require_space(self._target.parent, 0, self._options.free_bytes)

    def _require_right(self, stream: Stream, span: Span) -> None:
        # Other etags than those of the Hub are of the server that has the bytes, and tell nothing.
        is_other = len(stream.etag) == _SHA256_DIGITS and stream.etag != self._file.sha256
        if is_other or stream.total_bytes not in {-1, self._file.size_bytes}:
            raise HubError(ErrorCode.HUB_FILE_CHANGED, name=self._file.path)
        if stream.start > span.start:
            raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="it begins after the place that was asked for")

    def _wait_after(self, error: HubError) -> None:
        """Raises the error if another try would be of no use."""
        wait_s = self._retries.wait_s(error)
        _log.info("%s goes on in %.0f s: %s", self._file.path, wait_s, error)
        self._is_waiting = True  # until something comes
        self._stopping.wait(wait_s)


class _FileChangedError(Exception):
    """The file on the Hub is another one than the one that was begun."""


class _CheckThread(threading.Thread):
    """Runs a check to its verdict, or to the end of the coverage."""

    def __init__(self, check: PieceCheck, coverage: Coverage) -> None:
        super().__init__(name="download-check", daemon=True)
        self._check = check
        self._coverage = coverage
        self.is_right: bool | None = None
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            self.is_right = self._check.run()
        except Exception as error:  # noqa: BLE001 - raised again on the thread that fetches
            self.failure = error
        finally:
            self._coverage.close()

"""The models on their way here: several files at once, kept on over restarts, and nothing offered before it is right.

Wishes (add, pause, resume, cancel) only note what is wished and may come from the window's thread. Workers do it on
threads of their own; one more thread keeps the list on the disk and tells listeners.
"""

import errno
import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol, assert_never

from desktop_llm.durable_files import code_of_os_error
from desktop_llm.errors import DesktopLlmError, DownloadError, ErrorCode, ModelStoreError
from desktop_llm.hub.disk_space import require_space
from desktop_llm.hub.download_files import DownloadFiles
from desktop_llm.hub.download_job import DownloadJob, Step, StepKind
from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_records import Download, DownloadRecord, download_record
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.transfer import USUAL_OPTIONS, FileSource, Transfer, TransferOptions
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)

N_FILES_AT_ONCE: Final = 3
_TELLING_S: Final = 0.25  # how often progress is told
_OTHER_PROGRAM_S: Final = 1.0  # how often it is looked whether another program still holds a download
_CLOSE_S: Final = 3.0


class HubFiles(FileSource, Protocol):
    """What of the Hub's client the queue needs."""

    def close(self) -> None: ...


DownloadListener = Callable[[tuple[Download, ...]], None]


class DownloadQueue:
    """Close it; what is under way goes on with `restore` the next time."""

    def __init__(
        self,
        folder: DataFolder,
        client_factory: Callable[[], HubFiles],
        store: ModelStore,
        options: TransferOptions = USUAL_OPTIONS,
    ) -> None:
        self._folder = folder.downloaded_models
        self._client_factory = client_factory
        self._store = store
        self._options = options
        self._list = DownloadList(folder.downloads)
        self._changed = threading.Condition()
        self._jobs: list[DownloadJob] = []
        self._is_news = False
        self._is_closed = False
        self._listeners: list[DownloadListener] = []
        self._saved: dict[str, DownloadRecord] = {}
        self._threads: list[threading.Thread] = []

    def restore(self) -> None:
        """Take up what was under way when the program ended. Reads the disk: not on the window's thread."""
        for record in self._list.records():
            try:
                files = DownloadFiles(self._folder, record.model)
            except DownloadError as error:
                _log.warning("a download is not taken up: %s", error)
                continue
            job = DownloadJob(record, files, files.n_bytes())
            with self._changed:
                self._saved[record.id] = record
                if self._find(record.id) is None:
                    self._jobs.append(job)
                    self._begin()

    def add(self, model: RemoteModel, title: str = "") -> str:
        """Fetch a model, or go on with it; returns the download's id. Raises DownloadError(DOWNLOAD_NAME_UNSAFE)."""
        record = download_record(model, title or model.name)
        files = DownloadFiles(self._folder, model)
        with self._changed:
            job = self._find(record.id)
            if job is not None and not job.is_done:
                job.resume()
            else:
                self._jobs = [each for each in self._jobs if each is not job]
                self._jobs.append(DownloadJob(record, files))
            self._begin()
        return record.id

    def pause(self, download_id: str) -> None:
        self._wish(download_id, DownloadJob.pause)

    def resume(self, download_id: str) -> None:
        """Go on, from where it is."""
        self._wish(download_id, DownloadJob.resume)

    def retry(self, download_id: str) -> None:
        """Go on with one that failed."""
        self._wish(download_id, DownloadJob.resume)

    def cancel(self, download_id: str) -> None:
        """Forget it, and delete what came of it; of one that is done the model stays."""
        self._wish(download_id, DownloadJob.cancel)

    def downloads(self) -> tuple[Download, ...]:
        """In the order in which they were asked for; those that are done stay until they are cancelled."""
        with self._changed:
            return tuple(job.shown() for job in self._jobs if not job.is_cancelled)

    def watch(self, listener: DownloadListener) -> None:
        """Tell a listener of everything that changes, several times a second, on a thread of the queue's own."""
        with self._changed:
            self._listeners.append(listener)
            self._begin()

    def close(self) -> None:
        """Let everything stop where it is. Blocks for some seconds at most; what hangs then ends with the program."""
        with self._changed:
            self._is_closed = True
            for job in self._jobs:
                job.stop()
            self._changed.notify_all()
        end_s = time.monotonic() + _CLOSE_S
        for thread in self._threads:
            thread.join(max(0.0, end_s - time.monotonic()))
        self._tidy_up()

    def _wish(self, download_id: str, wish: Callable[[DownloadJob], None]) -> None:
        """A download that is gone meanwhile has no wishes."""
        with self._changed:
            if (job := self._find(download_id)) is not None:
                wish(job)
                self._begin()

    def _find(self, download_id: str) -> DownloadJob | None:
        return next((job for job in self._jobs if job.record.id == download_id and not job.is_cancelled), None)

    def _begin(self) -> None:
        """There is news for the workers and for whoever listens. Threads are there once there is something to do."""
        if not self._threads and not self._is_closed:
            targets = [self._keep_and_tell, *[self._work] * N_FILES_AT_ONCE]
            self._threads = [threading.Thread(target=each, name="downloads", daemon=True) for each in targets]
            for thread in self._threads:
                thread.start()
        self._is_news = True
        self._changed.notify_all()

    # Workers

    def _work(self) -> None:
        while (begun := self._next_step()) is not None:
            job, step = begun
            try:
                is_ready = self._carry_out(job, step)
                failure = None
            except Exception as error:  # noqa: BLE001  the outermost edge of the thread
                is_ready, failure = False, _failure(error, job)
            with self._changed:
                if step.kind is StepKind.FETCH:
                    job.end_transfer(step.number, is_ready=is_ready)
                else:
                    job.end_step()
                if failure is not None and not job.is_cancelled:
                    job.fail(failure)
                self._begin()

    def _next_step(self) -> tuple[DownloadJob, Step] | None:
        """Waits for one; None once the queue is closed."""
        with self._changed:
            while not self._is_closed:
                now_s = time.monotonic()
                for job in self._jobs:
                    if (step := job.begin_step(now_s)) is not None:
                        return job, step
                times_s = [job.waits_until_s for job in self._jobs if job.waits_until_s is not None]
                self._changed.wait(max(0.0, min(times_s) - now_s) if times_s else None)
            return None

    def _carry_out(self, job: DownloadJob, step: Step) -> bool:
        """Whether a file is ready now."""
        match step.kind:
            case StepKind.PREPARE:
                self._prepare(job)
            case StepKind.FETCH:
                return self._fetch(job, step.number)
            case StepKind.FINISH:
                entry = self._store.add_downloaded(job.files.finish(), job.record.model, job.record.title)
                with self._changed:
                    job.finish(entry)
            case StepKind.RELEASE:
                with self._changed:
                    job.note_released()  # first: what fails is told, and not tried over and over
                job.files.release()
            case StepKind.DISCARD:
                self._discard(job)
            case _:
                assert_never(step.kind)
        return False

    def _prepare(self, job: DownloadJob) -> None:
        if not job.files.acquire():
            with self._changed:
                job.wait_until(time.monotonic() + _OTHER_PROGRAM_S)
            return
        with self._changed:
            job.note_prepared(job.files.n_bytes())
            promised_bytes = sum(each.n_missing_bytes for each in self._jobs if each is not job and each.is_prepared)
        if job.n_missing_bytes:
            require_space(
                self._folder, job.n_missing_bytes, lambda folder: self._options.free_bytes(folder) - promised_bytes
            )

    def _fetch(self, job: DownloadJob, number: int) -> bool:
        client = self._client_factory()
        try:
            transfer = Transfer(job.record.model.files[number], job.files.targets[number], client, self._options)
            with self._changed:
                job.begin_transfer(number, transfer)
                if self._is_closed:
                    transfer.stop()
            return transfer.run()
        finally:
            client.close()

    def _discard(self, job: DownloadJob) -> None:
        """What another program is at is left to it."""
        try:
            if not job.is_done and job.files.acquire():
                self._discard_files(job)
        finally:
            job.files.release()
            with self._changed:
                self._jobs = [each for each in self._jobs if each is not job]

    def _discard_files(self, job: DownloadJob) -> None:
        first = job.files.targets[0].resolve()
        listed = next((entry for entry in self._store.list() if entry.path == str(first)), None)
        job.files.discard(with_finished=listed is None)
        if listed is not None and not first.exists():
            job.files.release()  # the list takes the lock when it deletes what is left of a model
            self._store.remove(listed.id)

    def _tidy_up(self) -> None:
        """The workers have ended; one that hangs keeps its job."""
        for job in [job for job in self._jobs if job.is_idle]:
            try:
                if job.is_cancelled:
                    self._discard(job)
                else:
                    job.files.release()
            except (OSError, ModelStoreError) as error:
                _log.warning("a download was not put away: %s", error)
        self._keep(self._kept())

    # The list on the disk, and listeners

    def _keep_and_tell(self) -> None:
        told: tuple[Download, ...] | None = None
        n_told = 0
        while True:
            with self._changed:
                is_busy = any(not job.is_idle for job in self._jobs)
                self._changed.wait_for(lambda: self._is_news or self._is_closed, _TELLING_S if is_busy else None)
                is_last = self._is_closed
                self._is_news = False
                for job in self._jobs:
                    job.measure(time.monotonic())
                kept = self._kept()
                listeners = tuple(self._listeners)
            self._keep(kept)
            if is_last:
                return
            downloads = self.downloads()
            if downloads != told or len(listeners) != n_told:
                told, n_told = downloads, len(listeners)
                for listener in listeners:
                    _tell(listener, downloads)

    def _kept(self) -> dict[str, DownloadRecord]:
        return {job.record.id: job.record for job in self._jobs if not job.is_done}

    def _keep(self, records: dict[str, DownloadRecord]) -> None:
        """Write what changed since the last time. Where that is not possible, it is tried again with the next news."""
        try:
            for download_id, record in records.items():
                if self._saved.get(download_id) != record:
                    self._list.put(record)
                    self._saved[download_id] = record
            for download_id in [each for each in self._saved if each not in records]:
                self._list.remove(download_id)
                del self._saved[download_id]
        except ModelStoreError as error:
            _log.warning("the list of downloads could not be written: %s", error)


def _tell(listener: DownloadListener, downloads: tuple[Download, ...]) -> None:
    try:
        listener(downloads)
    except Exception:  # noqa: BLE001  the outermost edge of the thread, which keeps the list on the disk too
        _log.exception("a listener of the downloads failed")


def _failure(error: Exception, job: DownloadJob) -> DesktopLlmError:
    if isinstance(error, DesktopLlmError):
        return error
    if isinstance(error, OSError):
        is_too_large = error.errno == errno.EFBIG
        code = ErrorCode.DISK_HOLDS_NO_SUCH_SIZE if is_too_large else code_of_os_error(error)
        return DownloadError(code, path=str(job.files.targets[0].parent), reason=str(error))
    _log.error("a download failed for a reason that nobody thought of", exc_info=error)
    return DownloadError(ErrorCode.BUG, reason=repr(error))

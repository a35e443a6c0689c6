"""One model on its way: which of its files are there, which are fetched, and what is to be done next.

No thread of its own: the queue's workers carry steps out, and hold the queue's lock while they call anything here.
"""

from enum import Enum, auto

import msgspec
from msgspec import Struct

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.download_files import DownloadFiles
from desktop_llm.hub.download_records import Download, DownloadFailure, DownloadRecord, DownloadState
from desktop_llm.hub.download_speed import DownloadSpeed
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.model_store import ModelEntry
from desktop_llm.hub.transfer import Transfer, TransferState


class StepKind(Enum):
    """PREPARE keeps other programs away, RELEASE does not any more; FINISH gives the files their names."""

    PREPARE = auto()
    FETCH = auto()
    FINISH = auto()
    RELEASE = auto()
    DISCARD = auto()


class Step(Struct, frozen=True):
    """What a worker does next. `number` is that of the file to fetch."""

    kind: StepKind
    number: int = 0


class DownloadJob:
    """Goes on until it is done, fails, or somebody wishes otherwise."""

    def __init__(self, record: DownloadRecord, files: DownloadFiles, n_disk_bytes: list[int] | None = None) -> None:
        self.record = record
        self.files = files
        self.model_id = ""
        self._is_for_embedding = False
        self._is_prepared = False
        self._is_busy = False  # with a step that is not for one file
        self._waits_until_s = 0.0
        self._active: dict[int, Transfer | None] = {}  # None: it is about to begin
        self._ready: set[int] = set()
        self._n_disk_bytes = n_disk_bytes or [0] * len(files.targets)  # of files that are not fetched at the moment
        self._n_fetched_bytes = 0  # by transfers that ended
        self._speed = DownloadSpeed()

    @property
    def is_done(self) -> bool:
        return bool(self.model_id)

    @property
    def is_cancelled(self) -> bool:
        return self.record.is_cancelled

    @property
    def is_wanted(self) -> bool:
        """Whether it should go on."""
        return not (self.is_done or self.is_cancelled or self.record.is_paused or self.record.failure)

    @property
    def is_idle(self) -> bool:
        """Whether no worker is at it."""
        return not self._active and not self._is_busy

    @property
    def is_prepared(self) -> bool:
        """Whether other programs are kept from its files."""
        return self._is_prepared

    @property
    def waits_until_s(self) -> float | None:
        """When there may be something to do that was not possible before."""
        return self._waits_until_s if self.is_wanted and not self._is_prepared else None

    @property
    def n_missing_bytes(self) -> int:
        return max(0, self._size_bytes - self._n_done_bytes)

    # Workers

    def begin_step(self, now_s: float) -> Step | None:
        """What is to be done now. It is for the caller to do, and to tell of its end."""
        step = self._next_step(now_s)
        if step is None:
            return None
        if step.kind is StepKind.FETCH:
            self._active[step.number] = None
        else:
            self._is_busy = True
        return step

    def end_step(self) -> None:
        """One that was not for one file."""
        self._is_busy = False

    def note_prepared(self, n_disk_bytes: list[int]) -> None:
        self._is_prepared = True
        self._n_disk_bytes = n_disk_bytes

    def wait_until(self, time_s: float) -> None:
        """Prepare it then, not before."""
        self._waits_until_s = time_s

    def begin_transfer(self, number: int, transfer: Transfer) -> None:
        self._active[number] = transfer
        if not self.is_wanted:
            transfer.stop()

    def end_transfer(self, number: int, *, is_ready: bool) -> None:
        transfer = self._active.pop(number)
        if transfer is None:
            return
        self._n_disk_bytes[number] = transfer.n_done_bytes
        self._n_fetched_bytes += transfer.n_fetched_bytes
        if is_ready:
            self._ready.add(number)
            self._keep_facts(number, transfer.file)

    def finish(self, entry: ModelEntry) -> None:
        """It is in the list of models now."""
        self.model_id, self._is_for_embedding = entry.id, entry.is_for_embedding

    def note_released(self) -> None:
        """Others may be at its files from now on."""
        self._is_prepared = False
        self._ready.clear()
        self._speed.forget()

    # Wishes

    def fail(self, error: DesktopLlmError) -> None:
        self._record(failure=DownloadFailure.of(error))
        self.stop()

    def pause(self) -> None:
        self._record(is_paused=True)
        self.stop()

    def resume(self) -> None:
        self._record(is_paused=False, failure=None)

    def cancel(self) -> None:
        self._record(is_cancelled=True)
        self.stop()

    def stop(self) -> None:
        for transfer in self._active.values():
            if transfer is not None:
                transfer.stop()

    # What is shown

    def measure(self, now_s: float) -> None:
        """Take a sample of how quick it is."""
        if self._active:
            n_active_bytes = sum(transfer.n_fetched_bytes for transfer in self._active.values() if transfer)
            self._speed.note(now_s, self._n_fetched_bytes + n_active_bytes)
        else:
            self._speed.forget()

    def shown(self) -> Download:
        record, model = self.record, self.record.model
        state, n_done_bytes = self._state(), self._n_done_bytes
        bytes_per_s = self._speed.bytes_per_s if state is DownloadState.RUNNING else 0.0
        return Download(
            id=record.id,
            repository=model.files[0].repository,
            title=record.title,
            quantization=model.quantization,
            size_bytes=self._size_bytes,
            done_bytes=n_done_bytes,
            bytes_per_s=bytes_per_s,
            left_s=self.n_missing_bytes / bytes_per_s if bytes_per_s else None,
            state=state,
            failure=record.failure,
            model_id=self.model_id,
            is_for_embedding=self._is_for_embedding,
        )

    def _next_step(self, now_s: float) -> Step | None:
        if self._is_busy:
            return None
        if self.is_cancelled:
            return None if self._active else Step(StepKind.DISCARD)
        if not self.is_wanted:
            return Step(StepKind.RELEASE) if self._is_prepared and not self._active else None
        if not self._is_prepared:
            return None if self._active or now_s < self._waits_until_s else Step(StepKind.PREPARE)
        numbers = range(len(self.files.targets))
        if len(self._ready) == len(numbers):
            return Step(StepKind.FINISH)
        open_numbers = (number for number in numbers if number not in self._ready and number not in self._active)
        return next((Step(StepKind.FETCH, number) for number in open_numbers), None)

    def _state(self) -> DownloadState:
        if self.is_done:
            return DownloadState.DONE
        if self.record.failure is not None:
            return DownloadState.FAILED
        if self.record.is_paused:
            return DownloadState.PAUSED
        states = {transfer.state for transfer in self._active.values() if transfer}
        if TransferState.FETCHING in states:
            return DownloadState.RUNNING
        if TransferState.WAITING_FOR_NETWORK in states:
            return DownloadState.WAITING_FOR_NETWORK
        is_verifying = TransferState.VERIFYING in states or len(self._ready) == len(self.files.targets)
        return DownloadState.VERIFYING if is_verifying else DownloadState.QUEUED

    @property
    def _size_bytes(self) -> int:
        """As the Hub tells it by now: who asked for the model may have known no size."""
        return sum(
            transfer.file.size_bytes if (transfer := self._active.get(number)) else file.size_bytes
            for number, file in enumerate(self.record.model.files)
        )

    @property
    def _n_done_bytes(self) -> int:
        if self.is_done:
            return self._size_bytes
        on_disk = enumerate(self._n_disk_bytes)
        return sum(
            transfer.n_done_bytes if (transfer := self._active.get(number)) else n_bytes for number, n_bytes in on_disk
        )

    def _keep_facts(self, number: int, file: RemoteFile) -> None:
        """What was fetched may be another version of the file than was asked for."""
        model = self.record.model
        files = (*model.files[:number], file, *model.files[number + 1 :])
        size_bytes = sum(each.size_bytes for each in files)
        self._record(model=msgspec.structs.replace(model, files=files, size_bytes=size_bytes))

    def _record(self, **changes: object) -> None:
        self.record = msgspec.structs.replace(self.record, **changes)

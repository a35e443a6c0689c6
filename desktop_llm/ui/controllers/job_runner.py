"""Runs one job of a pane at a time on a thread of its own; the newest wish wins. Called on the GUI thread.

A job that is replaced is stopped, and nothing more is told of it.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.job_cache import JobCache
from desktop_llm.ui.event_bridge import EventBridge

_END_S: Final = 3.0


class Job(Protocol):
    def run(self) -> None: ...

    def stop(self) -> None: ...


Sink = Callable[[object], None]
MakeJob = Callable[[Sink, AnswerCache | None], Job]
"""Called on the job's thread: from where its events go and what is remembered to the job."""


class _Turn:
    """A wish whose job runs or will run."""

    def __init__(self, make: MakeJob, hear: Sink) -> None:
        self.make = make
        self.hear = hear
        self.job: Job | None = None
        self.is_stopped = False
        self.is_told = True


class JobRunner:
    """Opens the cache for the first job; without one, it goes on and remembers nothing."""

    def __init__(self, folder: DataFolder, bridge: EventBridge) -> None:
        self._bridge = bridge
        self._cache = JobCache(folder)
        self._lock = threading.Lock()
        self._now: _Turn | None = None
        self._next: _Turn | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether somebody still waits for events."""
        turn = self._next or self._now
        return turn is not None and turn.is_told and not turn.is_stopped

    def begin(self, make: MakeJob, hear: Sink) -> None:
        """The last event that `hear` gets, on the GUI thread, is JobEnded, unless another wish takes its place."""
        turn = _Turn(make, hear)
        if self._now is None:
            self._start(turn)
            return
        self._now.is_told = False
        self._stop(self._now)
        self._next = turn

    def stop(self) -> None:
        """End soon; what is there stays, and the end is told, also of a wish whose turn has not come yet."""
        for turn in (self._now, self._next):
            if turn is not None:
                self._stop(turn)

    def close(self) -> None:
        """Stop, and let go of the cache. Blocks for seconds at most."""
        self.stop()
        self._next = None
        if self._thread is not None:
            self._thread.join(_END_S)
            if self._thread.is_alive():
                return
        self._cache.close()

    def _start(self, turn: _Turn) -> None:
        self._now = turn
        self._thread = threading.Thread(target=self._run, args=(turn,), name="job", daemon=True)
        self._thread.start()

    def _stop(self, turn: _Turn) -> None:
        with self._lock:
            turn.is_stopped = True
            if turn.job is not None:
                turn.job.stop()

    def _hear(self, turn: _Turn, event: object) -> None:
        if isinstance(event, JobEnded):
            self._now, following, self._next = None, self._next, None
            if following is not None:
                self._start(following)
        if turn.is_told:
            turn.hear(event)

    # ↓ On the job's thread

    def _run(self, turn: _Turn) -> None:
        job = turn.make(partial(self._post, turn), self._cache.opened())
        with self._lock:
            turn.job = job
            if turn.is_stopped:
                job.stop()
        job.run()

    def _post(self, turn: _Turn, event: object) -> None:
        self._bridge.post(partial(self._hear, turn, event))

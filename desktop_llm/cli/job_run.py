"""Runs a job to its end on a thread of its own; its events are taken on this one, which an interrupt reaches."""

import queue
import sys
import threading
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.cli.text import safe_text
from desktop_llm.errors import RequestFailedError

EXIT_STOPPED: Final = 130
_LOOK_EVERY_S: Final = 0.5  # on Windows, nothing interrupts a thread that waits

_Event = TypeVar("_Event")


class Job(Protocol):
    def run(self) -> None: ...

    def stop(self) -> None: ...


def run_job(job: Job, events: "queue.SimpleQueue[_Event]", take: Callable[[_Event], None]) -> int:
    """The exit status. An interrupt stops the job, and what is there is told. Raises RequestFailedError."""
    thread = threading.Thread(target=job.run, name="job", daemon=True)
    try:
        thread.start()
        ended = _follow(events, take)
    except KeyboardInterrupt:
        job.stop()
        ended = _follow(events, take)
    thread.join()
    if ended.failure is not None:
        raise RequestFailedError(ended.failure.code, **ended.failure.facts)
    return EXIT_STOPPED if ended.state is JobState.STOPPED else 0


def _follow(events: "queue.SimpleQueue[_Event]", take: Callable[[_Event], None]) -> JobEnded:
    while True:
        try:
            event = events.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            continue
        if isinstance(event, JobEnded):
            return event
        take(event)


def print_text(text: str) -> None:
    """To standard output, at once and as it is."""
    sys.stdout.write(safe_text(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def say(text: str) -> None:
    """A line on standard error."""
    print(safe_text(text), file=sys.stderr)

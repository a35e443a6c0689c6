"""What every job tells while it runs: one thing that the user asked for, whatever pane asked.

A job's events come from background threads, in order, and end with exactly one JobEnded.
"""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from desktop_llm.engine.messages import Failed


class JobState(StrEnum):
    """How a job ended."""

    DONE = "done"
    CUT_AT_LIMIT = "cut_at_limit"
    STOPPED = "stopped"
    FAILED = "failed"


class JobProgressed(Struct, frozen=True):
    """`done` of `total` units are read: tokens for a chat, blocks for a document."""

    job_id: str
    done: int
    total: int


class JobTextGrew(Struct, frozen=True):
    """New text of the answer, and of the thinking before it."""

    job_id: str
    text: str
    thinking: str


class JobEnded(Struct, frozen=True):
    """The job is over and what it made is on disk. `failure` is set when the state is failed."""

    job_id: str
    state: JobState
    failure: Failed | None = None


JobEvent = JobProgressed | JobTextGrew | JobEnded
JobSink = Callable[[JobEvent], None]

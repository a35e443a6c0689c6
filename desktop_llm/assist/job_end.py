"""How a job on a thread of its own ends, whatever happens to it."""

import logging
from collections.abc import Callable

from desktop_llm.assist.answer_desk import AnswerDesk, JobStoppedError
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import ErrorCode, Fact, RequestFailedError

_log = logging.getLogger(__name__)


def run_at_desk(job_id: str, desk: AnswerDesk, work: Callable[[], None]) -> JobEnded:
    """As `run_to_end`; and the job's desk is closed."""
    try:
        return run_to_end(job_id, work)
    finally:
        desk.close()


def run_to_end(job_id: str, work: Callable[[], None]) -> JobEnded:
    """Do the work. The outermost edge of the thread: nothing is raised, and who waits is told."""
    try:
        work()
    except JobStoppedError:
        return JobEnded(job_id, JobState.STOPPED)
    except RequestFailedError as error:
        return JobEnded(job_id, JobState.FAILED, Failed(request_id=job_id, code=error.code, facts=dict(error.facts)))
    except Exception as error:  # noqa: BLE001
        _log.error("a job failed", exc_info=error)
        facts: dict[str, Fact] = {"reason": type(error).__name__}
        return JobEnded(job_id, JobState.FAILED, Failed(request_id=job_id, code=ErrorCode.BUG, facts=facts))
    return JobEnded(job_id, JobState.DONE)

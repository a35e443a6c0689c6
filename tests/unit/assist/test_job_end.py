import pytest

from desktop_llm.assist.answer_desk import AnswerDesk, JobStoppedError
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.job_end import run_at_desk, run_to_end
from desktop_llm.engine.messages import Failed, Generate, TextPrompt
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError


def raising(error: Exception) -> JobEnded:
    def work() -> None:
        raise error

    return run_to_end("job", work)


def test_work_that_is_done_is_done() -> None:
    done: list[str] = []
    assert run_to_end("job", lambda: done.append("work")) == JobEnded("job", JobState.DONE)
    assert done == ["work"]


def test_a_stop_is_no_failure() -> None:
    assert raising(JobStoppedError()) == JobEnded("job", JobState.STOPPED)


def test_a_failed_request_keeps_its_facts() -> None:
    failure = Failed(request_id="job", code=ErrorCode.PROMPT_TOO_LONG, facts={"prompt_tokens": 9})
    error = RequestFailedError(ErrorCode.PROMPT_TOO_LONG, prompt_tokens=9)
    assert raising(error) == JobEnded("job", JobState.FAILED, failure)


@pytest.mark.logs_errors
def test_a_mistake_of_ours_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    ended = raising(ValueError("secret text"))
    assert ended.failure is not None
    assert (ended.failure.code, ended.failure.facts) == (ErrorCode.BUG, {"reason": "ValueError"})
    assert "a job failed" in caplog.text


def test_whatever_is_still_asked_at_the_desk_is_stopped_at_the_end() -> None:
    engine = ScriptedEngineClient(is_manual=True)
    desk = AnswerDesk(engine)

    def work() -> None:
        desk.submit("a", Generate(prompt=TextPrompt("x")))
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)

    assert run_at_desk("job", desk, work).state is JobState.FAILED
    assert len(engine.aborted_ids) == 1

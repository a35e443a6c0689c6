from desktop_llm.assist.answer_desk import ModelChangedError
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.writing.version_job import VersionJob
from desktop_llm.assist.writing.writing_notes import WritingNote
from desktop_llm.assist.writing.written_version import VersionEvent, VersionGrew, VersionsPlanned, WrittenVersion
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.errors import ErrorCode
from tests.fakes.answering_engine import AnsweringEngine

_GERMAN = "Das Haus steht am Fluss, und im Sommer kommen die Kinder zum Baden hierher."


class _Told:
    """A job with an engine that has a model, and what it told."""

    def __init__(self) -> None:
        self.engine = AnsweringEngine(lambda _: "")
        self.events: list[VersionEvent] = []
        self.written: list[tuple[str, str]] = []
        self.job = VersionJob("compose", self.engine, self.events.append)

    def write(self, model: ModelDescription, language: str) -> None:
        self.written.append((model.shown_name, language))
        self.job.tell_grown(0, "x")

    @property
    def ended(self) -> JobEnded:
        assert isinstance(self.events[-1], JobEnded)
        return self.events[-1]


def test_a_job_says_what_it_will_write_and_in_which_language() -> None:
    told = _Told()
    told.job.run(_GERMAN, "", told.write, n_versions=3)
    planned, grown, ended = told.events
    assert isinstance(planned, VersionsPlanned)
    assert (planned.language, planned.n_versions, planned.model_name) == ("de", 3, "Scripted")
    assert WritingNote.NOTHING_TO_READ not in planned.notes
    assert grown == VersionGrew(job_id=told.job.job_id, index=0, text="x")
    assert ended == JobEnded(told.job.job_id, JobState.DONE)
    assert told.written == [("Scripted", "de")]


def test_the_language_that_was_asked_for_is_the_one() -> None:
    told = _Told()
    told.job.run(_GERMAN, "fr", told.write)
    assert told.written == [("Scripted", "fr")]


def test_of_nothing_nothing_is_written() -> None:
    told = _Told()
    told.job.run(" \n", "", told.write)
    assert told.written == []
    assert told.ended.failure is not None
    assert told.ended.failure.code is ErrorCode.PROMPT_EMPTY


def test_a_job_that_was_stopped_asks_no_more() -> None:
    told = _Told()

    def write(model: ModelDescription, language: str) -> None:
        told.write(model, language)
        told.job.stop()
        told.job.desk.wait()

    told.job.run(_GERMAN, "", write)
    assert told.ended.state is JobState.STOPPED


def test_with_another_model_all_begins_anew() -> None:
    told = _Told()

    def write(model: ModelDescription, language: str) -> None:
        told.write(model, language)
        if len(told.written) == 1:
            raise ModelChangedError

    told.job.run(_GERMAN, "", write)
    kinds = [type(event) for event in told.events]
    assert kinds == [VersionsPlanned, VersionGrew, VersionsPlanned, VersionGrew, JobEnded]
    assert told.ended.state is JobState.DONE


def test_a_version_that_is_done_carries_the_jobs_name() -> None:
    told = _Told()
    told.job.tell_done(1, WrittenVersion("y"))
    (done,) = told.events
    assert done.job_id == told.job.job_id
    assert told.job.job_id.startswith("compose-")

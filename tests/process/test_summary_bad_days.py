"""Summaries on bad days, with a real engine process that dies and with folders full of files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summarize import SummaryJob
from desktop_llm.assist.summary_request import SummaryParts, SummaryRequest
from desktop_llm.assist.summary_result import SectionRead, Summary, SummaryEvent, SummaryPlanned, SummaryWritten
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from tests.fakes.engine_requests import HASTY, kill_engine, loaded
from tests.fakes.written_documents import long_document

ANSWER = "echo:?answer=The family built a bridge, a barn and a well.&delay_ms=2"


@pytest.fixture
def engine() -> Iterator[ProcessEngineClient]:
    client = ProcessEngineClient(timeouts=HASTY)
    yield client
    client.close()


class Run:
    """A job and what it told. `kills_at`: the engine is killed when so many sections are read."""

    def __init__(self, engine: EngineClient, request: SummaryRequest, kills_at: int = 0) -> None:
        self.n_read = self.n_planned = 0
        self.summary: Summary | None = None
        self.state: JobState | None = None
        self._engine = engine
        self._kills_at = kills_at
        SummaryJob(engine, request, self._hear).run()

    def _hear(self, event: SummaryEvent) -> None:
        match event:
            case SummaryPlanned():
                self.n_planned = len(event.sections)
            case SectionRead():
                self.n_read += 1
                if self.n_read == self._kills_at:
                    kill_engine(self._engine)
            case SummaryWritten():
                self.summary = event.summary
            case JobEnded():
                self.state = event.state
            case _:
                pass


def test_an_engine_that_is_killed_in_the_middle_of_reading_comes_back_and_the_job_goes_on(
    engine: ProcessEngineClient,
) -> None:
    loaded(engine, ANSWER)
    run = Run(engine, SummaryRequest(documents=(long_document(n_chapters=40),)), kills_at=3)
    assert run.state is JobState.DONE
    assert engine.status.failure is not None
    assert run.n_planned > 6
    assert run.n_read == run.n_planned
    assert run.summary is not None
    assert run.summary.coverage.share == 1
    assert run.summary.parts[0].items


def test_a_folder_of_five_hundred_files_is_summarized_whole(tmp_path: Path) -> None:
    reader = DocumentReader()
    try:
        for number in range(500):
            (tmp_path / f"{number:03}.txt").write_text(
                f"House {number} was built by the family {number} in 1912.", "utf-8"
            )
        documents = tuple(reader.read(path) for path in sorted(tmp_path.iterdir()))
    finally:
        reader.close()
    run = Run(ScriptedEngineClient(), SummaryRequest(documents=documents, parts=SummaryParts.TOGETHER))
    assert run.state is JobState.DONE
    assert run.summary is not None
    assert run.summary.coverage.share == 1
    assert run.summary.coverage.n_blocks == 500

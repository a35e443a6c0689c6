"""Summaries on bad days: an engine process that dies, a model that says nothing or never ends, files without end."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from desktop_llm.assist.answer_memory import Answer
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryParts, SummaryRequest
from desktop_llm.assist.summary.summary_result import SectionRead, Summary, SummaryEvent, SummaryPlanned, SummaryWritten
from desktop_llm.documents.document import Place, UnreadReason
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import LoadModel
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.engine_requests import HASTY, kill_engine, loaded
from tests.fakes.written_documents import long_document, written_document

ANSWER = "echo:?answer=The family built a bridge, a barn and a well.&delay_ms=2"


OTHER_ANSWER = "echo:?answer=The family sold the mill and the well.&delay_ms=2"


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


class KeptAnswers:
    """A cache that knows nothing, and keeps what it is to remember."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {}

    def keep(self, key: str, value: bytes) -> None:
        self.texts.append(msgspec.msgpack.decode(value, type=Answer).text)

    def prune(self) -> int:
        return 0


def test_another_model_in_the_middle_of_reading_reads_all_and_half_answers_are_not_remembered(
    engine: ProcessEngineClient,
) -> None:
    loaded(engine, ANSWER)
    answers = KeptAnswers()
    n_plans = n_read = 0
    states: list[JobState] = []

    def hear(event: SummaryEvent) -> None:
        nonlocal n_plans, n_read
        match event:
            case SummaryPlanned():
                n_plans, n_read = n_plans + 1, 0
            case SectionRead():
                n_read += 1
                if n_plans == 1 and n_read == 3:
                    engine.submit(LoadModel(request_id="other", path=OTHER_ANSWER), lambda _event: None)
            case JobEnded():
                states.append(event.state)
            case _:
                pass

    document = long_document(n_chapters=40)
    SummaryJob(engine, SummaryRequest(documents=(document,)), hear, answers).run()
    assert states == [JobState.DONE]
    assert n_plans == 2
    assert n_read > 6
    assert set(answers.texts) == {
        "The family built a bridge, a barn and a well.",
        "The family sold the mill and the well.",
    }


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


def test_of_a_hundred_megabytes_a_summary_is_made_as_far_as_they_are_read_and_the_rest_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(("The tenant pays the rent of the house in May. " * 2 + "\n\n") * 1_100_000, "utf-8")
    assert path.stat().st_size > 100_000_000
    reader = DocumentReader()
    try:
        document = reader.read(path, limits=ReadLimits(n_characters=200_000))
    finally:
        reader.close()
    run = Run(AnsweringEngine(lambda _: "- The tenant pays the rent in May."), SummaryRequest(documents=(document,)))
    assert run.state is JobState.DONE
    assert run.summary is not None
    coverage = run.summary.coverage
    assert coverage.n_read_blocks == len(document.blocks) > 1000
    assert coverage.share < 1
    assert {part.reason for part in coverage.unread} == {UnreadReason.TOO_LARGE}
    assert run.summary.parts[0].items[0].sources


def test_ten_thousand_pages_are_summarized_whole() -> None:
    pages = [f"Clause {number} of the lease is about house {number}." for number in range(1, 10_001)]
    whole = written_document(*pages)
    blocks = tuple(replace(block, place=Place(page=number)) for number, block in enumerate(whole.blocks, 1))
    document = replace(whole, blocks=blocks, n_pages=len(pages))
    last = "- Clause 9999 of the lease is about house 9999."
    run = Run(AnsweringEngine(lambda _: last, n_ctx_tokens=16_384), SummaryRequest(documents=(document,)))
    assert run.state is JobState.DONE
    assert run.summary is not None
    assert run.summary.coverage.share == 1
    (source, *_) = run.summary.parts[0].items[0].sources
    assert (source.place.page, source.quote) == (9999, pages[9998])


def test_a_model_that_repeats_itself_for_ever_is_stopped_and_the_job_ends() -> None:
    said = "The family built a bridge. "
    engine = ScriptedEngineClient(*[ScriptedAnswer(text=(said,) * 60, is_endless=True)] * 40)
    run = Run(engine, SummaryRequest(documents=(long_document(),)))
    assert run.state is JobState.DONE
    assert run.summary is not None
    assert run.summary.coverage.share == 1
    items = [item.text for item in run.summary.parts[0].items]
    assert items
    assert len(items) == len(set(items))


def test_a_model_that_says_nothing_at_all_leaves_the_word_to_the_document() -> None:
    run = Run(AnsweringEngine(lambda _: ""), SummaryRequest(documents=(long_document(),)))
    assert run.state is JobState.DONE
    assert run.summary is not None
    assert run.summary.coverage.share == 1
    assert run.summary.parts[0].items
    assert all(item.is_extract and item.sources for item in run.summary.parts[0].items)

import pytest

from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.summary.summary_budget import SummaryBudget
from desktop_llm.assist.summary.summary_items import ItemMaker
from desktop_llm.assist.summary.summary_notes import Note, Notes
from desktop_llm.assist.summary.summary_record import SummaryRecord
from desktop_llm.assist.summary.summary_request import SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    ItemKind,
    SectionRead,
    SummaryEvent,
    SummaryItem,
    SummaryProgressed,
    SummaryStage,
)
from desktop_llm.assist.summary.summary_sections import PlannedPart, Section, SummaryPlan
from tests.fakes.written_documents import written_document

MILL = written_document("The mill was built in 1912.", "It burnt down in 1931.", "It was sold.")
# The second block is in both sections.
SECTIONS = tuple(
    Section(index=index, document_index=0, block_ids=ids, heading_path=(), text="", n_tokens=9)
    for index, ids in enumerate([("b1", "b2"), ("b2", "b3")])
)
PLAN = SummaryPlan(sections=SECTIONS, parts=(PlannedPart(document_index=0, section_indexes=(0, 1), is_one_pass=False),))
BUDGET = SummaryBudget(section_tokens=600, material_tokens=3000, one_pass_tokens=2000, n_at_once=4)


class Bench:
    """A record with a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.events: list[SummaryEvent] = []
        request = SummaryRequest(documents=(MILL,))
        self.record = SummaryRecord("job", request, self.events.append, self._clock)
        shelf = PassageShelf((MILL,))
        self.record.plan(PLAN, ItemMaker(SourceFinder((MILL,), SECTIONS, shelf), FactChecker((MILL,)), shelf), BUDGET)
        self.passage = shelf.of_block(0, "b1")[0]

    def _clock(self) -> float:
        return self.now

    def read(self, index: int) -> None:
        self.record.read(Notes(section_indexes=(index,), notes=(Note("It was built.", (self.passage,)),)))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def point(text: str, line: int) -> SummaryItem:
    return SummaryItem(text=text, kind=ItemKind.POINT, line=line)


def test_progress_counts_the_steps_of_a_stage(bench: Bench) -> None:
    bench.record.begin(SummaryStage.READING)
    bench.read(0)
    progress = bench.events[-1]
    assert isinstance(progress, SummaryProgressed)
    assert (progress.stage, progress.done, progress.total) == (SummaryStage.READING, 1, 2)


def test_a_block_is_read_when_all_its_sections_are(bench: Bench) -> None:
    bench.read(0)
    coverage = bench.record.summary().coverage
    assert (coverage.n_read_blocks, coverage.n_blocks) == (1, 3)
    assert [part.reason for part in coverage.unread] == [STOPPED]
    bench.read(1)
    assert bench.record.summary().coverage.share == 1


def test_a_section_is_told_once(bench: Bench) -> None:
    bench.read(0)
    bench.record.mark_read((0, 1))
    assert [event.index for event in bench.events if isinstance(event, SectionRead)] == [0, 1]


def test_lines_go_on_from_piece_to_piece(bench: Bench) -> None:
    bench.record.add_heading(0, "One", 1)
    bench.record.add(0, point("a", 0))
    bench.record.add(0, point("b", 1))
    bench.record.end_piece(0)
    bench.record.add_heading(0, "Two", 1)
    bench.record.add(0, point("c", 0))
    assert [item.line for item in bench.record.summary().parts[0].items] == [0, 1, 2, 3, 4]


def test_notes_stand_for_a_summary_that_was_not_written(bench: Bench) -> None:
    bench.read(1)
    bench.record.keep_notes()
    (item,) = bench.record.summary().parts[0].items
    assert item.text == "It was built."
    assert item.sources[0].block_id == "b1"


def test_notes_do_not_mix_with_what_was_written(bench: Bench) -> None:
    bench.read(0)
    bench.record.add(0, point("a", 0))
    bench.record.keep_notes()
    assert [item.text for item in bench.record.summary().parts[0].items] == ["a"]


def test_stages_are_timed(bench: Bench) -> None:
    bench.record.begin(SummaryStage.READING)
    bench.now += 3
    bench.record.begin(SummaryStage.WRITING)
    bench.now += 2
    timings = bench.record.summary().timings
    assert (timings.read_s, timings.write_s, timings.total_s) == (3, 2, 5)

from collections.abc import Sequence

from desktop_llm.assist.answer_desk import AnswerDesk
from desktop_llm.assist.answer_memory import AnswerMemory
from desktop_llm.assist.asked_once import AskedOnce
from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.summary.summary_budget import SummaryBudget
from desktop_llm.assist.summary.summary_merge import NoteMerger, material_text
from desktop_llm.assist.summary.summary_notes import NoteReader, Notes, extracts
from desktop_llm.assist.summary.summary_sections import Section
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.written_documents import long_document

DOCUMENT = long_document(n_chapters=6)
SECTIONS = tuple(
    Section(index=index, document_index=0, block_ids=(block.id,), heading_path=(), text=block.text, n_tokens=20)
    for index, block in enumerate(DOCUMENT.blocks)
)
SHELF = PassageShelf((DOCUMENT,))
NOTES = [
    Notes(section_indexes=(section.index,), notes=extracts(SHELF.of_block(0, section.block_ids[0])))
    for section in SECTIONS
]


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def merged(engine: AnsweringEngine, limit: int, share: float = 1.0) -> tuple[list[Notes], list[tuple[int, int]]]:
    reader = NoteReader(SourceFinder((DOCUMENT,), SECTIONS, SHELF), FactChecker((DOCUMENT,)), "")
    answers = AskedOnce(AnswerDesk(engine, 4), AnswerMemory(None), SCRIPTED_MODEL)
    budget = SummaryBudget(section_tokens=300, material_tokens=limit, one_pass_tokens=500, n_at_once=4)
    progress: list[tuple[int, int]] = []
    merger = NoteMerger(answers, reader, count_words, budget, "")
    return merger.merged(NOTES, "en", lambda step: progress.append((step.n_done, step.n_total)), share), progress


def first_notes(request: str) -> str:
    lines = [line for line in request.splitlines() if line.startswith("- In the year")]
    return "\n".join(lines[:3])


def test_notes_that_fit_are_not_merged() -> None:
    engine = AnsweringEngine(first_notes)
    assert merged(engine, 100_000)[0] == NOTES
    assert engine.asked == []


def test_notes_are_merged_until_they_fit_and_none_is_forgotten() -> None:
    engine = AnsweringEngine(first_notes)
    level, progress = merged(engine, 300)
    assert sum(count_words([material_text(level)])) <= 300
    assert sorted(index for each in level for index in each.section_indexes) == list(range(len(SECTIONS)))
    assert progress[-1][0] == progress[-1][1]
    assert all(len(request.split()) < 500 for request in engine.asked)


def test_a_smaller_share_leaves_room_for_other_things() -> None:
    level, _ = merged(AnsweringEngine(first_notes), 300, 0.5)
    assert sum(count_words([material_text(level)])) <= 150


def test_a_model_that_merges_nothing_does_not_keep_it_from_ending() -> None:
    level, _ = merged(AnsweringEngine(lambda _: ""), 100)
    assert level
    assert sum(count_words([material_text(level)])) <= 100

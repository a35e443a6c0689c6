import pytest

from desktop_llm.assist.answer_memory import Answer
from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.summary.summary_notes import NoteReader, Notes
from desktop_llm.assist.summary.summary_sections import Section
from tests.fakes.written_documents import written_document

MILL = written_document(
    "The mill was built by Anna Meyer in 1912 beside the river.",
    "It burnt down in 1931, and two families lost their homes.",
    "In 2019 the town sold the place to a company from Lyon for 4.2 million euros.",
)
SECTION = Section(index=0, document_index=0, block_ids=("b1", "b2", "b3"), heading_path=(), text=MILL.text, n_tokens=60)


def reader(focus: str = "") -> NoteReader:
    return NoteReader(SourceFinder((MILL,), (SECTION,), PassageShelf((MILL,))), FactChecker((MILL,)), focus)


def noted(answer: str, focus: str = "") -> Notes:
    return reader(focus).of_section(SECTION, Answer(text=answer), "en")


def note_texts(notes: Notes) -> list[str]:
    return [note.text for note in notes.notes]


def test_notes_know_the_passages_that_say_them() -> None:
    notes = noted("- Anna Meyer built the mill in 1912.\n- The town sold the place to a company from Lyon.")
    assert [note.passages[0].block.id for note in notes.notes] == ["b1", "b3"]
    assert not notes.is_extract


@pytest.mark.parametrize(
    "invented",
    [
        "The mill was built in 1921 beside the river.",
        "The mill was built by Karl Huber in 1912.",
        "Penguins prefer swimming in cold water.",
        "The town sold the place on 3 May 2019.",
    ],
)
def test_what_the_section_does_not_say_is_dropped(invented: str) -> None:
    assert note_texts(noted(f"- {invented}\n- Anna Meyer built the mill in 1912.")) == [
        "Anna Meyer built the mill in 1912."
    ]


@pytest.mark.parametrize("answer", ["", "Ok.", "- Penguins prefer swimming in cold water."])
def test_sentences_of_the_section_stand_in_where_nothing_is_left(answer: str) -> None:
    notes = noted(answer)
    assert notes.is_extract
    assert set(note_texts(notes)) <= {block.text for block in MILL.blocks}
    assert note_texts(notes)


def test_telling_sentences_go_along_in_quotation_marks() -> None:
    lines = list(noted("- Anna Meyer built the mill in 1912.").lines())
    assert lines[0] == "- Anna Meyer built the mill in 1912."
    assert len(lines) == 3
    assert all(line.strip('"') in MILL.text for line in lines[1:])


def test_a_section_may_say_nothing_about_the_focus() -> None:
    assert noted("NONE", "penguins?") == Notes(section_indexes=(0,))
    assert noted("NONE").is_extract


def test_notes_of_a_group_are_held_against_all_its_sections() -> None:
    group = [noted("- Anna Meyer built the mill in 1912."), noted("- It burnt down in 1931.")]
    answer = Answer(text="- Anna Meyer built the mill in 1912.\n- It burnt down in 1999.")
    merged = reader().of_group(group, answer, "en", 4)
    assert merged.section_indexes == (0, 0)
    assert note_texts(merged) == ["Anna Meyer built the mill in 1912."]


def test_the_first_notes_of_each_stand_in_where_a_group_gave_nothing() -> None:
    group = [noted("- Anna Meyer built the mill in 1912."), noted("- Two families lost their homes in 1931.")]
    assert note_texts(reader().of_group(group, Answer(text=""), "en", 2)) == [
        "Anna Meyer built the mill in 1912.",
        "Two families lost their homes in 1931.",
    ]

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from desktop_llm.assist.questions.fitting_passages import PassageFinder
from desktop_llm.assist.questions.question_material import Material, QuestionRoom, question_material, question_room
from desktop_llm.documents.document import Document
from desktop_llm.engine.scripted_client import READY_STATUS
from tests.fakes.written_documents import long_document, written_document

CHRONICLE = long_document()
LEASE = written_document("# Rent", "The rent is 1,250 euros a month.", name="lease.md")


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def material(*documents: Document, question: str = "family number 503", whole: int = 500, parts: int = 300) -> Material:
    room = QuestionRoom(whole_tokens=whole, parts_tokens=parts, answer_tokens=100)
    return question_material(documents, question, PassageFinder(documents), count, room)


def test_what_fits_is_read_whole() -> None:
    read = material(LEASE)
    assert read.is_whole
    assert read.texts == (("lease.md", LEASE.text),)
    assert {block_id for section in read.sections for block_id in section.block_ids} == {"b1", "b2"}


def test_of_a_longer_one_the_parts_that_fit_the_question_are_read_in_their_order() -> None:
    read = material(CHRONICLE)
    assert not read.is_whole
    ((name, text),) = read.texts
    assert name == "chronicle.md"
    assert "number 503 " in text
    assert sum(count([text])) <= 300
    assert len(read.sections) < read.n_passages
    years = [int(word) for word in text.replace(",", "").split() if word.isdigit() and len(word) == 4]
    assert years == sorted(years)


def test_gaps_and_headings_are_shown() -> None:
    ((_, text),) = material(CHRONICLE, question="numbers 003 and 711", parts=600).texts
    assert "[…]" in text
    assert "[Chapter 8]\nIn the year" in text


def test_parts_of_several_documents_stand_under_their_names() -> None:
    read = material(CHRONICLE, LEASE, question="What is the rent of family number 503?")
    assert [name for name, _ in read.texts] == ["chronicle.md", "lease.md"]


def test_parts_keep_to_their_room() -> None:
    for parts in (0, 50, 120, 400):
        texts = [text for _, text in material(CHRONICLE, parts=parts).texts]
        assert sum(count(texts)) <= parts


def test_no_part_is_worth_its_place_by_words_that_are_nowhere() -> None:
    read = material(CHRONICLE, question="penguins")
    assert not read.is_by_words
    assert read.texts[0][1].startswith("Chapter 1")


def test_a_very_long_document_is_not_counted_whole() -> None:
    counted: list[int] = []

    def counting(texts: Sequence[str]) -> list[int]:
        counted.append(len(texts))
        return count(texts)

    document = long_document(n_chapters=200)
    room = QuestionRoom(whole_tokens=500, parts_tokens=300, answer_tokens=100)
    finder = PassageFinder((document,))
    question_material((document,), "family number 503", finder, counting, room)
    assert sum(counted) < len(finder.passages) / 2


@pytest.mark.parametrize("n_ctx_tokens", [0, 512, 2048, 8192, 131_072])
def test_question_material_and_answer_fit_the_context(n_ctx_tokens: int) -> None:
    assert READY_STATUS.model is not None
    model = replace(READY_STATUS.model, n_ctx_tokens=n_ctx_tokens, n_parameters=135_000_000)
    room = question_room(model, 40)
    assert room.whole_tokens + room.answer_tokens + 40 <= (n_ctx_tokens or 4096)
    assert 0 <= room.parts_tokens <= room.whole_tokens


def test_a_larger_model_reads_more_parts() -> None:
    assert READY_STATUS.model is not None
    small, large = (
        question_room(replace(READY_STATUS.model, n_ctx_tokens=32_768, n_parameters=n), 10)
        for n in (135_000_000, 8_000_000_000)
    )
    assert small.parts_tokens < large.parts_tokens

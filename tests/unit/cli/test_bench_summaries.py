from contextlib import nullcontext

from desktop_llm.cli.bench_summaries import made_up_document, measure_summaries
from desktop_llm.documents.document import BlockKind
from tests.fakes.answering_engine import AnsweringEngine


def test_a_made_up_document_is_as_long_as_it_shall_be_and_always_the_same() -> None:
    document = made_up_document(1, 3000)
    assert 3000 <= len(document.text.split()) < 3200
    assert document == made_up_document(1, 3000)
    assert document != made_up_document(2, 3000)
    sentences = [
        text for block in document.blocks if block.kind is BlockKind.PARAGRAPH for text in block.text.split(". ")
    ]
    assert len(set(sentences)) == len(sentences)
    assert all(document.text.startswith(block.text, block.start) for block in document.blocks)


def test_shares_and_calls_are_counted() -> None:
    said: list[str] = []
    engine = AnsweringEngine(lambda request: "- " + request.partition("\n")[2].partition("In 1")[2].partition(".")[0])
    figures = measure_summaries(lambda: nullcontext(engine), said.append, n_words=6000)
    assert figures.summary_blocks_read == 1
    assert figures.summary_literal_quotes == 1
    assert figures.summary_form_change_calls == 1
    assert figures.summary_sections > 1
    assert figures.summary_of_possible_ratio > 0
    assert len(said) == 5

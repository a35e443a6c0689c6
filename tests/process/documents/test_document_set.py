"""Every kind of document through the process that reads and a summary: read whole or named, and quoted literally.

A script in place of a model says sentences of what it reads, and some that no document says.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryRequest
from desktop_llm.assist.summary.summary_result import Summary, SummaryEvent, SummaryWritten
from desktop_llm.cli.summary_text import JsonSummary, json_summary
from desktop_llm.documents.document import Document
from desktop_llm.documents.reading import DocumentReader
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.document_set import LATEX, PARTLY_READ, SENTENCES, write_document_set

INVENTED = "The house was painted blue by a famous artist in 1871."


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Document]]:
    reader = DocumentReader()
    paths = [*write_document_set(tmp_path_factory.mktemp("set")), *sorted(LATEX.glob("*.pdf"))]
    yield [reader.read(path) for path in paths]
    reader.close()


def telling(request: str) -> str:
    """Some sentences of the text, and one that is not there."""
    sentences = re.findall(r"[A-Z][^.!?\n]{20,200}\.", request.partition("<document")[2])
    return "\n".join(f"- {sentence}" for sentence in (*sentences[:3], INVENTED))


def summarized(document: Document, form: SummaryForm) -> Summary:
    events: list[SummaryEvent] = []
    request = SummaryRequest(documents=(document,), form=form)
    SummaryJob(AnsweringEngine(telling, n_ctx_tokens=2048), request, events.append).run()
    (written,) = (event for event in events if isinstance(event, SummaryWritten))
    return written.summary


def summarized_as_json(document: Document, form: SummaryForm) -> JsonSummary:
    return json_summary(summarized(document, form))


def test_every_sentence_of_every_kind_is_read(documents: list[Document]) -> None:
    own = [document for document in documents if Path(document.path).parent != LATEX]
    assert len(own) > 15
    for document in own:
        text = " ".join(document.text.split())
        assert [sentence for sentence in SENTENCES if sentence not in text] == [], document.name
        assert bool(document.unread) == (document.name in PARTLY_READ), document.name


def test_every_block_goes_into_the_summary_or_is_named(documents: list[Document]) -> None:
    for document in documents:
        summary = summarized(document, SummaryForm.KEY_POINTS)
        coverage = json_summary(summary).coverage
        assert summary.coverage.n_read_blocks == len(document.blocks), document.name
        assert len(coverage.unread) == summary.coverage.n_blocks - summary.coverage.n_read_blocks, document.name
        assert (coverage.share == 1) == (document.name not in PARTLY_READ), document.name
        assert all(part.reason for part in coverage.unread), document.name


@pytest.mark.parametrize("form", [SummaryForm.KEY_POINTS, SummaryForm.OUTLINE, SummaryForm.TIMELINE])
def test_every_quote_stands_literally_in_the_block_that_it_names(documents: list[Document], form: SummaryForm) -> None:
    for document in documents:
        blocks = {block.id: block.text for block in document.blocks}
        sources = [source for item in summarized_as_json(document, form).summary for source in item.sources]
        assert sources, document.name
        for source in sources:
            assert source.quote
            assert source.quote in blocks[source.block], (document.name, source)

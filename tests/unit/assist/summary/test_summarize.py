import re
import threading
from collections.abc import Callable

import pytest

from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryLength, SummaryParts, SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    ItemKind,
    SectionRead,
    Summary,
    SummaryEvent,
    SummaryItemWritten,
    SummaryPlanned,
    SummaryWritten,
)
from desktop_llm.documents.document import Block, BlockKind, Document, Place, Unread, UnreadReason
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.storage.summary_cache import SummaryCache, summary_cache_in_memory
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.prompt_attacks import ATTACKS
from tests.fakes.written_documents import long_document, written_document

MILL = written_document(
    "# The mill",
    "The mill was built by Anna Meyer in 1912. It burnt down in 1931.",
    "In 2019 the town of Brixen sold it to a company from Lyon for 4.2 million euros.",
    name="mill.md",
)


def first_sentence(request: str) -> str:
    """A model that copies the first sentence of every paragraph it gets, up to three."""
    paragraphs = re.findall(r'^(?:- |")?([A-Z][^\n"]*\.)', request.partition("<document")[2], re.MULTILINE)
    return "\n".join(f"- {paragraph}" for paragraph in paragraphs[:3])


def is_map(request: str) -> bool:
    return request.startswith("Below is a part of a document")


class Heard:
    """Runs a job and keeps what it told."""

    def __init__(self, engine: AnsweringEngine, request: SummaryRequest, cache: SummaryCache | None = None) -> None:
        self.events: list[SummaryEvent] = []
        self.job = SummaryJob(engine, request, self.events.append, cache)

    def run(self) -> Summary:
        self.job.run()
        return self.summary

    @property
    def summary(self) -> Summary:
        (written,) = (event for event in self.events if isinstance(event, SummaryWritten))
        return written.summary

    @property
    def end(self) -> JobEnded:
        (end,) = (event for event in self.events if isinstance(event, JobEnded))
        return end


def summarized(
    request: SummaryRequest,
    answering: Callable[[str], str] = first_sentence,
    *,
    cache: SummaryCache | None = None,
    dies_at: int = 0,
) -> tuple[Summary, AnsweringEngine]:
    engine = AnsweringEngine(answering, dies_at=dies_at)
    return Heard(engine, request, cache).run(), engine


def texts(summary: Summary, part: int = 0) -> list[str]:
    return [item.text for item in summary.parts[part].items]


def memory() -> SummaryCache:
    return summary_cache_in_memory()


def test_a_document_that_fits_is_done_in_one_pass() -> None:
    summary, engine = summarized(SummaryRequest(documents=(MILL,)))
    assert len(engine.asked) == 1
    assert "4.2 million" in engine.asked[0]
    assert texts(summary)[0] == "The mill was built by Anna Meyer in 1912."
    assert summary.coverage.share == 1
    assert summary.n_chunks == 1


def test_each_sentence_has_its_passage() -> None:
    answer = "- The town sold the mill to a company from Lyon for 4.2 million euros.\n- It burnt down in 1931.\n"
    summary, _ = summarized(SummaryRequest(documents=(MILL,)), lambda _: answer)
    sold, burnt = summary.parts[0].items
    assert [source.block_id for source in sold.sources] == ["b3"]
    assert burnt.sources[0].quote == "It burnt down in 1931."
    assert not sold.checks
    assert not burnt.checks


EXPENSIVE = "Property there is expensive."


def sources_of(job: SummaryJob, events: list[SummaryEvent]) -> list[str]:
    job.run()
    (written,) = (event for event in events if isinstance(event, SummaryWritten))
    return [source.quote for item in written.summary.parts[0].items for source in item.sources]


def test_a_sentence_in_other_words_leads_to_what_means_the_same_if_a_model_for_that_is_installed() -> None:
    quotes: list[list[str]] = []
    for embedder in (None, MoneyEmbedder()):
        events: list[SummaryEvent] = []
        engine = AnsweringEngine(lambda _: EXPENSIVE)
        job = SummaryJob(engine, SummaryRequest(documents=(MILL,)), events.append, embedder=embedder)
        quotes.append(sources_of(job, events))
    assert quotes == [[], [MILL.blocks[-1].text]]


def test_a_stop_is_heard_while_a_sentence_waits_for_its_sources() -> None:
    class Stopping(MoneyEmbedder):
        def embed_question(self, text: str) -> bytes:
            job.stop()
            return super().embed_question(text)

    events: list[SummaryEvent] = []
    model = Stopping()
    engine = AnsweringEngine(lambda _: EXPENSIVE)
    job = SummaryJob(engine, SummaryRequest(documents=(MILL,)), events.append, embedder=model)
    assert sources_of(job, events) == []
    assert isinstance(events[-1], JobEnded)
    assert events[-1].state is JobState.STOPPED
    assert model.n_embedded == 0


def test_what_the_document_does_not_say_is_marked() -> None:
    answer = (
        "- The mill was sold in 2019 for 5.2 million euros.\n- The mill burnt down, says Karl Huber, in 1931.\n"
        "- Penguins prefer colder weather altogether.\n"
    )
    summary, _ = summarized(SummaryRequest(documents=(MILL,)), lambda _: answer)
    kinds = [[check.kind for check in item.checks] for item in summary.parts[0].items]
    assert kinds[0] == [CheckKind.NUMBER_NOT_IN_SOURCE]
    assert CheckKind.NAME_NOT_IN_SOURCE in kinds[1]
    assert CheckKind.NO_SUPPORT in kinds[2]


def test_a_long_document_is_read_in_sections_and_every_block_of_it() -> None:
    document = long_document()
    heard = Heard(AnsweringEngine(first_sentence), SummaryRequest(documents=(document,)))
    summary = heard.run()
    planned = next(event for event in heard.events if isinstance(event, SummaryPlanned))
    assert not planned.is_one_pass
    assert len(planned.sections) > 1
    assert {block_id for section in planned.sections for block_id in section.block_ids} == {
        block.id for block in document.blocks
    }
    read = [event.index for event in heard.events if isinstance(event, SectionRead)]
    assert sorted(read) == list(range(len(planned.sections)))
    assert (summary.coverage.share, summary.coverage.unread) == (1, ())


def test_quotes_stand_literally_in_the_named_block() -> None:
    document = long_document()
    blocks = {block.id: block for block in document.blocks}
    summary, _ = summarized(SummaryRequest(documents=(document,)))
    items = summary.parts[0].items
    assert items
    for source in (source for item in items for source in item.sources):
        assert blocks[source.block_id].text[source.start : source.end] == source.quote


@pytest.mark.parametrize("form", list(SummaryForm))
def test_another_form_asks_nothing_of_the_sections_again(form: SummaryForm) -> None:
    cache = memory()
    document = long_document()
    _, first = summarized(SummaryRequest(documents=(document,), form=SummaryForm.SENTENCE), cache=cache)
    assert any(map(is_map, first.asked))
    request = SummaryRequest(documents=(document,), form=form, length=SummaryLength(n_words=90), instruction="Go.")
    summary, second = summarized(request, cache=cache)
    assert not any(map(is_map, second.asked))
    assert texts(summary)


def test_the_same_summary_asks_nothing_at_all() -> None:
    cache = memory()
    request = SummaryRequest(documents=(long_document(),))
    once, _ = summarized(request, cache=cache)
    again, engine = summarized(request, cache=cache)
    assert engine.asked == []
    assert again.parts == once.parts


def test_another_language_translates_sentences_and_keeps_their_sources() -> None:
    def answering(request: str) -> str:
        return "Die Mühle wurde 1912 gebaut." if request.startswith("Translate") else first_sentence(request)

    summary, engine = summarized(SummaryRequest(documents=(MILL,), language="de"), answering)
    item = summary.parts[0].items[0]
    assert item.text == "Die Mühle wurde 1912 gebaut."
    assert item.sources[0].quote.startswith("The mill was built")
    assert not any(map(is_map, engine.asked))


def test_a_sentence_of_a_script_without_spaces_has_room_for_its_translation() -> None:
    sentence = "水车在一九三一年被烧毁以后镇上的人们花了很多年才把它重新修好并且卖给了里昂的一家公司。"
    document = written_document(sentence, language="zh")

    def answering(request: str) -> str:
        return "The mill burnt down." if request.startswith("Translate") else f"- {sentence}"

    _, engine = summarized(SummaryRequest(documents=(document,), language="en"), answering)
    asked = [command for command in engine.commands if command.prompt.turns[-1].content.startswith("Translate")]
    assert [(command.max_tokens or 0) >= 4 * len(sentence) for command in asked] == [True]


def test_a_wrong_number_in_a_translation_is_marked() -> None:
    def answering(request: str) -> str:
        return "Die Mühle wurde 1921 gebaut." if request.startswith("Translate") else first_sentence(request)

    summary, _ = summarized(SummaryRequest(documents=(MILL,), language="de"), answering)
    assert [check.text for check in summary.parts[0].items[0].checks] == ["1921"]


def test_a_job_that_was_stopped_keeps_what_it_read_and_goes_on_from_there() -> None:
    cache = memory()
    document = long_document(n_chapters=24)
    request = SummaryRequest(documents=(document,))
    n_all = sum(map(is_map, summarized(request)[1].asked))
    engine = AnsweringEngine(first_sentence)
    heard = Heard(engine, request, cache)
    engine.on_asked = lambda n: heard.job.stop() if n == n_all // 2 else None
    stopped = heard.run()
    assert heard.end.state is JobState.STOPPED
    assert 0 < stopped.coverage.share < 1
    assert {part.reason for part in stopped.coverage.unread} == {STOPPED}
    assert texts(stopped)
    assert all(item.sources for item in stopped.parts[0].items)
    _, second = summarized(request, cache=cache)
    n_again = sum(map(is_map, second.asked))
    assert 0 < n_again < n_all


def test_the_engines_death_costs_only_what_was_on_its_way() -> None:
    request = SummaryRequest(documents=(long_document(),))
    whole, _ = summarized(request)
    after_death, _ = summarized(request, dies_at=2)
    assert after_death.parts == whole.parts
    assert after_death.coverage.share == 1


def test_the_engines_death_while_the_summary_is_written_says_nothing_twice() -> None:
    answer = "- The mill was built by Anna Meyer in 1912.\n- It burnt down in 1931.\n"
    summary, _ = summarized(SummaryRequest(documents=(MILL,)), lambda _: answer, dies_at=1)
    assert texts(summary) == ["The mill was built by Anna Meyer in 1912.", "It burnt down in 1931."]


@pytest.mark.parametrize("answer", ["", "   \n", "The the the the the. " * 80, "Penguins swim far away. " * 3])
def test_of_a_model_that_gives_nothing_usable_the_document_speaks_for_itself(answer: str) -> None:
    document = long_document()
    summary, _ = summarized(SummaryRequest(documents=(document,)), lambda request: answer if is_map(request) else "")
    assert summary.n_extracted_sections == summary.n_chunks
    items = summary.parts[0].items
    assert items
    assert all(item.is_extract and item.sources and item.text == item.sources[0].quote for item in items)


def test_of_a_model_that_gives_hardly_anything_of_a_long_text_the_document_goes_on() -> None:
    said = "In the year 1800 the family number 000 of the valley built a bridge, a barn and a well."

    def answering(request: str) -> str:
        return first_sentence(request) if is_map(request) else f"- {said}"

    summary, _ = summarized(SummaryRequest(documents=(long_document(),)), answering)
    first, *others = summary.parts[0].items
    assert (first.text, first.is_extract) == (said, False)
    assert others
    assert all(item.is_extract and item.line > first.line for item in others)
    short, _ = summarized(SummaryRequest(documents=(MILL,)), lambda _: "- The mill was built by Anna Meyer in 1912.")
    assert texts(short) == ["The mill was built by Anna Meyer in 1912."]


def test_a_model_that_says_its_task_back_gives_sentences_of_the_document() -> None:
    def answering(request: str) -> str:
        return re.sub(r"<document.*</document>", "", request, flags=re.DOTALL)

    summary, _ = summarized(SummaryRequest(documents=(MILL,), form=SummaryForm.PARAGRAPH), answering)
    assert all(item.is_extract for item in summary.parts[0].items)
    assert texts(summary)


def test_notes_with_invented_numbers_go_no_further() -> None:
    def answering(request: str) -> str:
        return f"- In the year 7777 the family built a bridge.\n{first_sentence(request)}"

    _, engine = summarized(SummaryRequest(documents=(long_document(),)), answering)
    final = [request for request in engine.asked if not is_map(request)]
    assert final
    assert not any("7777" in request for request in final)


def test_a_focus_of_which_nothing_is_said_gives_nothing() -> None:
    summary, _ = summarized(SummaryRequest(documents=(long_document(),), focus="penguins?"), lambda _: "NONE")
    assert texts(summary) == []
    assert summary.n_extracted_sections == 0
    assert summary.coverage.share == 1


def test_an_outline_follows_the_headings() -> None:
    summary, engine = summarized(SummaryRequest(documents=(long_document(n_chapters=3),), form=SummaryForm.OUTLINE))
    headings = [item.text for item in summary.parts[0].items if item.kind is ItemKind.HEADING]
    assert headings == ["Chapter 1", "Chapter 2", "Chapter 3"]
    lines = [item.line for item in summary.parts[0].items]
    assert lines == sorted(lines)
    assert len([request for request in engine.asked if not is_map(request)]) == 3


def test_several_documents_are_summarized_each_and_together_with_sources_that_name_them() -> None:
    other = written_document("The bridge over the Eisack was closed in 2021 for repairs.", name="bridge.md")
    heard = Heard(AnsweringEngine(first_sentence), SummaryRequest(documents=(MILL, other)))
    summary = heard.run()
    assert [part.document for part in summary.parts] == ["mill.md", "bridge.md", ""]
    together = summary.parts[2].items
    assert {source.document for item in together for source in item.sources} == {"mill.md", "bridge.md"}
    told = [event.part_index for event in heard.events if isinstance(event, SummaryItemWritten)]
    assert told == sorted(told)


@pytest.mark.parametrize(("parts", "n_parts"), [(SummaryParts.EACH, 2), (SummaryParts.TOGETHER, 1)])
def test_long_documents_are_merged_together(parts: SummaryParts, n_parts: int) -> None:
    documents = (long_document("one.md"), long_document("two.md"))
    summary, engine = summarized(SummaryRequest(documents=documents, parts=parts))
    assert len(summary.parts) == n_parts
    assert all(part.items for part in summary.parts)
    if parts is SummaryParts.TOGETHER:
        assert all(f'name="{name}"' in engine.asked[-1] for name in ("one.md", "two.md"))


def test_a_very_long_document_is_merged_level_by_level() -> None:
    summary, engine = summarized(SummaryRequest(documents=(long_document(n_chapters=160),)))
    assert any("notes on parts of a document" in request for request in engine.asked)
    assert all(len(request.split()) < 4096 * 0.6 for request in engine.asked)
    assert texts(summary)


def test_a_long_summary_is_written_in_pieces() -> None:
    request = SummaryRequest(documents=(long_document(n_chapters=40),), length=SummaryLength(n_words=1500))
    _, engine = summarized(request)
    assert len([asked for asked in engine.asked if "key points" in asked]) == 4


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (SummaryForm.TIMELINE, "On {n} May 1931 the mill burnt down once more."),
        (SummaryForm.ACTIONS, "Somebody must repair roof number {n} of the mill."),
    ],
)
def test_what_a_form_is_about_is_in_its_material(form: SummaryForm, sentence: str) -> None:
    wanted = [sentence.format(n=n) for n in range(1, 13)]
    others = [f"The people of the valley number {n} talked about the weather and the harvest." for n in range(300)]
    document = written_document(*others[:150], *wanted, *others[150:])
    _, engine = summarized(SummaryRequest(documents=(document,), form=form))
    assert all(each in engine.asked[-1] for each in wanted)


def test_what_the_reader_could_not_read_is_named() -> None:
    unread = Unread(place=Place(page=3), reason=UnreadReason.NO_TEXT, n_characters_estimate=0)
    document = written_document("The mill was sold.", "It was old.", "It burnt.", unread=[unread])
    summary, _ = summarized(SummaryRequest(documents=(document,)))
    assert summary.coverage.share == 0.75
    assert [(part.place.page, part.reason) for part in summary.coverage.unread] == [(3, UnreadReason.NO_TEXT)]


HARD_DOCUMENTS = {
    "one endless line": written_document("x" * 40_000),
    "a line without a full stop": written_document("the mill by the river was sold and then " * 1500),
    "Chinese": written_document("水车在一九三一年被烧毁。镇上的人把它卖给了里昂的一家公司。" * 700, language="zh"),
    "Japanese": written_document("水車は売却された。町の人々は橋を建てた。" * 900, language="ja"),
    "Arabic": written_document("احترقت الطاحونة في عام 1931. باعت البلدة المكان لشركة من ليون. " * 500, language="ar"),
    "a table": Document(
        name="a.csv",
        path="a.csv",
        sha256="",
        media_type="text/csv",
        blocks=(
            Block(
                id="b1",
                kind=BlockKind.TABLE,
                text="\n".join(f"{year} | the mill | {year * 3} tons" for year in range(1000, 3000)),
            ),
        ),
    ),
}


@pytest.mark.parametrize("document", HARD_DOCUMENTS.values(), ids=HARD_DOCUMENTS)
@pytest.mark.parametrize("answer", ["", "- The mill was sold.\n"])
def test_hard_documents_are_read_whole_and_fit(document: Document, answer: str) -> None:
    summary, engine = summarized(SummaryRequest(documents=(document,)), lambda _: answer)
    assert summary.coverage.share == 1
    assert summary.n_chunks > 1
    assert all(sum(1 + len(word) // 8 for word in request.split()) < 3500 for request in engine.asked)
    texts_by_id = {block.id: block.text for block in document.blocks}
    for source in (source for item in summary.parts[0].items for source in item.sources):
        assert texts_by_id[source.block_id][source.start : source.end] == source.quote


def test_nothing_to_read_asks_nothing() -> None:
    summary, engine = summarized(SummaryRequest(documents=(written_document(),)))
    assert engine.asked == []
    assert texts(summary) == []


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_reaches_every_prompt_as_data(attack: str) -> None:
    document = written_document(*(block.text for block in long_document().blocks), attack)
    _, engine = summarized(SummaryRequest(documents=(document, MILL)), lambda _: f"- {attack}")
    assert any("OBEY" in request for request in engine.asked)
    for request in engine.asked:
        outside = re.sub(r"<document[^\n]*>\n.*?\n</document>", "", request, flags=re.DOTALL)
        assert "OBEY" not in outside
        assert "document>" not in outside


def test_a_stop_ends_a_job_that_waits_for_an_answer() -> None:
    engine = AnsweringEngine(first_sentence)
    heard = Heard(engine, SummaryRequest(documents=(MILL,)))
    heard.job.stop()
    thread = threading.Thread(target=heard.job.run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert heard.end.state is JobState.STOPPED
    assert heard.summary.coverage.share == 0
    assert [part.reason for part in heard.summary.coverage.unread] == [STOPPED]


@pytest.mark.logs_errors
def test_a_mistake_of_ours_ends_the_job_with_a_failure() -> None:
    engine = AnsweringEngine(lambda _: str(1 / 0))
    heard = Heard(engine, SummaryRequest(documents=(MILL,)))
    heard.job.run()
    assert heard.end.state is JobState.FAILED
    assert heard.end.failure is not None
    assert heard.end.failure.code is ErrorCode.BUG


def test_without_a_model_the_job_fails_at_once() -> None:
    engine = ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY))
    events: list[SummaryEvent] = []
    SummaryJob(engine, SummaryRequest(documents=(MILL,)), events.append).run()
    end = events[-1]
    assert isinstance(end, JobEnded)
    assert end.failure is not None
    assert end.failure.code is ErrorCode.NO_MODEL

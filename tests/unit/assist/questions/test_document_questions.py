import re
import threading
from collections.abc import Callable

import pytest

from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.questions.document_answer import (
    AnswerEvent,
    AnswerItemWritten,
    AnswerWritten,
    DocumentAnswer,
    DocumentQuestion,
    MaterialChosen,
)
from desktop_llm.assist.questions.document_questions import DocumentQuestionJob
from desktop_llm.documents.document import Document, Place, Unread, UnreadReason
from desktop_llm.errors import ErrorCode
from desktop_llm.storage.summary_cache import summary_cache_in_memory
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.prompt_attacks import ATTACKED_NAMES, ATTACKS
from tests.fakes.written_documents import long_document, written_document

MILL = written_document(
    "# The mill",
    "The mill was built by Anna Meyer in 1912. It burnt down in 1931.",
    "In 2019 the town of Brixen sold it to a company from Lyon for 4.2 million euros.",
    name="mill.md",
)


class Heard:
    """Runs a job and keeps what it told."""

    def __init__(self, engine: AnsweringEngine, *documents: Document, text: str = "Who built the mill?") -> None:
        self.events: list[AnswerEvent] = []
        question = DocumentQuestion(documents=documents, text=text)
        self.job = DocumentQuestionJob(engine, question, self.events.append)

    def run(self) -> DocumentAnswer:
        self.job.run()
        return self.answer

    @property
    def answer(self) -> DocumentAnswer:
        (written,) = (event for event in self.events if isinstance(event, AnswerWritten))
        return written.answer

    @property
    def end(self) -> JobEnded:
        (end,) = (event for event in self.events if isinstance(event, JobEnded))
        return end


def test_an_answer_in_other_words_leads_to_what_means_the_same_if_a_model_for_that_is_installed() -> None:
    quotes: list[list[str]] = []
    for embedder in (None, MoneyEmbedder()):
        events: list[AnswerEvent] = []
        question = DocumentQuestion(documents=(MILL,), text="How is the mill?")
        engine = AnsweringEngine(lambda _: "Property there is expensive.")
        DocumentQuestionJob(engine, question, events.append, embedder=embedder).run()
        (written,) = (event for event in events if isinstance(event, AnswerWritten))
        item = written.answer.items[0]
        quotes.append([source.quote for source in item.sources])
    assert quotes == [[], [MILL.blocks[-1].text]]


def answered(
    answering: Callable[[str], str], *documents: Document, text: str = "Who built the mill?"
) -> DocumentAnswer:
    return Heard(AnsweringEngine(answering), *documents, text=text).run()


def says(answer: str) -> Callable[[str], str]:
    return lambda _: answer


def test_a_document_that_fits_goes_in_whole_and_the_question_behind_it() -> None:
    engine = AnsweringEngine(says("Anna Meyer built it."))
    answer = Heard(engine, MILL).run()
    (asked,) = engine.asked
    assert MILL.text in asked
    assert asked.endswith("Question: Who built the mill?")
    assert answer.basis.is_whole


def test_each_sentence_has_its_passage_and_what_is_not_there_is_marked() -> None:
    answer = answered(says("The mill was built by Anna Meyer. The town sold it for 5.2 million euros."), MILL)
    built, sold = answer.items
    assert [source.quote for source in built.sources] == ["The mill was built by Anna Meyer in 1912."]
    assert not built.checks
    assert [check.kind for check in sold.checks] == [CheckKind.NUMBER_NOT_IN_SOURCE]


def test_of_a_document_that_does_not_fit_the_parts_that_fit_the_question_are_read() -> None:
    document = long_document(n_chapters=40)
    engine = AnsweringEngine(says("In the year 1903 the family number 503 of the valley built a bridge."))
    heard = Heard(engine, document, text="What did the family number 503 build?")
    answer = heard.run()
    assert not answer.basis.is_whole
    assert "family number 503 " in engine.asked[0]
    assert len(engine.asked[0].split()) < 3000
    (item,) = answer.items
    assert "number 503 " in item.sources[0].quote
    assert isinstance(heard.events[0], MaterialChosen)


def test_a_model_that_finds_no_answer_is_believed() -> None:
    answer = answered(says("NONE"), MILL, text="Who is the mayor?")
    assert answer.is_unanswered
    assert answer.items == ()


@pytest.mark.parametrize("reply", ["", "Penguins prefer colder weather altogether.", "1.\n2.\n3.\n4.\n5.\n6.\n"])
def test_where_the_model_gives_nothing_the_document_speaks(reply: str) -> None:
    answer = answered(says(reply), MILL)
    extracts = [item for item in answer.items if item.is_extract]
    assert extracts
    assert any("Anna Meyer" in item.text for item in extracts)
    assert all(item.sources for item in extracts)


def test_an_answer_in_another_language_is_held_to_its_numbers() -> None:
    text = "Wer hat die alte Mühle gebaut, und wann ist sie abgebrannt?"
    answer = answered(says("Die Mühle ist im Jahr 1931 abgebrannt. Sie kostete 777 Euro."), MILL, text=text)
    burnt, cost = [item for item in answer.items if not item.is_extract]
    assert burnt.checks == ()
    assert [check.kind for check in cost.checks] == [CheckKind.NUMBER_NOT_IN_SOURCE]


def test_items_are_told_while_the_answer_is_written() -> None:
    heard = Heard(AnsweringEngine(says("Anna Meyer built it. It burnt down in 1931.")), MILL)
    answer = heard.run()
    assert tuple(event.item for event in heard.events if isinstance(event, AnswerItemWritten)) == answer.items


def test_the_engine_may_die_in_the_middle_and_nothing_is_told_twice() -> None:
    engine = AnsweringEngine(says("Anna Meyer built the mill. It burnt down in 1931."), dies_at=1)
    heard = Heard(engine, MILL)
    assert [item.text for item in heard.run().items] == ["Anna Meyer built the mill.", "It burnt down in 1931."]
    assert heard.end.state is JobState.DONE


def test_what_could_not_be_read_is_said() -> None:
    unread = Unread(place=Place(page=3), reason=UnreadReason.NO_TEXT)
    document = written_document("The mill burnt.", unread=(unread,))
    (part,) = answered(says("It burnt."), document).basis.unread
    assert (part.document, part.place.page, part.reason) == ("report.md", 3, UnreadReason.NO_TEXT)


def test_a_document_without_text_ends_without_an_answer() -> None:
    answer = answered(says("NONE"), written_document())
    assert (answer.items, answer.is_unanswered) == ((), True)


def test_an_empty_question_is_refused() -> None:
    heard = Heard(AnsweringEngine(says("")), MILL, text="  ")
    heard.run()
    assert heard.end.failure is not None
    assert heard.end.failure.code is ErrorCode.PROMPT_EMPTY


def test_a_stop_ends_a_job_that_waits() -> None:
    heard = Heard(AnsweringEngine(says("It burnt.")), MILL)
    heard.job.stop()
    thread = threading.Thread(target=heard.job.run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert heard.end.state is JobState.STOPPED


def test_the_same_question_again_is_not_asked_again() -> None:
    cache, engine = summary_cache_in_memory(), AnsweringEngine(says("Anna Meyer built it."))
    for _ in range(2):
        events: list[AnswerEvent] = []
        question = DocumentQuestion(documents=(MILL,), text="Who built the mill?")
        DocumentQuestionJob(engine, question, events.append, cache=cache).run()
        assert any(isinstance(event, AnswerItemWritten) for event in events)
    assert len(engine.asked) == 1


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("n_chapters", [1, 40])
def test_an_attack_reaches_the_prompt_as_data(attack: str, n_chapters: int) -> None:
    lines = [block.text for block in long_document(n_chapters=n_chapters).blocks]
    document = written_document(*lines, attack, name=ATTACKED_NAMES[0])
    engine = AnsweringEngine(says("It is a chronicle."))
    Heard(engine, document, text=f"Is there an order in it? {attack[:20].splitlines()[0]}").run()
    (asked,) = engine.asked
    outside = re.sub(r"<document[^\n]*>\n.*?\n</document>", "", asked, flags=re.DOTALL).partition("Question:")[0]
    assert "OBEY" not in outside
    assert "document>" not in outside

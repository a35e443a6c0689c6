import pytest

from desktop_llm.assist.answer_desk import JobStoppedError, ModelChangedError
from desktop_llm.assist.translation.segment_asking import SegmentAsking
from desktop_llm.assist.translation.translation_request import Segment, TranslationRequest
from desktop_llm.errors import ErrorCode, RequestFailedError
from tests.fakes.answering_engine import AnsweringEngine

REQUEST = TranslationRequest(
    segments=(Segment(text="One house", is_apart=True), Segment(text="Two houses", is_apart=True)),
    target="de",
    source="en",
)


def test_answers_come_in_the_order_of_the_segments() -> None:
    engine = AnsweringEngine(
        lambda asked: asked.rpartition("\n\n")[2].replace("house", "Haus").replace("Haus", "Haus ")
    )
    answers = SegmentAsking(engine, None).answers(REQUEST)
    assert [answer.split()[0] for answer in answers] == ["One", "Two"]


def test_what_ended_it_is_raised() -> None:
    engine = AnsweringEngine(str)
    asking = SegmentAsking(engine, None)
    asking.stop()
    with pytest.raises(JobStoppedError):
        asking.answers(REQUEST)
    engine.lose_model()
    with pytest.raises(RequestFailedError) as caught:
        SegmentAsking(engine, None).answers(REQUEST)
    assert caught.value.code is ErrorCode.NO_MODEL


def test_of_two_models_nothing_is_put_together() -> None:
    engine = AnsweringEngine(str)
    engine.on_asked = lambda n_asked: engine.load("/models/other.gguf") if n_asked == 1 else None
    with pytest.raises(ModelChangedError):
        SegmentAsking(engine, None).answers(REQUEST)
    assert SegmentAsking(engine, None).answers(REQUEST)

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.translation.translation_alternatives import (
    AlternativeFound,
    AlternativesJob,
    AlternativesRequest,
)
from desktop_llm.assist.translation.translation_request import Pair
from desktop_llm.engine.messages import ChatPrompt
from tests.fakes.answering_engine import AnsweringEngine

REQUEST = AlternativesRequest(text="The pump stops.", current="Die Pumpe hält an.", source="en", target="de")


def heard(answers: list[str], request: AlternativesRequest = REQUEST) -> tuple[list[str], AnsweringEngine, JobEnded]:
    left = iter(answers)
    engine = AnsweringEngine(lambda _asked: next(left))
    events: list[AlternativeFound | JobEnded] = []
    AlternativesJob(engine, request, events.append).run()
    assert isinstance(events[-1], JobEnded)
    return [event.text for event in events if isinstance(event, AlternativeFound)], engine, events[-1]


def test_what_differs_is_told_once_and_what_is_no_translation_is_not() -> None:
    texts, engine, ended = heard(
        [
            "Die Pumpe stoppt.",
            "die pumpe hält an.",
            "Sure! Translation:\nDie Pumpe stoppt.",
            "",
            "Die Pumpe bleibt stehen.",
        ]
    )

    assert texts == ["Die Pumpe stoppt.", "Die Pumpe bleibt stehen."]
    assert len({command.sampling for command in engine.commands}) == 5
    assert ended.state is JobState.DONE


def test_what_stands_before_the_sentence_goes_along() -> None:
    before = Pair("Look.", "Schau.")
    request = AlternativesRequest(text=REQUEST.text, current=REQUEST.current, source="en", target="de", before=before)
    _, engine, _ = heard(["a"] * 5, request)

    prompt = engine.commands[0].prompt
    assert isinstance(prompt, ChatPrompt)
    assert prompt.turns[-2].content == "Schau."


def test_another_model_is_asked_too_and_nothing_is_told_twice() -> None:
    answers = iter(
        ["Die Pumpe stoppt.", *["nie gehört"] * 4, "Die Pumpe stoppt.", "Die Pumpe bleibt stehen.", *[""] * 3]
    )
    engine = AnsweringEngine(lambda _asked: next(answers))
    engine.on_asked = lambda n_asked: engine.load("/models/other.gguf") if n_asked == 2 else None
    events: list[AlternativeFound | JobEnded] = []
    job = AlternativesJob(engine, REQUEST, events.append)
    job.run()

    assert events == [
        AlternativeFound(job.job_id, "Die Pumpe stoppt."),
        AlternativeFound(job.job_id, "Die Pumpe bleibt stehen."),
        JobEnded(job.job_id, JobState.DONE),
    ]

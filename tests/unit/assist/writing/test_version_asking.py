from desktop_llm.assist.answer_desk import AnswerDesk
from desktop_llm.assist.writing.version_asking import TextEnded, TextGrown, ask_for_texts, of_version
from desktop_llm.engine.messages import Generate, TextPrompt
from desktop_llm.params import SamplingParams
from tests.fakes.answering_engine import AnsweringEngine


def question(text: str) -> Generate:
    return Generate(prompt=TextPrompt(text), sampling=SamplingParams(temperature=0.0))


def test_all_are_asked_and_what_is_no_good_is_asked_once_more() -> None:
    desk = AnswerDesk(AnsweringEngine(lambda asked: f"{asked} in many words"), 4)
    asked = [question("one"), question("two")]
    news = list(ask_for_texts(desk, asked, lambda index, _ended: question("again") if index == 1 else None))
    ended = {each.index: each for each in news if isinstance(each, TextEnded)}
    assert ended[0].answer.text == "one in many words"
    assert ended[0].first is None
    assert (ended[1].answer.text, ended[1].first.text) == ("again in many words", "two in many words")
    assert [each.text for each in news if isinstance(each, TextGrown) and each.index == 0][-1] == "one in many words"
    desk.close()


def test_each_version_is_drawn_otherwise_and_the_first_is_the_likeliest() -> None:
    versions = [of_version(question("one"), index).sampling for index in range(3)]
    assert versions[0].temperature == 0.0
    assert len({(each.temperature, each.seed) for each in versions}) == 3

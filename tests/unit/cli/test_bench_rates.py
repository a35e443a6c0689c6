import pytest

from desktop_llm.cli.bench_rates import EngineRates, TallyingClient, measure_rates
from desktop_llm.engine.client import stream_events
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Generate, Usage
from tests.fakes.answering_engine import AnsweringEngine


def test_rates_are_tokens_a_second_and_those_of_eight_answers_add_up() -> None:
    engine = AnsweringEngine(lambda _: "one two three four five")
    rates = measure_rates(engine, n_words=100, n_answer_tokens=5)
    assert rates.prompt_tokens_per_s == pytest.approx(1000)
    assert rates.eight_tokens_per_s == pytest.approx(8 * 4 / 0.005)
    first, *measured = engine.asked
    assert (len(set(measured)), first in measured) == (8, False)
    assert sorted(measured[:8]) == sorted(measured[8:])


def test_what_was_evaluated_before_takes_no_time() -> None:
    rates = EngineRates(prompt_tokens_per_s=100, eight_tokens_per_s=50)
    usages = [Usage(prompt_tokens=300, reused_tokens=100, completion_tokens=25), Usage(prompt_tokens=100)]
    assert rates.seconds_for(usages) == pytest.approx(3.5)


def test_finished_generations_are_tallied_until_they_are_taken() -> None:
    client = TallyingClient(AnsweringEngine(lambda _: "yes"))
    request = Generate(request_id="a", prompt=ChatPrompt((ChatTurn("user", "Is it so?"),)))
    events = list(stream_events(client, request))
    assert len(events) > 1
    assert [usage.completion_tokens for usage in client.take_usages()] == [1]
    assert client.take_usages() == []

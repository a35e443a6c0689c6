import json
from collections import Counter

import pytest

from desktop_llm.engine.backends.backend import BatchRow
from desktop_llm.engine.backends.llama_model import LlamaModel
from desktop_llm.engine.backends.llama_sampling import gbnf_of_schema
from desktop_llm.engine.messages import Generate, TextPrompt
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

_TEXT = "The weather today is"
_GREEDY = SamplingParams(temperature=0)


@pytest.fixture
def model(starter_model: LlamaModel) -> LlamaModel:
    """With the logits after a text at row `_last(model)`."""
    for sequence in range(starter_model.memory.facts.n_sequences):
        starter_model.memory.clear(sequence)
    tokens = starter_model.vocabulary.tokenize(_TEXT, is_beginning=True)
    starter_model.decode([BatchRow(0, i, token, i == len(tokens) - 1) for i, token in enumerate(tokens)])
    return starter_model


def _last(model: LlamaModel) -> int:
    return len(model.vocabulary.tokenize(_TEXT, is_beginning=True)) - 1


def _samples(model: LlamaModel, count: int = 300, **fields: float) -> Counter[int]:
    sampling = SamplingParams(**({"seed": 1, "top_k": 0, "top_p": 1.0, "min_p": 0.0} | fields))  # type: ignore[arg-type]
    sampler = model.new_sampler(Generate(prompt=TextPrompt(""), sampling=sampling), [])
    counts = Counter(sampler.sample(_last(model)) for _ in range(count))
    sampler.close()
    return counts


def _best(model: LlamaModel, count: int) -> list[int]:
    return [token for token, _ in model.likelihood(_last(model), 0, count).alternatives]


def test_temperature_zero_takes_the_likeliest(model: LlamaModel) -> None:
    assert list(_samples(model, 5, temperature=0.0)) == _best(model, 1)


def test_top_k_keeps_the_k_likeliest(model: LlamaModel) -> None:
    assert set(_samples(model, temperature=3.0, top_k=3)) == set(_best(model, 3))


def test_top_p_keeps_the_likeliest_that_make_up_its_share(model: LlamaModel) -> None:
    best = model.likelihood(_last(model), 0, 1).alternatives[0]
    assert set(_samples(model, temperature=1.0, top_p=0.01)) == {best[0]}
    assert len(_samples(model, temperature=1.0, top_p=0.9)) > 5


def test_min_p_drops_what_is_far_less_likely_than_the_best(model: LlamaModel) -> None:
    assert set(_samples(model, temperature=1.0, min_p=0.99)) == set(_best(model, 1))


def test_a_higher_temperature_spreads_the_choice(model: LlamaModel) -> None:
    assert len(_samples(model, temperature=0.3)) < len(_samples(model, temperature=2.0))


def test_an_unset_seed_differs_each_time(model: LlamaModel) -> None:
    def texts() -> list[int]:
        sampler = model.new_sampler(Generate(prompt=TextPrompt(""), sampling=SamplingParams(temperature=2.0)), [])
        tokens = [sampler.sample(_last(model)) for _ in range(30)]
        sampler.close()
        return tokens

    assert texts() != texts()


def test_tokens_of_the_prompt_are_penalized_too(model: LlamaModel) -> None:
    best = _best(model, 1)[0]
    sampling = SamplingParams(temperature=0, presence_penalty=10.0, repeat_last_n_tokens=64)
    sampler = model.new_sampler(Generate(prompt=TextPrompt(""), sampling=sampling), [best])
    assert sampler.sample(_last(model)) != best
    sampler.close()


@pytest.mark.parametrize("grammar", ["", 'root ::= "a"'])
def test_a_bias_that_forbids_everything_does_not_end_the_process(model: LlamaModel, grammar: str) -> None:
    every_token = dict.fromkeys(range(model.vocabulary.n_tokens), -float("inf"))
    sampler = model.new_sampler(Generate(prompt=TextPrompt(""), grammar=grammar, logit_bias=every_token), [])
    assert 0 <= sampler.sample(_last(model)) < model.vocabulary.n_tokens
    sampler.close()


def test_a_bias_must_be_a_number(model: LlamaModel) -> None:
    with pytest.raises(RequestFailedError) as caught:
        model.new_sampler(Generate(prompt=TextPrompt(""), logit_bias={5: float("nan")}), [])
    assert caught.value.code is ErrorCode.REQUEST_INVALID


def test_a_grammar_that_no_token_can_follow_fails_instead_of_ending_the_process(model: LlamaModel) -> None:
    # The starter model's vocabulary lacks the byte that this character begins with.
    sampler = model.new_sampler(Generate(prompt=TextPrompt(""), grammar='root ::= "\U00040000"'), [])
    with pytest.raises(RequestFailedError) as caught:
        sampler.sample(_last(model))
    assert caught.value.code is ErrorCode.GRAMMAR_INVALID
    sampler.close()


@pytest.mark.parametrize("n_passed_over", [0, 1, 5, 100])
def test_a_grammar_gets_the_likeliest_token_that_it_allows(model: LlamaModel, n_passed_over: int) -> None:
    pieces = {token: model.vocabulary.token_bytes(token) for token in _best(model, 400)}
    words = [piece.decode() for piece in pieces.values() if piece[:1] == b" " and piece[1:].isalpha()]
    allowed = words[n_passed_over : n_passed_over + 30]
    grammar = f"root ::= {' | '.join(json.dumps(word) for word in allowed)}"
    sampler = model.new_sampler(Generate(prompt=TextPrompt(""), grammar=grammar, sampling=_GREEDY), [])
    token = sampler.sample(_last(model))
    sampler.close()
    assert token == next(each for each, piece in pieces.items() if _begins_any(piece, allowed))


def _begins_any(piece: bytes, words: list[str]) -> bool:
    return bool(piece) and any(word.encode().startswith(piece) for word in words)


def test_only_the_end_is_left_when_a_grammar_is_fulfilled(model: LlamaModel) -> None:
    sampler = model.new_sampler(Generate(prompt=TextPrompt(""), grammar='root ::= "a"'), [])
    first, second = sampler.sample(_last(model)), sampler.sample(_last(model))
    assert model.vocabulary.token_bytes(first) == b"a"
    assert model.vocabulary.is_end_of_generation(second)
    sampler.close()


@pytest.mark.parametrize(
    "schema", ["", "[]", '{"type": 5}', '{"$ref": "http://example.com/x"}', '{"$ref": "#/nowhere"}']
)
def test_a_schema_that_cannot_be_a_grammar_is_refused(schema: str) -> None:
    with pytest.raises(RequestFailedError) as caught:
        gbnf_of_schema(schema)
    assert caught.value.code is ErrorCode.GRAMMAR_INVALID


def test_a_schema_nested_without_end_is_refused() -> None:
    deep = '{"items":' * 5000 + "{}" + "}" * 5000
    with pytest.raises(RequestFailedError):
        gbnf_of_schema(deep)

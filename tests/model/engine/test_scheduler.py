import json
import math
from pathlib import Path

import numpy as np
import pytest

from desktop_llm.engine.backends.llama_model import LlamaModel
from desktop_llm.engine.messages import (
    Finished,
    FinishReason,
    Generate,
    PromptProgress,
    ScoreText,
    TextGrew,
    TextPrompt,
    TextScored,
)
from desktop_llm.engine.snapshot_folder import SnapshotFolder
from desktop_llm.errors import ErrorCode
from desktop_llm.params import SamplingParams
from tests.fakes.bare_llama import BareLlama
from tests.fakes.scheduler_bench import FreeRows, SchedulerBench, generate

_GREEDY = SamplingParams(temperature=0)
_STORY = "Write a long story about the sea."
_DOCUMENT = "The quick brown fox jumps over the lazy dog near the river bank while reading old books. " * 16
_LETTERS = {each: -1e9 for each in range(262) if not 6 + ord("a") <= each <= 6 + ord("z")}  # of the tiny models


def test_greedy_text_is_what_llama_cpp_says_by_itself(starter: SchedulerBench, starter_path: Path) -> None:
    prompt = "<|im_start|>user\nWrite a long story about the sea.<|im_end|>\n<|im_start|>assistant\n"
    # Guesses make batches of other sizes, see below.
    starter.run(Generate(request_id="a", prompt=TextPrompt(prompt), sampling=_GREEDY, max_tokens=40, may_draft=False))
    with BareLlama(starter_path) as bare:
        assert starter.text("a") == bare.greedy_answer(prompt, 40)


def test_the_same_seed_gives_the_same_text_and_another_gives_another(starter: SchedulerBench) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        starter.run(generate(name, _STORY, sampling=SamplingParams(seed=seed), max_tokens=24, may_draft=False))
    assert starter.text("a") == starter.text("b")
    assert starter.text("a") != starter.text("c")


def test_a_second_turn_reads_only_what_is_new(starter: SchedulerBench) -> None:
    starter.run(generate("a", _DOCUMENT, sampling=SamplingParams(seed=4), max_tokens=40))
    starter.run(generate("b", _DOCUMENT, starter.text("a"), "Shorter, please.", max_tokens=8))
    usage = starter.usage("b")
    new_text = "<|im_end|>\n<|im_start|>user\nShorter, please.<|im_end|>\n<|im_start|>assistant\n"
    n_new = len(starter.model.vocabulary.tokenize(new_text, is_beginning=False))
    assert usage.prompt_tokens - usage.reused_tokens - n_new <= 8


def test_an_answer_in_other_tokens_than_the_tokenizers_is_reused_as_it_was_written(starter: SchedulerBench) -> None:
    # A sharp grammar forces single letters where the tokenizer would take whole words.
    grammar = 'root ::= "s" "a" "i" "l" "o" "r" "s"'
    letters = {starter.model.vocabulary.tokenize(letter, is_beginning=False)[0]: 90.0 for letter in "sailor"}
    starter.run(generate("a", _STORY, grammar=grammar, logit_bias=letters, sampling=_GREEDY))
    assert (starter.text("a"), starter.usage("a").completion_tokens) == ("sailors", 7)
    starter.run(generate("b", _STORY, "sailors", "More.", max_tokens=4))
    usage = starter.usage("b")
    assert usage.reused_tokens == starter.usage("a").prompt_tokens + 7


def test_answers_do_not_depend_on_who_else_is_running(starter: SchedulerBench, starter_model: LlamaModel) -> None:
    # Patterns with one likely way on: batches of another size round in another way, which decides where two are close.
    starts = ["1 2 3 4 5 6 7 8 9", "A B C D E F G H", "Monday, Tuesday, Wednesday,", "January, February, March, April,"]
    commands = [
        Generate(request_id=f"r{i}", prompt=TextPrompt(text), sampling=_GREEDY, max_tokens=8)
        for i, text in enumerate(starts)
    ]
    starter.run(*commands)
    alone = SchedulerBench(starter_model)
    for i, command in enumerate(commands):
        alone.run(command)
        assert alone.text(f"r{i}") == starter.text(f"r{i}")
    assert len({starter.text(command.request_id) for command in commands}) == 4


def test_a_shared_prefix_is_read_once(starter: SchedulerBench) -> None:
    starter.run(*(generate(f"r{i}", _DOCUMENT, "Yes?", f"Question {i}", max_tokens=2) for i in range(4)))
    n_read = [starter.usage(f"r{i}").prompt_tokens - starter.usage(f"r{i}").reused_tokens for i in range(4)]
    assert n_read[0] > 250
    assert max(n_read[1:]) < 20


def test_stop_in_the_middle_of_a_prompt_breaks_the_batch_off(starter: SchedulerBench) -> None:
    starter.submit(generate("a", _DOCUMENT * 3))
    starter.model.interrupt()
    starter.scheduler.step()
    assert starter.all_of("a", PromptProgress) == []
    starter.scheduler.abort("a")
    assert starter.finish("a").reason is FinishReason.ABORT
    starter.run(generate("b", "Hello", sampling=_GREEDY, max_tokens=4))
    assert starter.usage("b").completion_tokens == 4


def test_stop_in_the_middle_of_an_answer_keeps_its_text(starter: SchedulerBench) -> None:
    starter.submit(generate("a", _STORY, sampling=_GREEDY))
    starter.step_until("a", TextGrew)
    for _ in range(10):
        starter.scheduler.step()
    starter.scheduler.abort("a")
    assert starter.finish("a").reason is FinishReason.ABORT
    assert len(starter.text("a").split()) > 5


def test_requests_wait_while_the_memory_is_full_and_none_fails(small_starter: SchedulerBench) -> None:
    texts = [f"{i}: {_DOCUMENT[:400]}" for i in range(3)]
    small_starter.run(*(generate(f"r{i}", text, max_tokens=200) for i, text in enumerate(texts)))
    assert all(isinstance(small_starter.ends(f"r{i}")[0], Finished) for i in range(3))


def test_an_endless_answer_ends_at_the_end_of_the_context(small_starter: SchedulerBench) -> None:
    ends = dict.fromkeys(
        small_starter.model.vocabulary.tokenize("<|im_end|><|endoftext|>", is_beginning=False), -1000000000.0
    )
    small_starter.run(generate("a", _DOCUMENT + "Go on.", logit_bias=dict.fromkeys(ends, -1e9), sampling=_GREEDY))
    usage = small_starter.usage("a")
    assert small_starter.finish("a").reason is FinishReason.LENGTH
    assert usage.prompt_tokens + usage.completion_tokens == 512


def test_an_emoji_split_across_tokens_arrives_whole(starter: SchedulerBench) -> None:
    grammar = 'root ::= "👩🏽‍🚀" "é"'
    starter.run(generate("a", "Draw.", grammar=grammar, sampling=_GREEDY))
    assert starter.text("a") == "👩🏽‍🚀é"
    assert starter.usage("a").completion_tokens > 2
    assert all("�" not in event.text for event in starter.all_of("a", TextGrew))


def test_an_answer_follows_a_json_schema(starter: SchedulerBench) -> None:
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 12}, "age": {"type": "integer", "maximum": 99}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    command = generate("a", "Invent a person.", json_schema=json.dumps(schema), sampling=SamplingParams(seed=2))
    starter.run(command)
    assert set(json.loads(starter.text("a"))) == {"name", "age"}


@pytest.mark.parametrize("fields", [{"grammar": "root ::= ("}, {"json_schema": '{"type": 5}'}, {"json_schema": "{"}])
def test_a_grammar_that_cannot_be_read_fails_the_request(starter: SchedulerBench, fields: dict[str, str]) -> None:
    starter.run(generate("a", "Hello", **fields))
    assert starter.failure("a").code is ErrorCode.GRAMMAR_INVALID


def test_a_bias_forbids_and_forces_tokens(starter: SchedulerBench) -> None:
    token = starter.model.vocabulary.tokenize(" yes", is_beginning=False)[0]
    starter.run(generate("a", "Say no.", logit_bias={token: 100.0}, sampling=_GREEDY, max_tokens=3))
    assert starter.text("a") == " yes yes yes"
    starter.run(generate("b", "Say no.", logit_bias={10**6: 1.0}))
    assert starter.failure("b").code is ErrorCode.REQUEST_INVALID


def test_a_penalty_ends_a_repetition(starter: SchedulerBench) -> None:
    token = starter.model.vocabulary.tokenize(" yes", is_beginning=False)[0]
    sampling = SamplingParams(temperature=0, presence_penalty=10, frequency_penalty=10, repeat_last_n_tokens=64)
    command = generate("a", "Say no.", logit_bias={token: 30.0}, sampling=sampling, max_tokens=8)
    starter.run(command)
    assert 0 < starter.text("a").count(" yes") < 8


def test_log_probabilities_are_those_before_the_filters(starter: SchedulerBench) -> None:
    starter.run(generate("a", _STORY, sampling=_GREEDY, n_logprobs=3, max_tokens=5))
    starter.run(generate("b", _STORY, sampling=SamplingParams(top_k=1), n_logprobs=3, max_tokens=5))
    first, second = ([each for e in starter.all_of(name, TextGrew) for each in e.logprobs] for name in "ab")
    assert len(first) == 5
    assert [each.token_id for each in first] == [each.token_id for each in second]
    for left, right in zip(first, second, strict=True):
        assert left.logprob == pytest.approx(right.logprob, abs=0.02)
        assert left.alternatives[0] == (left.text, left.logprob)
        assert sum(math.exp(logprob) for _, logprob in left.alternatives) < 1


def test_a_score_is_that_of_a_plain_softmax(starter: SchedulerBench, starter_path: Path) -> None:
    text = "The capital of France is Paris, and the capital of Italy is Rome. " * 8
    starter.run(ScoreText(request_id="s", text=text))
    (event,) = starter.ends("s")
    assert isinstance(event, TextScored)
    with BareLlama(starter_path) as bare:
        expected = bare.softmax_logprobs(text)
    np.testing.assert_allclose([each.logprob for each in event.tokens], expected, atol=0.05)
    assert event.mean_nll == pytest.approx(-np.mean(expected), abs=0.01)
    assert event.perplexity == pytest.approx(math.exp(event.mean_nll))


def test_a_score_with_context_is_the_end_of_the_whole_score(starter: SchedulerBench) -> None:
    starter.run(ScoreText(request_id="whole", text="The capital of France is Paris."))
    starter.run(ScoreText(request_id="end", text=" Paris.", context="The capital of France is"))
    whole, end = starter.ends("whole")[0], starter.ends("end")[0]
    assert isinstance(whole, TextScored)
    assert isinstance(end, TextScored)
    assert [each.text for each in end.tokens] == [" Paris", "."]
    np.testing.assert_allclose(
        [each.logprob for each in end.tokens], [each.logprob for each in whole.tokens[-2:]], atol=0.05
    )


# Conversations on disk


def _bench_with_folder(model: LlamaModel, folder: Path) -> SchedulerBench:
    for sequence in range(model.memory.facts.n_sequences):
        model.memory.clear(sequence)
    return SchedulerBench(model, SnapshotFolder(folder, model.fingerprint, 10**9))


def test_a_conversation_comes_back_from_disk(starter_model: LlamaModel, tmp_path: Path) -> None:
    before = _bench_with_folder(starter_model, tmp_path)
    before.run(generate("a", _DOCUMENT, sampling=_GREEDY, max_tokens=10, conversation_key="k"))
    answer = before.text("a")
    before.run(generate("b", _DOCUMENT, answer, "More.", sampling=_GREEDY, max_tokens=10))
    before.scheduler.close()
    after = _bench_with_folder(starter_model, tmp_path)
    after.run(generate("b", _DOCUMENT, answer, "More.", sampling=_GREEDY, max_tokens=10, conversation_key="k"))
    assert after.usage("b").reused_tokens == before.usage("b").reused_tokens > 250
    assert after.text("b") == before.text("b")
    after.scheduler.close()


def test_a_damaged_snapshot_is_as_good_as_none(starter_model: LlamaModel, tmp_path: Path) -> None:
    before = _bench_with_folder(starter_model, tmp_path)
    before.run(generate("a", _DOCUMENT, sampling=_GREEDY, max_tokens=10, conversation_key="k"))
    before.scheduler.close()
    (path,) = tmp_path.glob("*.snapshot")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    after = _bench_with_folder(starter_model, tmp_path)
    after.run(generate("a", _DOCUMENT, sampling=_GREEDY, max_tokens=10, conversation_key="k"))
    assert after.usage("a").reused_tokens == 0
    assert after.text("a") == before.text("a")
    after.scheduler.close()


# Models that cannot be rewound


def _say(bench: SchedulerBench, name: str, *texts: str, n_tokens: int = 16) -> str:
    bench.run(generate(name, *texts, sampling=_GREEDY, max_tokens=n_tokens, logit_bias=_LETTERS))
    return bench.text(name)


def _cleared(bench: SchedulerBench, model: LlamaModel) -> SchedulerBench:
    bench.scheduler.close()
    for sequence in range(model.memory.facts.n_sequences):
        model.memory.clear(sequence)
    return SchedulerBench(model)


def test_regenerating_says_the_same_without_reading_again(forgetful: SchedulerBench) -> None:
    first = _say(forgetful, "a", _DOCUMENT[:600])
    assert _say(forgetful, "b", _DOCUMENT[:600]) == first
    assert forgetful.usage("b").prompt_tokens - forgetful.usage("b").reused_tokens <= 8


def test_a_conversation_goes_on_as_if_read_from_the_start(
    forgetful: SchedulerBench, forgetful_model: LlamaModel
) -> None:
    texts = (_DOCUMENT[:600], _say(forgetful, "a", _DOCUMENT[:600]), "next")
    second = _say(forgetful, "b", *texts)
    assert forgetful.usage("b").prompt_tokens - forgetful.usage("b").reused_tokens <= 16
    assert _say(_cleared(forgetful, forgetful_model), "b", *texts) == second


def test_an_edited_message_goes_on_from_before_it(forgetful: SchedulerBench, forgetful_model: LlamaModel) -> None:
    start = (_DOCUMENT[:600], "indeed")
    _say(forgetful, "a", *start, "a first question")
    edited = _say(forgetful, "b", *start, "another question")
    assert forgetful.usage("b").reused_tokens > 600
    assert _say(_cleared(forgetful, forgetful_model), "b", *start, "another question") == edited


def test_a_prefix_is_shared_by_requests_that_come_together(
    forgetful: SchedulerBench, forgetful_model: LlamaModel
) -> None:
    command = {"sampling": _GREEDY, "max_tokens": 16, "logit_bias": _LETTERS}
    start = (_DOCUMENT[:600], "indeed")
    forgetful.run(*(generate(f"r{i}", *start, f"question {i}", **command) for i in range(3)))
    assert [forgetful.usage(f"r{i}").reused_tokens > 600 for i in range(3)] == [False, True, True]
    for i in range(3):
        alone = _say(_cleared(forgetful, forgetful_model), "a", *start, f"question {i}")
        assert alone == forgetful.text(f"r{i}")


def test_an_interrupted_batch_costs_the_other_answer_nothing(
    forgetful: SchedulerBench, forgetful_model: LlamaModel
) -> None:
    expected = _say(forgetful, "x", "hello", n_tokens=24)
    bench = _cleared(forgetful, forgetful_model)
    bench.submit(generate("a", "hello", sampling=_GREEDY, max_tokens=24, logit_bias=_LETTERS))
    bench.step_until("a", TextGrew)
    bench.submit(generate("b", _DOCUMENT[:600], max_tokens=4))
    forgetful_model.interrupt()
    bench.scheduler.step()
    bench.scheduler.abort("b")
    bench.step_until_idle()
    assert bench.text("a") == expected


def test_a_conversation_of_theirs_comes_back_from_disk(forgetful_model: LlamaModel, tmp_path: Path) -> None:
    before = _bench_with_folder(forgetful_model, tmp_path)
    start = _DOCUMENT[:600]
    command = {"sampling": _GREEDY, "max_tokens": 16, "logit_bias": _LETTERS, "conversation_key": "k"}
    before.run(generate("a", start, **command))
    answer = before.text("a")
    before.scheduler.close()
    after = _bench_with_folder(forgetful_model, tmp_path)
    after.run(generate("again", start, **command))
    assert after.usage("again").reused_tokens > 600
    assert after.text("again") == answer
    after.scheduler.close()


# Guessed tokens

# With one likely way on, see above: between batches of one row and of many, rounding moves a log-probability by 0.08.
_DAYS = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, "
_CIRCLING = {
    "greedy": {"sampling": _GREEDY},
    "drawn": {"sampling": SamplingParams(temperature=0.6, seed=11)},
    "penalized": {"sampling": SamplingParams(temperature=0, repeat_penalty=1.02)},
    "held to a grammar": {"sampling": _GREEDY, "grammar": 'root ::= ([A-Z] [a-z]+ ", ")+'},
    "drawn and held to a grammar": {
        "sampling": SamplingParams(temperature=0.6, seed=11),
        "grammar": 'root ::= ([A-Z] [a-z]+ ", ")+',
    },
}


def _circled(model: LlamaModel, wishes: dict[str, object], *, may_draft: bool) -> SchedulerBench:
    for sequence in range(model.memory.facts.n_sequences):
        model.memory.clear(sequence)
    bench = SchedulerBench(model, times=FreeRows())
    prompt = TextPrompt(_DAYS * 3)
    bench.run(Generate(request_id="a", prompt=prompt, max_tokens=60, may_draft=may_draft, **wishes))
    return bench


@pytest.mark.parametrize("wishes", _CIRCLING.values(), ids=_CIRCLING)
def test_guessed_tokens_change_no_answer(starter_model: LlamaModel, wishes: dict[str, object]) -> None:
    plain = _circled(starter_model, wishes, may_draft=False)
    guessing = _circled(starter_model, wishes, may_draft=True)
    assert guessing.text("a") == plain.text("a")
    usage = guessing.usage("a")
    assert usage.completion_tokens == plain.usage("a").completion_tokens == 60
    assert usage.accepted_tokens > usage.completion_tokens / 3


def test_a_guess_that_the_model_does_not_share_is_not_taken(starter_model: LlamaModel) -> None:
    texts = []
    for may_draft in (False, True):
        for sequence in range(starter_model.memory.facts.n_sequences):
            starter_model.memory.clear(sequence)
        bench = SchedulerBench(starter_model, times=FreeRows())
        start = TextPrompt("A1, B2, C3, D4, E5, F6, G7, H8, I9, 1 2 3 4 5 6 7 8 9 10 11 12 13 14")
        bench.run(Generate(request_id="a", prompt=start, sampling=_GREEDY, max_tokens=16, may_draft=may_draft))
        texts.append(bench.text("a"))
    assert texts[0] == texts[1]
    assert bench.usage("a").accepted_tokens < bench.usage("a").drafted_tokens


def test_models_that_cannot_be_rewound_guess_nothing(forgetful_model: LlamaModel) -> None:
    bench = _circled(forgetful_model, {"sampling": _GREEDY}, may_draft=True)
    assert bench.usage("a").drafted_tokens == 0
    bench.scheduler.close()

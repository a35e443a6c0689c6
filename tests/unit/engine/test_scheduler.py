from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from desktop_llm.engine.backends.backend import BatchRow, DecodeResult
from desktop_llm.engine.messages import (
    ChatPrompt,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    Priority,
    PromptProgress,
    ScoreText,
    TextGrew,
    TextPrompt,
    TextScored,
    TokensCounted,
)
from desktop_llm.errors import ErrorCode
from tests.fakes.scheduler_bench import (
    FreeRows,
    RecordedEchoModel,
    RuledTimes,
    SchedulerBench,
    chat,
    echo_bench,
    generate,
)

_LONG = "The rain in Spain stays mainly in the plain. " * 20  # 900 tokens


def _recorded(bench: SchedulerBench) -> RecordedEchoModel:
    assert isinstance(bench.model, RecordedEchoModel)
    return bench.model


def _n_rows(bench: SchedulerBench) -> int:
    return sum(len(rows) for rows in _recorded(bench).batches)


def test_an_answer_streams_and_ends() -> None:
    bench = echo_bench()
    bench.run(generate("a", "Hello there"))
    assert bench.text("a") == "Hello there"
    assert bench.finish("a").reason is FinishReason.STOP


def test_usage_counts_prompt_and_answer() -> None:
    bench = echo_bench()
    bench.run(generate("a", "Hello"))
    usage = bench.usage("a")
    assert (usage.prompt_tokens, usage.reused_tokens, usage.completion_tokens) == (8, 0, 5)
    assert usage.first_token_ms >= usage.prompt_ms > 0


def test_characters_split_across_tokens_arrive_whole() -> None:
    bench = echo_bench()
    bench.run(generate("a", "Größe 😀 מה שלומך 👩‍👩‍👧"))
    assert bench.text("a") == "Größe 😀 מה שלומך 👩‍👩‍👧"
    assert all("�" not in event.text for event in bench.all_of("a", TextGrew))


def test_thinking_is_told_apart_from_the_answer() -> None:
    bench = echo_bench("thinks=1")
    bench.run(generate("a", "Hello"))
    assert (bench.thinking("a"), bench.text("a")) == ("What was I told?", "Hello")
    assert bench.usage("a").thinking_ms > 0


def test_the_first_text_comes_at_once_and_the_rest_is_gathered() -> None:
    bench = echo_bench()
    bench.run(generate("a", "x" * 400))
    events = bench.all_of("a", TextGrew)
    assert events[0].n_tokens == 1
    assert len(events) < 60
    assert sum(event.n_tokens for event in events) == 400


def test_an_answer_ends_at_its_token_limit() -> None:
    bench = echo_bench()
    bench.run(generate("a", "Hello", max_tokens=3))
    assert bench.text("a") == "Hel"
    assert bench.finish("a").reason is FinishReason.LENGTH


def test_an_answer_ends_before_a_stop_text() -> None:
    bench = echo_bench()
    bench.run(generate("a", "one two three", stop=("two",)))
    assert bench.text("a") == "one "
    assert bench.finish("a").reason is FinishReason.STOP


def test_a_model_that_never_stops_ends_at_the_end_of_the_context() -> None:
    bench = echo_bench("is_endless=1&n_ctx=256")
    bench.run(generate("a", "go on"))
    assert bench.finish("a").reason is FinishReason.LENGTH
    assert bench.usage("a").prompt_tokens + bench.usage("a").completion_tokens == 256


def test_a_completion_model_goes_on_with_a_text() -> None:
    bench = echo_bench()
    bench.run(Generate(request_id="a", prompt=TextPrompt("abc"), max_tokens=4))
    assert bench.text("a") == "defg"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Generate(request_id="a", prompt=ChatPrompt(())), ErrorCode.PROMPT_EMPTY),
        (Generate(request_id="a", prompt=TextPrompt("")), ErrorCode.PROMPT_EMPTY),
        (Generate(request_id="a", prompt=TextPrompt("x" * 300)), ErrorCode.PROMPT_TOO_LONG),
        (Generate(request_id="a", prompt=TextPrompt("x" * 256)), ErrorCode.PROMPT_TOO_LONG),
        (ScoreText(request_id="a", text="x" * 300), ErrorCode.PROMPT_TOO_LONG),
        (ScoreText(request_id="a", text=""), ErrorCode.PROMPT_EMPTY),
        (generate("a", "x", max_tokens=0), ErrorCode.REQUEST_INVALID),
        (generate("a", "x", grammar='root ::= "a"', json_schema="{}"), ErrorCode.REQUEST_INVALID),
        (generate("a", "x", grammar="nothing"), ErrorCode.GRAMMAR_INVALID),
    ],
)
def test_a_request_that_cannot_work_fails_before_anything_is_decoded(
    command: Generate | ScoreText, code: ErrorCode
) -> None:
    bench = echo_bench("n_ctx=256")
    bench.run(command)
    assert bench.failure("a").code is code
    assert _recorded(bench).batches == []


def test_a_prompt_too_long_says_by_how_much() -> None:
    bench = echo_bench("n_ctx=256")
    bench.run(Generate(request_id="a", prompt=TextPrompt("x" * 300)))
    assert bench.failure("a").facts == {"prompt_tokens": 300, "context_tokens": 256}


def test_tokens_are_counted_as_generate_would_render_them() -> None:
    bench = echo_bench()
    bench.run(CountTokens(request_id="n", prompts=(chat("Hello"), TextPrompt("abc"))), generate("a", "Hello"))
    assert bench.ends("n") == [TokensCounted(request_id="n", counts=(8, 3))]
    assert bench.usage("a").prompt_tokens == 8


def test_a_long_prompt_is_read_in_pieces_with_progress() -> None:
    bench = echo_bench("n_batch=128")
    bench.run(generate("a", _LONG))
    progress = bench.all_of("a", PromptProgress)
    assert [event.n_read_tokens for event in progress] == [128, 256, 384, 512, 640, 768, 896, 903]
    assert {event.n_prompt_tokens for event in progress} == {903}


def test_many_answers_are_decoded_in_one_batch() -> None:
    bench = echo_bench()
    bench.run(*(generate(f"r{i}", f"answer number {i}") for i in range(8)))
    assert [bench.text(f"r{i}") for i in range(8)] == [f"answer number {i}" for i in range(8)]
    assert max(len({row.sequence for row in rows}) for rows in _recorded(bench).batches) == 8


def test_running_answers_go_on_while_another_prompt_is_read() -> None:
    bench = echo_bench("row_delay_ms=0.5")
    bench.submit(generate("a", "x" * 100))
    bench.step_until("a", TextGrew)
    bench.submit(generate("b", _LONG))
    bench.step_until("b", TextGrew)
    reading = [rows for rows in _recorded(bench).batches if len(rows) > 100]
    assert len(reading) >= 2
    assert all(any(row.sequence == 0 and row.wants_logits for row in rows) for rows in reading[1:])


def test_more_requests_than_sequences_wait_for_their_turn() -> None:
    bench = echo_bench("n_sequences=2")
    bench.run(*(generate(f"r{i}", f"answer {i}") for i in range(7)))
    assert [bench.text(f"r{i}") for i in range(7)] == [f"answer {i}" for i in range(7)]


# Stopping


def test_abort_keeps_the_text_written_so_far() -> None:
    bench = echo_bench("is_endless=1")
    bench.submit(generate("a", "again "))
    bench.step_until("a", TextGrew)
    for _ in range(20):
        bench.scheduler.step()
    bench.scheduler.abort("a")
    assert bench.finish("a").reason is FinishReason.ABORT
    assert bench.text("a") == ("again " * 10)[: bench.usage("a").completion_tokens]
    assert bench.usage("a").completion_tokens == 21
    assert bench.scheduler.is_idle


def test_abort_in_the_middle_of_a_prompt_ends_the_request() -> None:
    bench = echo_bench("n_batch=128")
    bench.submit(generate("a", _LONG))
    bench.scheduler.step()
    bench.scheduler.abort("a")
    assert bench.finish("a").reason is FinishReason.ABORT
    assert bench.scheduler.is_idle


def test_what_was_read_before_an_abort_is_reused() -> None:
    bench = echo_bench("n_batch=128")
    bench.submit(generate("a", _LONG))
    bench.scheduler.step()
    bench.scheduler.abort("a")
    bench.run(generate("b", _LONG))
    assert bench.usage("b").reused_tokens == 128
    assert bench.text("b") == _LONG


@pytest.mark.parametrize(("is_dead_end", "is_reused"), [(False, True), (True, False)])
def test_a_dead_end_leaves_nothing_behind(is_dead_end: bool, is_reused: bool) -> None:
    bench = echo_bench()
    bench.run(replace(generate("a", _LONG), is_dead_end=is_dead_end))
    bench.run(generate("b", _LONG))
    assert bench.text("a") == bench.text("b") == _LONG
    assert (bench.usage("b").reused_tokens > 0) is is_reused


def test_a_waiting_request_can_be_aborted() -> None:
    bench = echo_bench("n_sequences=1")
    bench.submit(generate("a", "first"), generate("b", "second"))
    bench.scheduler.step()
    bench.scheduler.abort("b")
    assert bench.finish("b").reason is FinishReason.ABORT
    bench.step_until_idle()
    assert bench.text("a") == "first"
    assert len(bench.ends("b")) == 1


def test_aborting_an_unknown_request_does_nothing() -> None:
    bench = echo_bench()
    bench.scheduler.abort("nobody")
    assert bench.events == []


def _interrupted_while_decoding(options: str) -> SchedulerBench:
    """Request a is interrupted while a long piece of its prompt is read; b answers all the while."""
    bench = echo_bench(f"n_batch=512&{options}")
    bench.submit(generate("b", "y" * 60))
    bench.step_until("b", TextGrew)
    bench.submit(generate("a", _LONG))
    model = _recorded(bench)
    decode = model.decode

    def interrupting_decode(rows: Sequence[BatchRow]) -> DecodeResult:
        if len(rows) > 16:
            bench.scheduler.interrupt("a")
        return decode(rows)

    model.decode = interrupting_decode
    bench.scheduler.step()
    model.decode = decode
    return bench


@pytest.mark.parametrize("options", ["row_delay_ms=2", "row_delay_ms=2&is_rewindable=0"])
def test_an_interrupted_batch_costs_the_others_nothing(options: str) -> None:
    bench = _interrupted_while_decoding(options)
    assert bench.all_of("a", PromptProgress) == []
    bench.scheduler.abort("a")
    assert bench.finish("a").reason is FinishReason.ABORT
    bench.step_until_idle()
    assert bench.text("b") == "y" * 60


def test_interrupting_a_request_that_is_not_in_the_batch_changes_nothing() -> None:
    bench = echo_bench()
    bench.submit(generate("a", "Hello"))
    bench.step_until("a", TextGrew)
    bench.scheduler.interrupt("somebody else")
    bench.step_until_idle()
    assert bench.text("a") == "Hello"


def test_closing_ends_all_requests() -> None:
    bench = echo_bench("n_sequences=1")
    bench.submit(generate("a", "first"), generate("b", "second"))
    bench.scheduler.step()
    bench.scheduler.close()
    assert {bench.finish("a").reason, bench.finish("b").reason} == {FinishReason.ABORT}
    assert bench.scheduler.is_idle


# Priorities


def test_background_work_rests_while_a_persons_prompt_is_read() -> None:
    bench = echo_bench("n_batch=128&is_endless=1")
    bench.submit(*(generate(f"b{i}", f"job {i}", priority=Priority.BACKGROUND, max_tokens=400) for i in range(8)))
    for i in range(8):
        bench.step_until(f"b{i}", TextGrew)
    n_before = len(_recorded(bench).batches)
    bench.submit(generate("a", _LONG, max_tokens=5))
    bench.step_until("a", TextGrew)
    sequences = [{row.sequence for row in rows} for rows in _recorded(bench).batches[n_before:]]
    assert len(sequences) > 5
    assert all(len(each) == 1 for each in sequences)
    bench.step_until_idle()
    assert all(bench.usage(f"b{i}").completion_tokens == 400 for i in range(8))


def test_a_person_is_admitted_before_background_work_that_came_first() -> None:
    bench = echo_bench("n_sequences=1")
    bench.submit(generate("now", "running"))
    bench.scheduler.step()
    bench.submit(generate("job", "job", priority=Priority.BACKGROUND), generate("person", "person"))
    bench.step_until_idle()
    order = [event.request_id for event in bench.events if isinstance(event, Finished)]
    assert order == ["now", "person", "job"]


def test_a_person_takes_the_sequence_of_background_work_which_ends_later() -> None:
    bench = echo_bench("n_sequences=1")
    bench.submit(generate("job", "job " * 20, priority=Priority.BACKGROUND))
    bench.step_until("job", TextGrew)
    bench.run(generate("person", "person"))
    order = [event.request_id for event in bench.events if isinstance(event, Finished)]
    assert order == ["person", "job"]
    assert bench.text("job") == "job " * 20


def test_a_short_question_need_not_wait_for_a_long_document() -> None:
    bench = echo_bench("n_batch=128")
    bench.submit(generate("document", _LONG))
    bench.scheduler.step()
    bench.submit(generate("question", "Short?"))
    bench.step_until_idle()
    order = [event.request_id for event in bench.events if isinstance(event, Finished)]
    assert order == ["question", "document"]


# A full memory


def test_requests_that_do_not_fit_together_wait_and_none_fails() -> None:
    bench = echo_bench("n_ctx=256")
    bench.run(*(generate(f"r{i}", f"{i}" * 60, max_tokens=90) for i in range(6)))
    assert [bench.text(f"r{i}") for i in range(6)] == [f"{i}" * 60 for i in range(6)]


def test_answers_of_unknown_length_share_a_full_memory_and_none_fails() -> None:
    bench = echo_bench("n_ctx=512&answer=" + "z" * 300)
    bench.run(*(generate(f"r{i}", f"question {i}") for i in range(4)))
    assert [bench.text(f"r{i}") for i in range(4)] == ["z" * 300] * 4
    assert {bench.finish(f"r{i}").reason for i in range(4)} == {FinishReason.STOP}


def test_background_work_gives_way_when_a_person_needs_the_room() -> None:
    bench = echo_bench("n_ctx=512")
    bench.submit(*(generate(f"job{i}", f"{i}" * 100, priority=Priority.BACKGROUND, max_tokens=120) for i in range(2)))
    bench.step_until("job1", TextGrew)
    bench.submit(generate("person", "p" * 150, max_tokens=150))
    bench.step_until("person", TextGrew)
    assert bench.ends("job1") == []
    bench.step_until_idle()
    assert [bench.text("job0"), bench.text("job1"), bench.text("person")] == ["0" * 100, "1" * 100, "p" * 150]


def test_a_memory_that_is_fuller_than_the_books_say_fails_nobody() -> None:
    bench = echo_bench("n_ctx=512")
    bench.run(generate("old", "o" * 100))
    bench.model.memory.has_room_for = _room_from_the_third_time_on()  # type: ignore[attr-defined]
    bench.run(generate("a", "Hello"), generate("b", "World"))
    assert (bench.text("a"), bench.text("b")) == ("Hello", "World")


def _room_from_the_third_time_on() -> Callable[[object], bool]:
    answers = iter((False, False))
    return lambda _rows: next(answers, True)


# Reuse


def test_a_second_turn_reads_only_what_is_new() -> None:
    bench = echo_bench()
    bench.run(generate("a", _LONG))
    bench.run(generate("b", _LONG, bench.text("a"), "And now?"))
    usage = bench.usage("b")
    n_new = len("<|user|>") - 7 + len("And now?") + 2
    assert usage.prompt_tokens - usage.reused_tokens <= n_new + 1
    assert bench.text("b") == "And now?"


def test_the_same_prompt_again_reads_one_token() -> None:
    bench = echo_bench()
    bench.run(generate("a", _LONG))
    bench.run(generate("b", _LONG))
    assert bench.usage("b").prompt_tokens - bench.usage("b").reused_tokens == 1
    assert bench.text("b") == _LONG


def test_a_prefix_shared_by_requests_that_come_together_is_read_once() -> None:
    bench = echo_bench()
    bench.run(*(generate(f"r{i}", _LONG, "Well?", f"Question {i}") for i in range(8)))
    assert [bench.text(f"r{i}") for i in range(8)] == [f"Question {i}" for i in range(8)]
    n_common = len(_LONG) + 7
    assert _n_rows(bench) < n_common + 8 * 60


def test_a_running_sequence_lends_its_prefix() -> None:
    bench = echo_bench("is_endless=1")
    bench.submit(generate("a", _LONG, max_tokens=200))
    bench.step_until("a", TextGrew)
    bench.submit(generate("b", _LONG, max_tokens=5))
    bench.step_until("b", Finished)
    assert bench.usage("b").reused_tokens == bench.usage("b").prompt_tokens - 1
    assert bench.ends("a") == []
    bench.step_until_idle()
    assert bench.text("a") == (_LONG * 2)[:200]


def test_an_older_branch_of_a_conversation_is_still_held() -> None:
    bench = echo_bench()
    bench.run(generate("a", _LONG, "ok", "first " * 30))
    bench.run(generate("b", _LONG, "ok", "second " * 30))
    bench.run(generate("c", _LONG, "ok", "first " * 30))
    assert bench.usage("c").prompt_tokens - bench.usage("c").reused_tokens == 1


def test_the_conversation_used_longest_ago_makes_room() -> None:
    bench = echo_bench("n_ctx=2048")
    for name in ("a", "b"):
        bench.run(generate(name, name * 700, max_tokens=1))
    bench.run(generate("a2", "a" * 700, max_tokens=1))
    bench.run(generate("c", "c" * 900, max_tokens=1))
    bench.run(generate("a3", "a" * 700, max_tokens=1), generate("b2", "b" * 700, max_tokens=1))
    assert bench.usage("a3").reused_tokens > 600
    assert bench.usage("b2").reused_tokens < 100


def test_a_model_that_cannot_be_rewound_reuses_snapshots() -> None:
    bench = echo_bench("is_rewindable=0")
    bench.run(generate("a", _LONG))
    bench.run(generate("again", _LONG))
    usage = bench.usage("again")
    assert usage.prompt_tokens - usage.reused_tokens <= 4
    assert bench.text("again") == _LONG


def test_a_model_that_cannot_be_rewound_shares_a_prefix_too() -> None:
    bench = echo_bench("is_rewindable=0")
    bench.run(*(generate(f"r{i}", _LONG, "Well?", f"Question {i}") for i in range(4)))
    assert [bench.text(f"r{i}") for i in range(4)] == [f"Question {i}" for i in range(4)]
    assert _n_rows(bench) < len(_LONG) + 4 * 60


def test_thinking_that_the_template_leaves_out_costs_a_snapshot_not_the_prompt() -> None:
    bench = echo_bench("is_rewindable=0&thinks=1")
    bench.run(generate("a", _LONG))
    bench.run(generate("b", _LONG, bench.text("a"), "And now?"))
    usage = bench.usage("b")
    assert usage.reused_tokens >= len(_LONG) - 2
    assert bench.text("b") == "And now?"


# Scoring and log-probabilities


def test_a_text_is_scored_token_by_token() -> None:
    bench = echo_bench()
    bench.run(ScoreText(request_id="s", text="abcx", context="zab"))
    (event,) = bench.ends("s")
    assert isinstance(event, TextScored)
    assert [token.text for token in event.tokens] == ["a", "b", "c", "x"]
    assert [token.logprob > -1 for token in event.tokens] == [False, True, True, False]
    assert event.mean_nll == pytest.approx(-sum(token.logprob for token in event.tokens) / 4)
    assert event.perplexity == pytest.approx(2.718281828**event.mean_nll, rel=1e-6)


def test_a_long_text_is_scored_completely_in_pieces() -> None:
    bench = echo_bench("n_batch=128")
    bench.run(generate("a", _LONG), ScoreText(request_id="s", text=_LONG))
    (event,) = bench.ends("s")
    assert isinstance(event, TextScored)
    assert "".join(token.text for token in event.tokens) == _LONG[1:]
    assert max(sum(row.wants_logits for row in rows) for rows in _recorded(bench).batches) <= 64


def test_scoring_twice_gives_the_same_values() -> None:
    bench = echo_bench()
    bench.run(ScoreText(request_id="s", text=_LONG))
    bench.run(ScoreText(request_id="t", text=_LONG))
    first, second = bench.ends("s")[0], bench.ends("t")[0]
    assert isinstance(first, TextScored)
    assert isinstance(second, TextScored)
    assert first.tokens == second.tokens


def test_scoring_can_be_aborted() -> None:
    bench = echo_bench("n_batch=64")
    bench.submit(ScoreText(request_id="s", text=_LONG))
    bench.scheduler.step()
    bench.scheduler.abort("s")
    assert bench.finish("s").reason is FinishReason.ABORT


def test_log_probabilities_come_with_the_tokens() -> None:
    bench = echo_bench()
    bench.run(generate("a", "Hi", n_logprobs=2))
    logprobs = [each for event in bench.all_of("a", TextGrew) for each in event.logprobs]
    assert [each.text for each in logprobs] == ["H", "i"]
    assert all(len(each.alternatives) == 2 and each.alternatives[0][0] == each.text for each in logprobs)


def test_a_request_that_breaks_while_choosing_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = echo_bench()
    from desktop_llm.errors import RequestFailedError

    choice = _recorded(bench).choice

    def failing_choice(row: int) -> int:
        token = choice(row)
        if token == ord("!"):
            raise RequestFailedError(ErrorCode.GRAMMAR_INVALID, reason="told to")
        return token

    monkeypatch.setattr(bench.model, "choice", failing_choice)
    bench.run(generate("a", "Hi!"), generate("b", "Hello"))
    assert isinstance(bench.ends("a")[0], Failed)
    assert bench.text("b") == "Hello"


# Guessed tokens


_COPIED = "the mill by the river was sold in the spring of the year; the mill by the sea was not sold"


def test_guessed_tokens_save_batches_and_change_nothing() -> None:
    plain, guessing = echo_bench(), echo_bench(times=FreeRows())
    for bench in (plain, guessing):
        bench.run(generate("a", _COPIED))
        assert bench.text("a") == _COPIED
        assert bench.finish("a").reason is FinishReason.STOP
    assert len(_recorded(guessing).batches) < len(_recorded(plain).batches) / 4
    usage = guessing.usage("a")
    assert usage.completion_tokens == len(_COPIED)
    assert len(_COPIED) * 3 / 4 < usage.accepted_tokens < usage.drafted_tokens
    assert plain.usage("a").drafted_tokens == 0


def test_what_was_guessed_wrongly_is_forgotten() -> None:
    text = "ab1 ab2 ab3 ab4 ab5 ab6"
    bench = echo_bench(times=FreeRows())
    bench.run(generate("a", text))
    assert bench.text("a") == text
    usage = bench.usage("a")
    assert usage.accepted_tokens < usage.drafted_tokens
    assert bench.model.memory.n_used_cells == usage.prompt_tokens + usage.completion_tokens
    bench.run(generate("b", text, text, "go on"))
    assert bench.usage("b").reused_tokens == usage.prompt_tokens + usage.completion_tokens
    assert bench.text("b") == "go on"


def test_several_answers_are_guessed_in_one_batch() -> None:
    texts = [f"{i}: {_COPIED}" for i in range(3)]
    bench = echo_bench(times=FreeRows())
    bench.run(*(generate(f"r{i}", text) for i, text in enumerate(texts)))
    assert [bench.text(f"r{i}") for i in range(3)] == texts
    fullest = max(_recorded(bench).batches[2:], key=len)
    assert {row.sequence for row in fullest} == {0, 1, 2}
    assert 20 < len(fullest) <= 64


@pytest.mark.parametrize("limit", [1, 2, 7, 20])
def test_a_guess_goes_no_further_than_the_token_limit(limit: int) -> None:
    bench = echo_bench(times=FreeRows())
    bench.run(generate("a", _COPIED, max_tokens=limit))
    assert bench.text("a") == _COPIED[:limit]
    assert bench.finish("a").reason is FinishReason.LENGTH
    assert bench.usage("a").completion_tokens == limit


def test_a_stop_text_within_a_guess_ends_the_answer() -> None:
    bench = echo_bench(times=FreeRows())
    bench.run(generate("a", _COPIED, stop=("spring",)))
    assert bench.text("a") == _COPIED[: _COPIED.index("spring")]
    assert bench.finish("a").reason is FinishReason.STOP


def test_log_probabilities_come_with_guessed_tokens_too() -> None:
    bench = echo_bench(times=FreeRows())
    bench.run(generate("a", _COPIED, n_logprobs=1))
    logprobs = [each for event in bench.all_of("a", TextGrew) for each in event.logprobs]
    assert "".join(each.text for each in logprobs) == _COPIED
    assert all(each.logprob == logprobs[0].logprob for each in logprobs)


@pytest.mark.parametrize(("options", "may_draft"), [("", False), ("is_rewindable=0", True)])
def test_nothing_is_guessed_where_it_is_not_wanted_or_could_not_be_taken_back(options: str, may_draft: bool) -> None:
    bench = echo_bench(options, times=FreeRows())
    bench.run(generate("a", _COPIED, may_draft=may_draft))
    assert bench.text("a") == _COPIED
    assert bench.usage("a").drafted_tokens == 0


def test_a_full_memory_is_not_filled_with_guesses() -> None:
    bench = echo_bench("n_ctx=210&is_endless=1", times=FreeRows())
    bench.run(generate("a", _COPIED))
    usage = bench.usage("a")
    assert bench.finish("a").reason is FinishReason.LENGTH
    assert usage.prompt_tokens + usage.completion_tokens == 210


def test_how_long_steps_take_decides_whether_tokens_are_guessed() -> None:
    cheap = echo_bench(times=RuledTimes(lambda _: 0.01))
    dear = echo_bench(times=RuledTimes(lambda n_rows: 0.01 * n_rows))
    for bench in (cheap, dear):
        bench.run(generate("a", _COPIED))
        assert bench.text("a") == _COPIED
    assert cheap.usage("a").accepted_tokens > len(_COPIED) / 2
    assert dear.usage("a").drafted_tokens < 24 * 3

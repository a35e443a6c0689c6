from collections.abc import Callable

import msgspec

from desktop_llm.engine.chat_template import ChatTemplate
from desktop_llm.engine.messages import (
    TERMINAL_EVENTS,
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    Failed,
    Finished,
    FinishReason,
    Generate,
    Priority,
    ScoreText,
    TextGrew,
)
from desktop_llm.engine.schedulers import Schedulers
from tests.fakes.scheduler_bench import MAX_STEPS, RecordedEchoModel, chat, generate, recorded_echo

_LONG = "The rain in Spain stays mainly in the plain. " * 10


class _Bench:
    """Schedulers on an echo model with 400 cells for each sequence beside, unless told otherwise."""

    def __init__(self, options: str = "n_beside=400") -> None:
        self.model = recorded_echo(options)
        self.events: list[AnyEvent] = []
        facts = self.model.template
        template = ChatTemplate(facts.source, bos_text=facts.bos_text, eos_text=facts.eos_text)
        self.schedulers = Schedulers(self.model, template, self.events.append)

    @property
    def beside(self) -> RecordedEchoModel:
        assert self.model.other is not None
        return self.model.other

    def run(self, *commands: Generate | ScoreText) -> None:
        for command in commands:
            self.schedulers.submit(command)
        self.step_until(lambda: self.schedulers.is_idle)

    def step_until(self, is_reached: Callable[[], object]) -> None:
        for _ in range(MAX_STEPS):
            if is_reached():
                return
            self.schedulers.step()
        raise AssertionError(f"nothing of it after {MAX_STEPS} steps")

    def end(self, request_id: str) -> AnyEvent:
        (event,) = (each for each in self.events if isinstance(each, TERMINAL_EVENTS) and each.request_id == request_id)
        return event

    def text(self, request_id: str) -> str:
        return "".join(
            each.text for each in self.events if isinstance(each, TextGrew) and each.request_id == request_id
        )


def _work(request_id: str, text: str, max_tokens: int | None = 40) -> Generate:
    return generate(request_id, text, priority=Priority.BACKGROUND, max_tokens=max_tokens)


def test_short_work_that_nobody_waits_for_is_done_where_sequences_are_apart() -> None:
    bench = _Bench()
    bench.run(*(_work(f"r{i}", f"{i} bottles") for i in range(8)))
    assert [bench.text(f"r{i}") for i in range(8)] == [f"{i} bottles" for i in range(8)]
    assert bench.model.batches == []
    assert max(len({row.sequence for row in rows}) for rows in bench.beside.batches) == 8


def test_people_and_conversations_and_work_of_unknown_length_stay_in_the_models_own_memory() -> None:
    bench = _Bench()
    conversation = generate("b", "Two", priority=Priority.BACKGROUND, max_tokens=20, conversation_key="k")
    bench.run(generate("a", "One", max_tokens=20), conversation, _work("c", "Three", None), ScoreText(text="four"))
    assert [bench.text(each) for each in "abc"] == ["One", "Two", "Three"]
    assert bench.model.other is None


def _piece(request_id: str, text: str) -> Generate:
    """One of many that a person waits for."""
    return msgspec.structs.replace(generate(request_id, text, max_tokens=40), is_one_of_many=True)


def test_many_short_requests_of_a_person_are_done_side_by_side_too() -> None:
    bench = _Bench()
    bench.run(*(_piece(f"r{i}", f"{i} bottles") for i in range(8)))
    assert [bench.text(f"r{i}") for i in range(8)] == [f"{i} bottles" for i in range(8)]
    assert bench.model.batches == []
    assert max(len({row.sequence for row in rows}) for rows in bench.beside.batches) == 8


def test_what_goes_on_from_one_of_many_is_done_where_that_is_evaluated() -> None:
    bench = _Bench()
    bench.run(_piece("a", _LONG[:100]))
    turns = (*chat(_LONG[:100]).turns, ChatTurn("assistant", _LONG[:40]), ChatTurn("user", "And?"))
    bench.run(Generate(request_id="b", prompt=ChatPrompt(turns), max_tokens=20))
    assert (bench.text("b"), bench.model.batches) == ("And?", [])


def test_who_waits_for_one_of_many_does_not_rest_for_who_waits_for_a_long_prompt() -> None:
    bench = _Bench("n_beside=400&n_batch=16")
    bench.schedulers.submit(generate("p", _LONG, max_tokens=50))
    bench.run(_piece("a", "One"))
    assert bench.events.index(bench.end("a")) < bench.events.index(bench.end("p"))


def test_what_is_too_long_for_a_sequence_beside_is_done_in_the_models_own_memory() -> None:
    bench = _Bench()
    bench.run(_work("a", _LONG, 10), _work("b", "short", 398))
    assert bench.text("a") == _LONG[:10]
    assert bench.beside.batches == []
    bench.run(_work("c", "Something else", 100))
    assert len(bench.beside.batches) > 0


def test_work_on_what_is_evaluated_already_is_done_there() -> None:
    bench = _Bench()
    bench.run(generate("a", _LONG[:200], max_tokens=4))
    turns = (*chat(_LONG[:200]).turns, ChatTurn("assistant", _LONG[:4]), ChatTurn("user", "A title?"))
    bench.run(Generate(request_id="b", prompt=ChatPrompt(turns), priority=Priority.BACKGROUND, max_tokens=20))
    assert bench.text("b") == "A title?"
    assert bench.model.other is None


def test_for_a_title_no_memory_is_taken_but_where_there_is_one_it_is_used() -> None:
    bench = _Bench()
    bench.run(_work("a", "A title?", 20))
    assert (bench.text("a"), bench.model.other) == ("A title?", None)
    bench.run(_work("b", "Two", 40), _work("c", "Another title?", 20))
    assert bench.text("c") == "Another title?"
    assert sum(len(rows) for rows in bench.beside.batches) > 14


def test_without_another_memory_all_is_done_in_one() -> None:
    bench = _Bench("")
    bench.run(_work("a", "One"), _work("b", "Two"))
    assert (bench.text("a"), bench.text("b")) == ("One", "Two")


def test_work_rests_while_a_person_waits_for_the_first_word() -> None:
    bench = _Bench("n_beside=400&n_batch=64")
    bench.schedulers.submit(_work("w", _LONG[:250], 100))
    bench.schedulers.step()
    n_before = len(bench.beside.batches)
    bench.schedulers.submit(generate("p", _LONG, max_tokens=50))
    bench.step_until(lambda: bench.text("p"))
    assert len(bench.model.batches) > 4
    assert len(bench.beside.batches) == n_before


def test_work_and_the_answer_that_a_person_reads_take_turns() -> None:
    bench = _Bench()
    bench.schedulers.submit(generate("p", _LONG, max_tokens=100))
    bench.step_until(lambda: bench.text("p"))
    bench.schedulers.submit(_work("w", "Once upon a time", 40))
    n_before = len(bench.model.batches)
    bench.step_until(lambda: len(bench.beside.batches) == 10)
    assert 9 <= len(bench.model.batches) - n_before <= 11


def test_pieces_of_work_are_short_while_a_person_reads_an_answer() -> None:
    bench = _Bench()
    bench.schedulers.submit(generate("p", _LONG, max_tokens=400))
    bench.step_until(lambda: bench.text("p"))
    bench.schedulers.submit(_work("w", "The mill was sold in spring. " * 10, 40))
    bench.step_until(lambda: bench.beside.batches)
    assert len(bench.beside.batches[0]) < 50  # of what is read in a tenth of a second otherwise
    bench.schedulers.abort("p")
    bench.run()
    assert max(len(rows) for rows in bench.beside.batches) > 100


def test_work_beside_is_stopped_and_keeps_what_it_has_written() -> None:
    bench = _Bench()
    bench.schedulers.submit(_work("a", "Once upon a time", 100))
    bench.step_until(lambda: bench.text("a"))
    bench.schedulers.abort("a")
    end = bench.end("a")
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert bench.schedulers.is_idle


def test_a_batch_beside_is_broken_off_for_whoever_stops_it() -> None:
    bench = _Bench("n_beside=400&row_delay_ms=0.2")
    bench.schedulers.submit(_work("a", _LONG[:300], 50))
    bench.schedulers.step()
    bench.schedulers.interrupt("a")
    bench.schedulers.abort("a")
    bench.run(_work("b", "Hello"))
    assert bench.text("b") == "Hello"


def test_a_batch_beside_is_broken_off_for_whoever_comes_and_done_again() -> None:
    bench = _Bench()
    bench.schedulers.submit(_work("w", "The mill was sold in spring. " * 10, 40))
    bench.schedulers.make_way()
    for _ in range(3):
        bench.schedulers.step()
    assert bench.beside.n_decoded_rows == 0
    bench.run(generate("p", "Hello", max_tokens=20))
    assert bench.text("p") == "Hello"
    assert bench.text("w") == "The mill was sold in spring. The mill was sold in spring. "[:40]
    assert bench.events.index(bench.end("p")) < bench.events.index(bench.end("w"))


def test_a_batch_beside_that_a_person_waits_for_is_not_broken_off() -> None:
    bench = _Bench()
    bench.schedulers.submit(_piece("w", "The mill was sold in spring. "))
    bench.schedulers.step()
    n_rows = bench.beside.n_decoded_rows
    bench.schedulers.make_way()
    bench.schedulers.step()
    assert bench.beside.n_decoded_rows > n_rows > 0


def test_a_prompt_that_cannot_be_rendered_is_told_once() -> None:
    bench = _Bench()
    bench.run(Generate(request_id="a", prompt=ChatPrompt(()), priority=Priority.BACKGROUND, max_tokens=5))
    assert isinstance(bench.end("a"), Failed | Finished)


def test_closing_ends_the_work_and_frees_the_memory_beside() -> None:
    bench = _Bench()
    bench.schedulers.submit(_work("a", "Hello"))
    bench.schedulers.close()
    end = bench.end("a")
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert (bench.beside.is_closed, bench.model.is_closed) == (True, False)

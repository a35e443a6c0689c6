from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.engine.backends.llama_model import LlamaModel
from desktop_llm.engine.messages import Generate, Priority, TextPrompt
from desktop_llm.params import SamplingParams
from tests.fakes.scheduler_bench import SchedulerBench
from tests.model.conftest import load_model

# Patterns with one likely way on: batches of another size round in another way, which decides where two are close.
_STARTS = tuple(
    f"{pattern} " * 6 + pattern for pattern in ("1 2 3 4", "north south east west", "red blue", "do re mi fa")
)
_DOCUMENT = "The quick brown fox jumps over the lazy dog near the river bank while reading old books. " * 16


@pytest.fixture
def beside(starter_path: Path) -> Iterator[LlamaModel]:
    """The memory beside the starter model's own."""
    model = load_model(starter_path)
    other = model.beside()
    assert other is not None
    yield other
    other.close()
    model.close()


def _command(request_id: str, text: str, max_tokens: int = 8) -> Generate:
    return Generate(
        request_id=request_id,
        prompt=TextPrompt(text),
        sampling=SamplingParams(temperature=0),
        max_tokens=max_tokens,
        priority=Priority.BACKGROUND,
    )


def test_answers_beside_are_those_of_the_models_own_memory(beside: LlamaModel, starter: SchedulerBench) -> None:
    bench = SchedulerBench(beside)
    commands = [_command(f"r{i}", text) for i, text in enumerate(_STARTS)]
    bench.run(*commands)
    starter.run(*commands)
    assert [bench.text(each.request_id) for each in commands] == [starter.text(each.request_id) for each in commands]


def test_a_shared_beginning_is_copied_and_read_once(beside: LlamaModel) -> None:
    bench = SchedulerBench(beside)
    bench.run(*(_command(f"r{i}", f"{_DOCUMENT}{text}") for i, text in enumerate(_STARTS)))
    n_shared = len(beside.vocabulary.tokenize(_DOCUMENT.rstrip(), is_beginning=True))
    reused = [bench.usage(f"r{i}").reused_tokens for i in range(len(_STARTS))]
    assert (reused[0], min(reused[1:]) >= n_shared - 1) == (0, True)
    fresh = SchedulerBench(beside)
    for sequence in range(beside.memory.facts.n_sequences):
        beside.memory.clear(sequence)
    fresh.run(_command("r3", f"{_DOCUMENT}{_STARTS[3]}"))
    assert (fresh.usage("r3").reused_tokens, fresh.text("r3")) == (0, bench.text("r3"))


def test_what_fills_a_gap_between_answers_is_forgotten(beside: LlamaModel) -> None:
    bench = SchedulerBench(beside)
    lengths = (24, 24, 4, 24, 24)  # the third ends first, between two pairs
    bench.run(*(_command(f"r{i}", _STARTS[i % 4], length) for i, length in enumerate(lengths)))
    assert bench.text("r0") == bench.text("r4")
    longer = f"{_STARTS[2]}{bench.text('r2')}"
    bench.run(_command("again", longer))
    fresh = SchedulerBench(beside)
    for sequence in range(beside.memory.facts.n_sequences):
        beside.memory.clear(sequence)
    fresh.run(_command("fresh", longer))
    assert (bench.usage("again").reused_tokens > 4, fresh.usage("fresh").reused_tokens) == (True, 0)
    assert bench.text("again") == fresh.text("fresh")


def test_an_answer_that_is_moved_next_to_another_goes_on(beside: LlamaModel, starter: SchedulerBench) -> None:
    bench = SchedulerBench(beside)
    commands = [
        replace(_command(f"r{i}", _STARTS[i % 4], length), may_draft=False)
        for i, length in enumerate((16, 4, 4, 4, 4, 16))
    ]
    bench.run(*commands)
    assert not beside.memory.can_cut(0, 1)  # the first was moved away from there, next to the last
    starter.run(*commands)
    assert [bench.text(each.request_id) for each in commands] == [starter.text(each.request_id) for each in commands]


def test_with_windows_nothing_is_forgotten_beside(gemma_path: Path) -> None:
    model = load_model(gemma_path)
    beside = model.beside()
    assert beside is not None
    assert (model.memory.facts.is_rewindable, beside.memory.facts.is_rewindable) == (False, True)
    own, bench = SchedulerBench(model), SchedulerBench(beside)
    long = _DOCUMENT * 2  # longer than the window
    commands = [_command(f"r{i}", f"{long}{text}") for i, text in enumerate(_STARTS)]
    for each in (own, bench):
        each.run(*commands)
    assert [bench.text(each.request_id) for each in commands] == [own.text(each.request_id) for each in commands]
    bench.run(_command("shorter", long[: len(long) // 2]))
    assert bench.usage("shorter").reused_tokens > 200
    beside.close()
    model.close()


def test_each_sequence_beside_has_its_own_room(beside: LlamaModel) -> None:
    facts = beside.memory.facts
    n_each = 1024  # 2048 // 16 + 768, padded
    assert (facts.n_sequences, facts.n_cells, facts.is_apart) == (16, 16 * n_each, True)
    assert SchedulerBench(beside).scheduler.n_tokens_each == n_each


def test_the_memory_beside_is_freed_before_the_weights_and_can_be_had_again(starter_path: Path) -> None:
    model = load_model(starter_path)
    for _ in range(2):
        other = model.beside()
        assert other is not None
        SchedulerBench(other).run(_command("a", _STARTS[0]))
        other.close()
    bench = SchedulerBench(model)
    bench.run(_command("a", _STARTS[0]))
    assert bench.text("a")
    model.close()

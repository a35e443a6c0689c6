from collections.abc import Sequence

import pytest

from desktop_llm.engine.backends.backend import BatchRow, DecodeResult
from desktop_llm.engine.backends.llama_model import LlamaModel


@pytest.fixture
def empty(starter_model: LlamaModel) -> LlamaModel:
    return _emptied(starter_model)


@pytest.fixture
def forgetful_empty(forgetful_model: LlamaModel) -> LlamaModel:
    return _emptied(forgetful_model)


def _emptied(model: LlamaModel) -> LlamaModel:
    for sequence in range(model.memory.facts.n_sequences):
        model.memory.clear(sequence)
    return model


def _read(model: LlamaModel, sequence: int, tokens: Sequence[int], start: int = 0) -> list[float]:
    """Read tokens; the log-probabilities that follow the last."""
    last = len(tokens) - 1
    rows = [BatchRow(sequence, start + i, token, i == last) for i, token in enumerate(tokens)]
    assert model.decode(rows) is DecodeResult.DONE
    return [model.likelihood(last, token, 0).logprob for token in range(6, 40)]


def test_a_truncated_sequence_goes_on_as_if_it_had_never_been_longer(empty: LlamaModel) -> None:
    expected = _read(empty, 0, [10, 11, 12, 13])
    _read(empty, 1, [10, 11, 20, 21, 22])
    assert empty.memory.truncate(1, 2)
    assert _read(empty, 1, [12, 13], start=2) == pytest.approx(expected, abs=0.05)


def test_a_copied_prefix_goes_on_alone(empty: LlamaModel) -> None:
    expected = _read(empty, 0, [10, 11, 12, 13])
    empty.memory.copy_prefix(0, 1, 2)
    assert _read(empty, 1, [12, 13], start=2) == pytest.approx(expected, abs=0.05)
    empty.memory.clear(0)
    _read(empty, 2, [10, 11, 12, 13])
    # One token at a time on both sides: llama.cpp computes a batch of one otherwise than a batch of five.
    assert _read(empty, 1, [14], start=4) == pytest.approx(_read(empty, 2, [14], start=4), abs=0.05)


def test_a_sequence_cannot_be_cut_beyond_its_end(empty: LlamaModel) -> None:
    _read(empty, 0, [10, 11, 12])
    assert [empty.memory.can_cut(0, n) for n in (0, 2, 3, 4)] == [True, True, True, False]


def test_a_saved_sequence_goes_on_in_another_place(empty: LlamaModel) -> None:
    _read(empty, 0, [10, 11, 12])
    state = empty.memory.save(0, is_partial=False)
    expected = _read(empty, 0, [13], start=3)
    assert empty.memory.restore(5, state, 3, is_partial=False)
    assert _read(empty, 5, [13], start=3) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("broken", [b"\0" * 100, b"nonsense that is longer than a header of anything"])
def test_a_state_that_does_not_fit_leaves_nothing_behind(empty: LlamaModel, broken: bytes) -> None:
    _read(empty, 0, [10, 11])
    assert not empty.memory.restore(0, broken, 5, is_partial=False)
    assert not empty.memory.can_cut(0, 2)


def test_a_state_of_another_length_is_not_accepted(empty: LlamaModel) -> None:
    _read(empty, 0, [10, 11, 12])
    state = empty.memory.save(0, is_partial=False)
    assert not empty.memory.restore(1, state, 5, is_partial=False)
    assert not empty.memory.can_cut(1, 3)


def test_a_memory_that_forgets_refuses_to_be_cut_and_stays_as_it_is(forgetful_empty: LlamaModel) -> None:
    model = forgetful_empty
    tokens = [10 + i % 7 for i in range(1500)]  # more than the windows of all sequences have room for
    for start in range(0, 1500, 500):
        _read(model, 0, tokens[start : start + 500], start)
    assert not model.memory.truncate(0, 60)
    assert model.memory.can_cut(0, 1500)
    before = _read(model, 0, [30], start=1500)
    model.memory.clear(0)
    for start in range(0, 1500, 500):
        _read(model, 0, tokens[start : start + 500], start)
    assert _read(model, 0, [30], start=1500) == pytest.approx(before, abs=0.05)


def test_a_partial_state_brings_back_what_cutting_cannot(forgetful_empty: LlamaModel) -> None:
    model = forgetful_empty
    tokens = [10 + i % 7 for i in range(120)]
    _read(model, 0, tokens[:60])
    state = model.memory.save(0, is_partial=True)
    _read(model, 0, tokens[60:], start=60)
    assert model.memory.restore(0, state, 60, is_partial=True)
    expected = _read(model, 1, [*tokens[:60], 30])
    assert _read(model, 0, [30], start=60) == pytest.approx(expected, abs=0.05)

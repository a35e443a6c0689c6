import threading
from pathlib import Path

import pytest

from desktop_llm.engine.backends.backend import BatchRow, DecodeResult
from desktop_llm.engine.backends.llama_model import LlamaModel
from desktop_llm.engine.messages import Generate, TextPrompt
from desktop_llm.errors import ErrorCode, RequestFailedError
from tests.fakes.tiny_models import write_tiny_gemma
from tests.model.conftest import load_model


@pytest.fixture
def model(starter_model: LlamaModel) -> LlamaModel:
    for sequence in range(starter_model.memory.facts.n_sequences):
        starter_model.memory.clear(sequence)
    return starter_model


def _rows(n_tokens: int, sequence: int = 0) -> list[BatchRow]:
    return [BatchRow(sequence, i, 1000 + i % 500, i == n_tokens - 1) for i in range(n_tokens)]


def test_an_interrupt_from_another_thread_ends_a_long_batch(model: LlamaModel) -> None:
    timer = threading.Timer(0.05, model.interrupt)
    timer.start()
    result = model.decode(_rows(512))
    timer.join()
    assert result is DecodeResult.INTERRUPTED
    model.clear_interrupt()
    assert model.memory.truncate(0, 0)
    assert model.decode(_rows(4)) is DecodeResult.DONE


def test_a_full_memory_refuses_a_batch_and_goes_on(tmp_path: Path) -> None:
    write_tiny_gemma(tmp_path / "tiny.gguf")
    model = load_model(tmp_path / "tiny.gguf", 512)
    first, second = ([BatchRow(sequence, i, 30, i == 299) for i in range(300)] for sequence in range(2))
    assert model.decode(first) is DecodeResult.DONE
    assert model.decode(second) is DecodeResult.MEMORY_FULL
    model.memory.clear(0)
    assert model.decode(second) is DecodeResult.DONE
    model.close()


def test_a_batch_that_makes_no_sense_fails_with_llama_cpps_reason(model: LlamaModel) -> None:
    with pytest.raises(RequestFailedError) as caught:
        model.decode([BatchRow(0, 0, 10**7, True)])
    assert caught.value.code is ErrorCode.DECODE_FAILED
    assert "token" in str(caught.value.facts["reason"])


def test_alternatives_are_the_likeliest_tokens_in_order(model: LlamaModel) -> None:
    model.decode(_rows(8))
    everything = [model.likelihood(7, token, 0).logprob for token in range(0, 49_000, 7)]
    best = model.likelihood(7, 5, 5).alternatives
    assert [logprob for _, logprob in best] == sorted((logprob for _, logprob in best), reverse=True)
    assert best[0][1] >= max(everything)
    assert all(model.likelihood(7, token, 0).logprob == logprob for token, logprob in best)


def test_a_logit_bias_outside_the_vocabulary_is_refused(model: LlamaModel) -> None:
    with pytest.raises(RequestFailedError) as caught:
        model.new_sampler(Generate(prompt=TextPrompt(""), logit_bias={-1: 1.0}), [])
    assert caught.value.code is ErrorCode.REQUEST_INVALID

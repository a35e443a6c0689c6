import subprocess
import sys

import pytest

from desktop_llm.engine.backends.backend import BatchRow, DecodeResult
from desktop_llm.engine.backends.echo_backend import EchoBackend, EchoModel
from desktop_llm.engine.messages import LoadModel
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams

_CRASH = """
from tests.fakes.scheduler_bench import echo_bench, generate
echo_bench("{options}").run(generate("a", "Hello"))
"""


def _load(options: str = "", **fields: object) -> EchoModel:
    return EchoBackend().load(LoadModel(path=f"echo:?{options}", **fields), lambda _: True)  # type: ignore[arg-type]


def test_a_model_loads_with_progress() -> None:
    fractions: list[float] = []
    EchoBackend().load(LoadModel(path="echo:"), lambda fraction: not fractions.append(fraction))
    assert fractions[0] == 0
    assert fractions[-1] == 1


def test_loading_can_be_cancelled() -> None:
    with pytest.raises(RequestFailedError) as caught:
        EchoBackend().load(LoadModel(path="echo:"), lambda fraction: fraction < 0.5)
    assert caught.value.code is ErrorCode.LOAD_CANCELLED


@pytest.mark.parametrize("options", ["load_fails=1", "nonsense=1", "n_ctx=many"])
def test_loading_fails_when_told_to_or_told_nonsense(options: str) -> None:
    with pytest.raises(RequestFailedError) as caught:
        _load(options)
    assert caught.value.code is ErrorCode.MODEL_LOAD_FAILED


def test_load_params_set_the_context() -> None:
    assert _load(params=LoadParams(n_ctx_tokens=128)).memory.facts.n_cells == 128


@pytest.mark.parametrize("options", ["crash_at=3", "load_crashes=1"])
def test_it_crashes_as_a_library_would(options: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CRASH.format(options=options)], capture_output=True, check=False, timeout=60
    )
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr


def test_a_row_that_does_not_follow_is_refused() -> None:
    with pytest.raises(RequestFailedError) as caught:
        _load().decode([BatchRow(0, 5, 65, True)])
    assert caught.value.code is ErrorCode.DECODE_FAILED


def test_an_interrupt_ends_a_slow_batch() -> None:
    model = _load("delay_ms=60000")
    model.interrupt()
    assert model.decode([BatchRow(0, 0, 65, True)]) is DecodeResult.INTERRUPTED
    assert model.memory.tokens_of(0) == []


def test_a_full_memory_refuses_a_batch() -> None:
    model = _load("n_ctx=2")
    assert model.decode([BatchRow(0, i, 65, False) for i in range(3)]) is DecodeResult.MEMORY_FULL


def test_texts_with_the_same_words_get_the_same_vector() -> None:
    embedder = EchoBackend().load_embedder(LoadModel(path="echo:?n_ctx=20"), lambda _: True)
    (first, second, third), n_cut = embedder.embed(["the mill", "Mill, the!", "x" * 21])
    assert first == second != third
    assert n_cut == 1
    embedder.close()

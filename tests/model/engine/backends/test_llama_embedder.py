from array import array
from collections.abc import Callable, Iterator
from operator import mul
from pathlib import Path

import pytest

from desktop_llm.engine.backends.llama_backend import LlamaBackend
from desktop_llm.engine.backends.llama_embedder import LlamaEmbedder
from desktop_llm.engine.messages import LoadModel
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams
from tests.fakes.tiny_gguf import write_tiny_model
from tests.fakes.tiny_models import write_tiny_bert


def command(path: Path) -> LoadModel:
    return LoadModel(path=str(path), params=LoadParams(n_threads=1), is_for_embedding=True)


def write_tiny_llama(path: Path) -> None:
    """A model that looks back only, as Qwen3's embedding models do; its last token tells of all."""
    write_tiny_model(path, change=lambda writer: writer.add_uint32("llama.pooling_type", 3))


@pytest.fixture(params=[write_tiny_bert, write_tiny_llama])
def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LlamaEmbedder]:
    write: Callable[[Path], None] = request.param
    write(tmp_path / "tiny.gguf")
    embedder = LlamaBackend().load_embedder(command(tmp_path / "tiny.gguf"), lambda _: True)
    yield embedder
    embedder.close()


def likeness(first: bytes, second: bytes) -> float:
    return sum(map(mul, array("f", first), array("f", second)))


def test_each_text_has_a_vector_of_length_one_that_depends_on_it_alone(embedder: LlamaEmbedder) -> None:
    vectors, n_cut = embedder.embed(["mill mill", "zzz", "mill mill"])
    assert n_cut == 0
    assert [likeness(vector, vector) for vector in vectors] == pytest.approx([1.0] * 3, abs=1e-4)
    assert likeness(vectors[0], vectors[2]) == pytest.approx(1.0, abs=1e-4)
    assert likeness(vectors[0], vectors[1]) < 0.999
    (alone,), _ = embedder.embed(["zzz"])
    assert likeness(alone, vectors[1]) == pytest.approx(1.0, abs=1e-4)


def test_a_text_that_is_too_long_is_cut_and_that_is_told(embedder: LlamaEmbedder) -> None:
    vectors, n_cut = embedder.embed(["a", "ab " * 5000])
    assert n_cut == 1
    assert len(vectors) == 2


def test_a_chat_model_gives_no_vectors_and_a_model_for_vectors_does_not_chat(
    starter_path: Path, tmp_path: Path
) -> None:
    write_tiny_bert(tmp_path / "bert.gguf")
    with pytest.raises(RequestFailedError) as refused:
        LlamaBackend().load_embedder(command(starter_path), lambda _: True)
    assert refused.value.code is ErrorCode.REQUEST_INVALID
    with pytest.raises(RequestFailedError) as refused:
        LlamaBackend().load(LoadModel(path=str(tmp_path / "bert.gguf")), lambda _: True)
    assert refused.value.code is ErrorCode.MODEL_EMBEDS_ONLY

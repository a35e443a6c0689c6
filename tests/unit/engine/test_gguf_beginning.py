from pathlib import Path

import pytest
from gguf import GGMLQuantizationType as TensorType

from desktop_llm.engine.gguf_beginning import parse_beginning
from desktop_llm.engine.gguf_header import GgufHeader, read_model
from desktop_llm.engine.gguf_reader import MoreBytesNeededError
from desktop_llm.engine.load_plan import Machine, plan_load
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams
from tests.fakes.sparse_models import Shape, write_sparse_model
from tests.fakes.tiny_gguf import described

DENSE = Shape(
    n_layers=12, n_embedding=1024, n_feed_forward=2816, n_heads=16, n_kv_heads=4, n_vocab_tokens=8000, n_merges=7000
)
HYBRID = Shape(
    n_layers=8,
    n_embedding=768,
    n_feed_forward=2048,
    n_heads=12,
    n_kv_heads=12,
    n_vocab_tokens=8000,
    state_every=2,
    weights=TensorType.Q8_0,
)
ROOMY = Machine(free_bytes=2**40, total_bytes=2**40, n_cores=4)


def both(path: Path, n_bytes: int) -> tuple[GgufHeader, GgufHeader]:
    """From the first bytes alone, and from all of it."""
    with path.open("rb") as file:
        prefix = file.read(n_bytes)
    return parse_beginning(prefix, name="remote", file_bytes=path.stat().st_size), read_model(path)


def needed_bytes(header: GgufHeader) -> int:
    return plan_load(header, LoadParams(n_ctx_tokens=4096), ROOMY).needed_bytes


@pytest.mark.parametrize("shape", [DENSE, HYBRID])
def test_the_first_kilobytes_tell_what_the_model_takes(tmp_path: Path, shape: Shape) -> None:
    beginning, whole = both(write_sparse_model(tmp_path / "model.gguf", shape), 4096)
    assert needed_bytes(beginning) == pytest.approx(needed_bytes(whole), rel=0.03)
    assert beginning.n_vocab_tokens == whole.n_vocab_tokens
    assert beginning.n_ctx_train_tokens == whole.n_ctx_train_tokens
    assert [layer.n_embd_k for layer in beginning.layers] == [layer.n_embd_k for layer in whole.layers]
    assert [layer.state_bytes for layer in beginning.layers] == [layer.state_bytes for layer in whole.layers]


def test_what_stands_behind_the_vocabulary_is_unknown(tmp_path: Path) -> None:
    beginning, whole = both(write_sparse_model(tmp_path / "model.gguf", DENSE), 4096)
    assert (beginning.quantization, beginning.chat_template) == ("", "")
    assert (whole.quantization, bool(whole.chat_template)) == ("Q4_0", True)


def test_every_nth_layer_attends_where_the_header_says_so(tmp_path: Path) -> None:
    numbers = {"block_count": 4, "embedding_length": 64, "feed_forward_length": 128, "full_attention_interval": 4}
    numbers |= {"attention.head_count": 4, "attention.head_count_kv": 2, "ssm.inner_size": 128, "ssm.state_size": 16}
    numbers |= {"ssm.conv_kernel": 4}
    described(tmp_path, "qwen3next", {f"qwen3next.{key}": value for key, value in numbers.items()})
    header = parse_beginning((tmp_path / "described.gguf").read_bytes(), name="x", file_bytes=10**6)
    assert [bool(layer.state_bytes) for layer in header.layers] == [True, True, True, False]
    assert [layer.n_embd_k for layer in header.layers] == [0, 0, 0, 32]


def test_most_of_a_mixture_is_experts(tmp_path: Path) -> None:
    numbers = {"block_count": 4, "embedding_length": 64, "feed_forward_length": 256, "attention.head_count": 4}
    numbers |= {"expert_count": 32, "expert_used_count": 4, "expert_feed_forward_length": 32}
    described(tmp_path, "moe", {f"moe.{key}": value for key, value in numbers.items()})
    header = parse_beginning((tmp_path / "described.gguf").read_bytes(), name="x", file_bytes=10**6)
    assert 0.9 * 10**6 < header.expert_bytes < 10**6


def test_too_little_to_know_the_shape_asks_for_more(tmp_path: Path) -> None:
    path = write_sparse_model(tmp_path / "model.gguf", DENSE)
    with pytest.raises(MoreBytesNeededError) as caught:
        both(path, 40)
    assert caught.value.n_bytes > 40


def test_what_is_no_model_file_is_refused() -> None:
    with pytest.raises(RequestFailedError) as caught:
        parse_beginning(b"<!DOCTYPE html>", name="x", file_bytes=10**6)
    assert caught.value.code is ErrorCode.MODEL_FILE_NOT_GGUF


def test_a_broken_beginning_is_refused(tmp_path: Path) -> None:
    data = bytearray(write_sparse_model(tmp_path / "model.gguf", DENSE).read_bytes()[:4096])
    data[16:24] = (2**40).to_bytes(8, "little")
    with pytest.raises(RequestFailedError) as caught:
        parse_beginning(bytes(data), name="x", file_bytes=10**9)
    assert caught.value.code is ErrorCode.MODEL_FILE_BROKEN

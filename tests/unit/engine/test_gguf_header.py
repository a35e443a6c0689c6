import os
import time
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest

from desktop_llm.engine.gguf_header import parse_header, part_paths, read_header, read_model
from desktop_llm.engine.gguf_reader import MoreBytesNeededError
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams
from tests.fakes.tiny_gguf import N_CTX_TOKENS, N_EMBEDDING, TEMPLATE, described, write_tiny_model

Change = Callable[[gguf.GGUFWriter], None]


def tiny(folder: Path, change: Change = lambda _writer: None, **options: str) -> Path:
    return write_tiny_model(folder / "tiny.gguf", change=change, **options)


def failure(call: Callable[[], object]) -> RequestFailedError:
    with pytest.raises(RequestFailedError) as caught:
        call()
    return caught.value


def test_the_starter_model_is_described(starter_model_path: Path) -> None:
    header = read_model(starter_model_path)
    assert header.paths == (str(starter_model_path),)
    assert (header.architecture, header.quantization, header.size_label) == ("llama", "Q4_1", "135M")
    assert (header.n_ctx_train_tokens, header.n_vocab_tokens, header.n_embedding) == (8192, 49152, 576)
    assert (header.n_merges, header.n_feed_forward, header.n_recurrent) == (48_900, 1536, 0)
    assert header.languages == ("en",)
    assert header.chat_template.startswith("{% for message in messages %}")
    assert len(header.layers) == 30
    assert {(layer.n_embd_k, layer.n_embd_v, layer.is_sliding, layer.state_bytes) for layer in header.layers} == {
        (192, 192, False, 0)
    }
    assert header.n_parameters == 134_515_008
    assert header.size_bytes == header.expected_bytes == starter_model_path.stat().st_size
    assert header.weights_bytes == sum(layer.weight_bytes for layer in header.layers) + 30_081_024 + 2304
    assert not header.is_recurrent


def test_reading_the_starter_model_takes_at_most_110_ms(starter_model_path: Path) -> None:
    times_s: list[float] = []
    for _ in range(5):
        started_s = time.thread_time()
        read_model(starter_model_path)
        times_s.append(time.thread_time() - started_s)
    assert min(times_s) <= 0.110


def test_a_header_can_be_read_from_a_growing_prefix(starter_model_path: Path) -> None:
    data = starter_model_path.read_bytes()
    n_bytes = 1
    n_tries = 0
    while True:
        n_tries += 1
        try:
            header = parse_header(data[:n_bytes], name="remote", file_bytes=len(data))
            break
        except MoreBytesNeededError as error:
            is_progress = n_bytes < error.n_bytes <= len(data)
            n_bytes = max(error.n_bytes, 2 * n_bytes) if is_progress else len(data)
    assert n_tries < 30
    assert n_bytes < 4_000_000
    assert header.layers == read_model(starter_model_path).layers
    assert header.size_bytes == len(data)


def test_a_prefix_of_unknown_length_tells_the_expected_size(starter_model_path: Path) -> None:
    header = parse_header(starter_model_path.read_bytes()[:4_000_000], name="remote")
    assert header.size_bytes == starter_model_path.stat().st_size


def test_a_small_complete_file_is_described(tmp_path: Path) -> None:
    header = read_header(tiny(tmp_path))
    assert header.name == "Tiny"
    assert header.quantization == "F32"
    assert header.chat_template == TEMPLATE
    assert (header.n_ctx_train_tokens, header.n_embedding, header.n_heads) == (N_CTX_TOKENS, N_EMBEDDING, 4)
    assert header.sampling == SamplingParams()
    assert (header.part_number, header.n_parts, header.kind) == (1, 1, "model")


def test_a_file_without_layers_has_no_widths(tmp_path: Path) -> None:
    header = described(tmp_path, "clip", {"general.type": "mmproj"})
    assert (header.layers, header.n_feed_forward, header.n_recurrent, header.n_merges) == ((), 0, 0, 0)


def test_the_weights_of_experts_are_told_apart(tmp_path: Path) -> None:
    keys: dict[str, object] = {"moe.block_count": 1, "moe.expert_count": 4, "moe.expert_used_count": 2}
    keys |= {"moe.expert_feed_forward_length": 32, "moe.feed_forward_length": 64}
    tensors = {"blk.0.ffn_up_exps.weight": (4, 32, 64), "blk.0.ffn_up_shexp.weight": (32, 64)}
    header = described(tmp_path, "moe", keys, tensors)
    assert header.expert_bytes == 4 * 32 * 64 * 2
    assert (header.n_expert_feed_forward, header.n_feed_forward) == (32, 64)


def test_recommended_sampling_is_read_and_what_is_invalid_ignored(tmp_path: Path) -> None:
    def recommend(writer: gguf.GGUFWriter) -> None:
        writer.add_float32("general.sampling.temp", 0.5)
        writer.add_int32("general.sampling.top_k", 20)
        writer.add_float32("general.sampling.top_p", 7.0)
        writer.add_float32("general.sampling.min_p", float("nan"))
        writer.add_float32("general.sampling.penalty_repeat", 1.25)

    sampling = read_header(tiny(tmp_path, recommend)).sampling
    assert sampling == SamplingParams(temperature=0.5, top_k=20, repeat_penalty=1.25)


def test_the_quantization_is_guessed_from_the_weights_where_it_is_not_named(tmp_path: Path) -> None:
    def forget(writer: gguf.GGUFWriter) -> None:
        del writer.kv_data[0]["general.file_type"]

    assert read_header(tiny(tmp_path, forget)).quantization == "F32"


# ↓ What layers remember


def test_heads_may_differ_between_layers(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "x.block_count": 3,
        "x.embedding_length": 64,
        "x.attention.head_count": [4, 4, 4],
        "x.attention.head_count_kv": [4, 0, 2],
    }
    layers = described(tmp_path, "x", values).layers
    assert [(layer.n_embd_k, layer.n_embd_v) for layer in layers] == [(64, 64), (0, 0), (32, 32)]


def test_explicit_key_and_value_lengths_count(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "x.block_count": 1,
        "x.embedding_length": 64,
        "x.attention.head_count": 4,
        "x.attention.head_count_kv": 2,
        "x.attention.key_length": 32,
        "x.attention.value_length": 24,
    }
    (layer,) = described(tmp_path, "x", values).layers
    assert (layer.n_embd_k, layer.n_embd_v) == (64, 48)


@pytest.mark.parametrize(
    ("architecture", "pattern", "expected"),
    [
        ("gemma3", None, [True] * 5 + [False] + [True] * 2),
        ("gpt-oss", None, [True, False] * 4),
        ("mystery", None, [False] * 8),
        ("gemma4", [True, True, True, False] * 2, ([True] * 3 + [False]) * 2),
        ("gemma2", 4, ([True] * 3 + [False]) * 2),
    ],
)
def test_sliding_layers_follow_the_pattern(
    tmp_path: Path, architecture: str, pattern: object, expected: list[bool]
) -> None:
    values: dict[str, object] = {
        f"{architecture}.block_count": 8,
        f"{architecture}.embedding_length": 64,
        f"{architecture}.attention.head_count": 4,
        f"{architecture}.attention.key_length": 16,
        f"{architecture}.attention.key_length_swa": 8,
        f"{architecture}.attention.sliding_window": 512,
    }
    if pattern is not None:
        values[f"{architecture}.attention.sliding_window_pattern"] = pattern
    header = described(tmp_path, architecture, values)
    assert [layer.is_sliding for layer in header.layers] == expected
    assert [layer.n_embd_k for layer in header.layers] == [32 if is_sliding else 64 for is_sliding in expected]
    assert header.has_sliding_window is any(expected)


def test_recurrent_layers_keep_a_state_and_no_cache(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "qwen3next.block_count": 2,
        "qwen3next.embedding_length": 64,
        "qwen3next.attention.head_count": 4,
        "qwen3next.attention.head_count_kv": 2,
        "qwen3next.ssm.conv_kernel": 4,
        "qwen3next.ssm.inner_size": 128,
        "qwen3next.ssm.state_size": 16,
        "qwen3next.ssm.group_count": 2,
    }
    tensors = {
        "blk.0.attn_qkv.weight": (64, 64),
        "blk.0.ssm_a": (4,),
        "blk.1.attn_q.weight": (64, 64),
        "blk.1.attn_k.weight": (64, 32),
    }
    header = described(tmp_path, "qwen3next", values, tensors)
    linear, full = header.layers
    assert (linear.n_embd_k, linear.state_bytes) == (0, 4 * (3 * (128 + 2 * 2 * 16) + 16 * 128))
    assert (full.n_embd_k, full.state_bytes) == (32, 0)
    assert header.is_recurrent


def test_other_kinds_of_state_are_known(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "y.block_count": 3,
        "y.embedding_length": 64,
        "y.attention.head_count": [0, 0, 4],
        "y.attention.head_count_kv": [0, 0, 4],
        "y.shortconv.l_cache": 3,
        "y.wkv.head_size": 16,
        "y.token_shift_count": 2,
        "y.ssm.conv_kernel": 4,
        "y.ssm.inner_size": 128,
        "y.ssm.state_size": 16,
    }
    tensors = {
        "blk.0.shortconv.conv.weight": (3, 64),
        "blk.1.time_mix_w1.weight": (64, 16),
        "blk.2.ssm_in.weight": (64, 64),
        "blk.2.attn_k.weight": (64, 64),
    }
    conv, rwkv, both = described(tmp_path, "y", values, tensors).layers
    assert (conv.state_bytes, conv.n_embd_k) == (4 * 64 * 2, 0)
    assert (rwkv.state_bytes, rwkv.n_embd_k) == (4 * 64 * 18, 0)
    assert (both.state_bytes, both.n_embd_k) == (4 * (3 * 128 + 16 * 128), 64)


# ↓ Several parts


def write_parts(folder: Path, numbers: tuple[int, ...] = (0, 1, 2)) -> list[Path]:
    paths: list[Path] = []
    for position, number in enumerate(numbers):

        def mark(writer: gguf.GGUFWriter, number: int = number) -> None:
            writer.add_uint16("split.count", len(numbers))
            writer.add_uint16("split.no", number)

        name = f"m-{position + 1:05d}-of-{len(numbers):05d}.gguf"
        paths.append(write_tiny_model(folder / name, change=mark))
    return paths


def test_parts_are_read_as_one_model_whichever_is_named(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    one = read_header(paths[0])
    for path in paths:
        header = read_model(path)
        assert header.paths == tuple(map(str, paths))
        assert header.n_parts == 3
        assert header.weights_bytes == 3 * one.weights_bytes
        assert header.size_bytes == sum(each.stat().st_size for each in paths)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    paths[1].unlink()
    error = failure(lambda: read_model(paths[0]))
    assert (error.code, error.facts["path"]) == (ErrorCode.MODEL_PART_MISSING, str(paths[1]))


def test_parts_in_the_wrong_place_are_refused(tmp_path: Path) -> None:
    paths = write_parts(tmp_path, (0, 2, 1))
    assert failure(lambda: read_model(paths[0])).code is ErrorCode.MODEL_FILE_BROKEN


def test_a_truncated_part_is_found(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    os.truncate(paths[2], paths[2].stat().st_size - 100)
    error = failure(lambda: read_model(paths[0]))
    assert (error.code, error.facts["path"]) == (ErrorCode.MODEL_FILE_TRUNCATED, str(paths[2]))


def test_a_part_with_another_name_is_refused(tmp_path: Path) -> None:
    assert failure(lambda: part_paths(tmp_path / "model.gguf", 3)).code is ErrorCode.MODEL_FILE_BROKEN
    assert failure(lambda: part_paths(tmp_path / "m-00001-of-00002.gguf", 3)).code is ErrorCode.MODEL_FILE_BROKEN


# ↓ What is wrong with a file


def test_a_missing_file_is_told_from_a_broken_one(tmp_path: Path) -> None:
    assert failure(lambda: read_model(tmp_path / "no.gguf")).code is ErrorCode.MODEL_FILE_MISSING
    assert failure(lambda: read_model(tmp_path)).code is ErrorCode.MODEL_FILE_MISSING


@pytest.mark.parametrize("data", [b"", b"G", b"GGU", b"ggml", b"%PDF-1.7 and more text", b"\0" * 4096])
def test_other_files_are_not_gguf(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(data)
    assert failure(lambda: read_model(path)).code is ErrorCode.MODEL_FILE_NOT_GGUF


def test_every_truncation_is_found(tmp_path: Path) -> None:
    path = tiny(tmp_path)
    data = path.read_bytes()
    for length in [*range(4, 9000, 37), len(data) // 2, len(data) - 1]:
        path.write_bytes(data[:length])
        error = failure(lambda: read_model(path))
        assert error.code is ErrorCode.MODEL_FILE_TRUNCATED, length
        assert error.facts["actual_bytes"] == length
        expected = error.facts["expected_bytes"]
        assert isinstance(expected, int)
        assert length < expected <= len(data)


@pytest.mark.parametrize(
    ("values", "tensors"),
    [
        ({"llama.block_count": 513}, {}),
        ({"llama.block_count": 2**32 - 1}, {}),
        ({"llama.block_count": "two"}, {}),
        ({"llama.block_count": 1.5}, {}),
        ({"llama.block_count": 4, "llama.attention.head_count": [1, 2]}, {}),
        ({"llama.block_count": 2, "llama.attention.head_count_kv": [2**30, 1]}, {}),
        ({"llama.embedding_length": 2**31}, {}),
        ({"llama.expert_count": 1000}, {}),
        ({"llama.expert_count": 8}, {}),
        ({"llama.expert_count": 8, "llama.expert_used_count": 9, "llama.block_count": 1}, {}),
        ({"llama.nextn_predict_layers": 3}, {}),
        ({"llama.rope.scaling.type": "stretched"}, {}),
        ({"llama.attention.layer_norm_rms_epsilon": -1.0}, {}),
        ({"llama.attention.layer_norm_rms_epsilon": float("nan")}, {}),
        ({"general.alignment": 3}, {}),
        ({"general.alignment": 0}, {}),
        ({"general.name": 7}, {}),
        ({"llama.block_count": 1}, {"blk.1.attn_k.weight": (2, 2)}),
    ],
)
def test_numbers_that_no_model_has_are_refused(
    tmp_path: Path, values: dict[str, object], tensors: dict[str, tuple[int, ...]]
) -> None:
    assert failure(lambda: described(tmp_path, "llama", values, tensors)).code is ErrorCode.MODEL_FILE_BROKEN


def test_names_that_are_too_long_are_refused(tmp_path: Path) -> None:
    name = "blk.0." + "x" * 60
    assert failure(lambda: described(tmp_path, "x", {"x.block_count": 1}, {name: (1,)})).code is (
        ErrorCode.MODEL_FILE_BROKEN
    )

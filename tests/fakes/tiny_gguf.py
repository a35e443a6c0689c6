"""A complete language model of some 100 KB with random weights, and headers that are wrong in a thousand ways."""

import random
import struct
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np

from desktop_llm.engine.gguf_header import GgufHeader, parse_header

N_LAYERS = 2
N_EMBEDDING = 32
N_FEED_FORWARD = 64
N_HEADS = 4
N_KV_HEADS = 2
N_CTX_TOKENS = 512
TEMPLATE = (
    "{% for message in messages %}<s>{{ message.role }}: {{ message.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant: {% endif %}"
)


def write_tiny_model(
    path: Path,
    *,
    template: str = TEMPLATE,
    change: Callable[[gguf.GGUFWriter], None] = lambda _writer: None,
    architecture: str = "llama",
) -> Path:
    """Write a llama model that loads. `change` may add or replace keys before it is written."""
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("Tiny")
    writer.add_block_count(N_LAYERS)
    writer.add_context_length(N_CTX_TOKENS)
    writer.add_embedding_length(N_EMBEDDING)
    writer.add_feed_forward_length(N_FEED_FORWARD)
    writer.add_head_count(N_HEADS)
    writer.add_head_count_kv(N_KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(N_EMBEDDING // N_HEADS)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    _add_vocabulary(writer, template)
    _add_weights(writer)
    change(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def described(
    folder: Path, architecture: str, values: dict[str, object], tensors: dict[str, tuple[int, ...]] | None = None
) -> GgufHeader:
    """The header of a file that has keys and tensor descriptions but no data."""
    return parse_header(described_file(folder, architecture, values, tensors).read_bytes(), name="x")


def described_file(
    folder: Path, architecture: str, values: dict[str, object], tensors: dict[str, tuple[int, ...]] | None = None
) -> Path:
    """Such a file."""
    path = folder / "described.gguf"
    writer = gguf.GGUFWriter(path, architecture)
    for key, value in values.items():
        match value:
            case bool():
                writer.add_bool(key, value)
            case int():
                writer.add_uint32(key, value)
            case float():
                writer.add_float32(key, value)
            case str():
                writer.add_string(key, value)
            case list():
                writer.add_array(key, value)
            case _:
                raise TypeError(key)
    for name, shape in (tensors or {}).items():
        writer.add_tensor_info(name, shape, np.dtype(np.float16), 2 * int(np.prod(shape)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    return path


def _add_vocabulary(writer: gguf.GGUFWriter, template: str) -> None:
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "a", "b"]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * 3
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    if template:
        writer.add_chat_template(template)


def _add_weights(writer: gguf.GGUFWriter) -> None:
    generator = np.random.default_rng(1)
    n_vocab, n_kv = 262, N_EMBEDDING // N_HEADS * N_KV_HEADS

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, generator.standard_normal(shape, dtype=np.float32) * np.float32(0.1))

    add("token_embd.weight", n_vocab, N_EMBEDDING)
    add("output_norm.weight", N_EMBEDDING)
    add("output.weight", n_vocab, N_EMBEDDING)
    for layer in range(N_LAYERS):
        add(f"blk.{layer}.attn_norm.weight", N_EMBEDDING)
        add(f"blk.{layer}.attn_q.weight", N_EMBEDDING, N_EMBEDDING)
        add(f"blk.{layer}.attn_k.weight", n_kv, N_EMBEDDING)
        add(f"blk.{layer}.attn_v.weight", n_kv, N_EMBEDDING)
        add(f"blk.{layer}.attn_output.weight", N_EMBEDDING, N_EMBEDDING)
        add(f"blk.{layer}.ffn_norm.weight", N_EMBEDDING)
        add(f"blk.{layer}.ffn_gate.weight", N_FEED_FORWARD, N_EMBEDDING)
        add(f"blk.{layer}.ffn_up.weight", N_FEED_FORWARD, N_EMBEDDING)
        add(f"blk.{layer}.ffn_down.weight", N_EMBEDDING, N_FEED_FORWARD)


def header_bytes(data: bytes) -> int:
    """Where the last tensor's description ends, near enough: the weights follow."""
    name = data.rindex(b"ffn_down.weight")
    return name + 80


def broken_copy(data: bytes, seed: int) -> bytes:
    """`data` with its header damaged in one of several ways, always the same for the same seed."""
    chance = random.Random(seed)
    damage = chance.choice((_flip_bytes, _set_number, _cut, _set_count, _swap, _repeat, _other_type))
    return damage(bytearray(data), header_bytes(data), chance)


_NUMBERS = (0, 1, 2, 3, 7, 255, 256, 2**16, 2**31 - 1, 2**31, 2**32 - 1)
_LONG_NUMBERS = (*_NUMBERS, 2**32, 2**40, 2**62, 2**63 - 1, 2**63, 2**64 - 1, 2**64 - 8)


def _flip_bytes(data: bytearray, end: int, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(end)] = chance.randrange(256)
    return bytes(data)


def _set_number(data: bytearray, end: int, chance: random.Random) -> bytes:
    """Put a telling number where a key's value stands."""
    keys = [b"block_count", b"embedding_length", b"head_count", b"head_count_kv", b"feed_forward_length"]
    keys += [b"context_length", b"dimension_count", b"layer_norm_rms_epsilon", b"bos_token_id", b"eos_token_id"]
    key = chance.choice(keys)
    at = data.index(key) + len(key) + 4
    struct.pack_into("<I", data, at, chance.choice(_NUMBERS))
    return bytes(data)


def _set_count(data: bytearray, end: int, chance: random.Random) -> bytes:
    """Put an extreme count, length, shape or offset anywhere, or in the fixed part."""
    at = chance.choice((8, 16, chance.randrange(24, end - 8)))
    struct.pack_into("<Q", data, at, chance.choice(_LONG_NUMBERS))
    return bytes(data)


def _cut(data: bytearray, end: int, chance: random.Random) -> bytes:
    return bytes(data[: chance.choice((chance.randrange(end), chance.randrange(len(data))))])


def _swap(data: bytearray, end: int, chance: random.Random) -> bytes:
    """Exchange two stretches of the header."""
    size = chance.choice((4, 8, 40))
    first, second = (chance.randrange(24, end - size) for _ in range(2))
    data[first : first + size], data[second : second + size] = (
        data[second : second + size],
        data[first : first + size],
    )
    return bytes(data)


def _repeat(data: bytearray, end: int, chance: random.Random) -> bytes:
    """Insert a stretch twice, so that everything behind it shifts."""
    start = chance.randrange(24, end - 64)
    return bytes(data[: start + 64] + data[start : start + chance.choice((1, 8, 64))] + data[start + 64 :])


def _other_type(data: bytearray, end: int, chance: random.Random) -> bytes:
    """Give a key another value type or a tensor another type or shape."""
    names = [b"block_count", b"head_count", b"ggml.tokens", b"ggml.scores", b"token_type", b"ggml.model", b"file_type"]
    names += [b"attn_q.weight", b"token_embd.weight", b"output_norm.weight", b"ffn_down.weight"]
    name = chance.choice(names)
    at = data.index(name) + len(name) + chance.choice((0, 0, 4, 12, 20))
    struct.pack_into("<I", data, at, chance.choice((*range(14), 30, 34, 39, 99)))
    return bytes(data)

"""Model files of any size with a real header and nothing but zeros behind it, which take no room on the disk.

llama.cpp loads them like any other. What they answer is nonsense, but they take the memory and the time of a real
model of their shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gguf
import numpy as np
from gguf import GGMLQuantizationType as TensorType
from gguf import TokenType

_ALIGNMENT: Final = 32
_SPECIALS: Final = ("<unk>", "<s>", "</s>")
_CONVOLUTION: Final = 4
_STATE: Final = 16
_TEMPLATE: Final = "{% for message in messages %}{{ message.content }}{% endfor %}"

_Tensor = tuple[str, tuple[int, ...], TensorType]


@dataclass(frozen=True)
class Shape:
    """Sizes of a model. `state_every` 2 makes every other layer a recurrent one (Jamba), 0 none (Llama)."""

    n_layers: int
    n_embedding: int
    n_feed_forward: int
    n_heads: int
    n_kv_heads: int
    n_vocab_tokens: int
    n_merges: int = 0
    n_ctx_tokens: int = 32_768
    state_every: int = 0
    weights: TensorType = TensorType.Q4_0

    @property
    def head_size(self) -> int:
        return self.n_embedding // self.n_heads

    @property
    def n_inner(self) -> int:
        return 2 * self.n_embedding

    @property
    def time_step_rank(self) -> int:
        return self.n_embedding // 16

    def is_recurrent(self, layer: int) -> bool:
        return bool(self.state_every) and layer % self.state_every == 0


def write_sparse_model(path: Path, shape: Shape) -> Path:
    """Write the header, then let the file end where the weights would."""
    writer = gguf.GGUFWriter(path, "jamba" if shape.state_every else "llama")
    _add_keys(writer, shape)
    _add_vocabulary(writer, shape)
    end = 0
    for name, tensor_shape, tensor_type in _tensors(shape):
        n_bytes = _n_bytes(tensor_shape, tensor_type)
        stored = (*tensor_shape[:-1], n_bytes // int(np.prod(tensor_shape[:-1])))
        # The writer takes quantized tensors as bytes, others as they are.
        is_float = tensor_type is TensorType.F32
        dtype = np.dtype(np.float32 if is_float else np.uint8)
        writer.add_tensor_info(name, tensor_shape if is_float else stored, dtype, n_bytes, tensor_type)
        end += _padded(n_bytes)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as file:
        file.truncate(_padded(path.stat().st_size) + end)
    return path


def _add_keys(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_name("Sparse")
    writer.add_context_length(shape.n_ctx_tokens)
    writer.add_embedding_length(shape.n_embedding)
    writer.add_feed_forward_length(shape.n_feed_forward)
    writer.add_block_count(shape.n_layers)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_head_count(shape.n_heads)
    if not shape.state_every:
        writer.add_head_count_kv(shape.n_kv_heads)
        writer.add_rope_dimension_count(shape.head_size)
        return
    kv_heads = [0 if shape.is_recurrent(layer) else shape.n_kv_heads for layer in range(shape.n_layers)]
    writer.add_head_count_kv(kv_heads)
    writer.add_ssm_conv_kernel(_CONVOLUTION)
    writer.add_ssm_inner_size(shape.n_inner)
    writer.add_ssm_state_size(_STATE)
    writer.add_ssm_time_step_rank(shape.time_step_rank)


def _add_vocabulary(writer: gguf.GGUFWriter, shape: Shape) -> None:
    """Bytes, then words nobody says; what comes behind the long lists is what real converters put there."""
    tokens = [*_SPECIALS, *(f"<0x{byte:02X}>" for byte in range(256))]
    kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL] + [TokenType.BYTE] * 256
    n_words = shape.n_vocab_tokens - len(tokens)
    tokens += [f"w{number:07}" for number in range(n_words)]
    kinds += [TokenType.NORMAL] * n_words
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    if shape.n_merges:
        writer.add_token_merges([f"w{number:07} w{number:07}" for number in range(shape.n_merges)])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(_TEMPLATE)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)


def _tensors(shape: Shape) -> Iterator[_Tensor]:
    yield "token_embd.weight", (shape.n_vocab_tokens, shape.n_embedding), shape.weights
    yield "output_norm.weight", (shape.n_embedding,), TensorType.F32
    for layer in range(shape.n_layers):
        layer_tensors = _recurrent_layer(shape) if shape.is_recurrent(layer) else _attention_layer(shape)
        for name, tensor_shape, tensor_type in (*layer_tensors, *_feed_forward(shape)):
            yield f"blk.{layer}.{name}", tensor_shape, tensor_type


def _attention_layer(shape: Shape) -> Iterator[_Tensor]:
    n_kv = shape.n_kv_heads * shape.head_size
    yield "attn_norm.weight", (shape.n_embedding,), TensorType.F32
    for name, n_rows in (
        ("attn_q", shape.n_embedding),
        ("attn_k", n_kv),
        ("attn_v", n_kv),
        ("attn_output", shape.n_embedding),
    ):
        yield f"{name}.weight", (n_rows, shape.n_embedding), shape.weights


def _recurrent_layer(shape: Shape) -> Iterator[_Tensor]:
    inner, rank = shape.n_inner, shape.time_step_rank
    yield "attn_norm.weight", (shape.n_embedding,), TensorType.F32
    yield "ssm_in.weight", (2 * inner, shape.n_embedding), shape.weights
    yield "ssm_conv1d.weight", (inner, _CONVOLUTION), TensorType.F32
    yield "ssm_conv1d.bias", (inner,), TensorType.F32
    yield "ssm_x.weight", (rank + 2 * _STATE, inner), shape.weights
    yield "ssm_dt.weight", (inner, rank), TensorType.F32
    yield "ssm_dt.bias", (inner,), TensorType.F32
    yield "ssm_a", (inner, _STATE), TensorType.F32
    yield "ssm_d", (inner,), TensorType.F32
    yield "ssm_out.weight", (shape.n_embedding, inner), shape.weights
    for name, size in (("dt", rank), ("b", _STATE), ("c", _STATE)):
        yield f"ssm_{name}_norm.weight", (size,), TensorType.F32


def _feed_forward(shape: Shape) -> Iterator[_Tensor]:
    yield "ffn_norm.weight", (shape.n_embedding,), TensorType.F32
    yield "ffn_gate.weight", (shape.n_feed_forward, shape.n_embedding), shape.weights
    yield "ffn_up.weight", (shape.n_feed_forward, shape.n_embedding), shape.weights
    yield "ffn_down.weight", (shape.n_embedding, shape.n_feed_forward), shape.weights


def _n_bytes(shape: tuple[int, ...], tensor_type: TensorType) -> int:
    block_values, block_bytes = gguf.GGML_QUANT_SIZES[tensor_type]
    return int(np.prod(shape)) // block_values * block_bytes


def _padded(n_bytes: int) -> int:
    return -(-n_bytes // _ALIGNMENT) * _ALIGNMENT

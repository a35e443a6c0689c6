"""Model files of a megabyte with random weights: a vocabulary of bytes, and each kind of memory llama.cpp knows.

What they say is noise, but always the same noise, so that two ways of computing it can be compared.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from gguf import GGUFWriter, PoolingType, TokenType

_N_EMBD = 64
_N_FF = 128
_N_HEADS = 4
_HEAD_SIZE = _N_EMBD // _N_HEADS
_INNER = 2 * _N_EMBD  # llama.cpp allows no other expansion
_STATE = 16
_TIME_STEP_RANK = 4
_CONVOLUTION = 4
_N_CTX = 4096

_SPECIALS = ("<unk>", "<s>", "</s>", "<|system|>", "<|user|>", "<|assistant|>")
_TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)

_Weights = npt.NDArray[np.float32]


class _Writer:
    """A GGUF file being written."""

    def __init__(self, path: Path, architecture: str, n_layers: int, n_tensors_per_file: int = 0) -> None:
        self.file = GGUFWriter(path, architecture, split_max_tensors=n_tensors_per_file)
        self._random = np.random.default_rng(7)
        self.file.add_context_length(_N_CTX)
        self.file.add_embedding_length(_N_EMBD)
        self.file.add_feed_forward_length(_N_FF)
        self.file.add_block_count(n_layers)
        self.file.add_layer_norm_rms_eps(1e-5)
        self._add_vocabulary()
        self.add("token_embd.weight", len(_SPECIALS) + 256, _N_EMBD, scale=1.0)
        self.add_ones("output_norm.weight", _N_EMBD)

    def add(self, name: str, *shape: int, scale: float | None = None) -> None:
        spread = scale if scale is not None else shape[-1] ** -0.5
        self.add_values(name, self._random.normal(0, spread, shape).astype(np.float32))

    def add_ones(self, name: str, *shape: int) -> None:
        self.add_values(name, np.ones(shape, np.float32))

    def add_values(self, name: str, values: _Weights) -> None:
        self.file.add_tensor(name, values)

    def close(self) -> None:
        self.file.write_header_to_file()
        self.file.write_kv_data_to_file()
        self.file.write_tensors_to_file()
        self.file.close()

    def _add_vocabulary(self) -> None:
        tokens = [*_SPECIALS, *(f"<0x{byte:02X}>" for byte in range(256))]
        types = [TokenType.UNKNOWN] + [TokenType.CONTROL] * (len(_SPECIALS) - 1) + [TokenType.BYTE] * 256
        self.file.add_tokenizer_model("llama")
        self.file.add_token_list(tokens)
        self.file.add_token_scores([0.0] * len(tokens))
        self.file.add_token_types(types)
        self.file.add_bos_token_id(1)
        self.file.add_eos_token_id(2)
        self.file.add_add_space_prefix(False)
        self.file.add_chat_template(_TEMPLATE)


def write_tiny_bert(path: Path) -> None:
    """Every token looks at every other; it writes nothing, and its tokens' mean is the vector of a text."""
    n_layers, n_ctx = 2, 256
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *(f"▁{letter}" for letter in letters), *letters]
    random = np.random.default_rng(7)
    file = GGUFWriter(path, "bert")
    file.add_context_length(n_ctx)
    file.add_embedding_length(_N_EMBD)
    file.add_feed_forward_length(_N_FF)
    file.add_block_count(n_layers)
    file.add_head_count(_N_HEADS)
    file.add_layer_norm_eps(1e-12)
    file.add_causal_attention(False)
    file.add_pooling_type(PoolingType.MEAN)
    file.add_tokenizer_model("bert")
    file.add_token_list(tokens)
    file.add_token_types([TokenType.CONTROL] * 4 + [TokenType.NORMAL] * (len(tokens) - 4))
    file.add_token_type_count(2)
    file.add_pad_token_id(0)
    file.add_unk_token_id(1)
    file.add_bos_token_id(2)
    file.add_sep_token_id(3)

    def weights(name: str, *shape: int) -> None:
        file.add_tensor(f"{name}.weight", random.normal(0, shape[-1] ** -0.5, shape).astype(np.float32))

    def scale(name: str, size: int) -> None:
        file.add_tensor(f"{name}.weight", np.ones(size, np.float32))
        file.add_tensor(f"{name}.bias", np.zeros(size, np.float32))

    weights("token_embd", len(tokens), _N_EMBD)
    weights("token_types", 2, _N_EMBD)
    weights("position_embd", n_ctx, _N_EMBD)
    scale("token_embd_norm", _N_EMBD)
    for layer in range(n_layers):
        for name, rows, columns in (
            ("attn_q", _N_EMBD, _N_EMBD),
            ("attn_k", _N_EMBD, _N_EMBD),
            ("attn_v", _N_EMBD, _N_EMBD),
            ("attn_output", _N_EMBD, _N_EMBD),
            ("ffn_up", _N_FF, _N_EMBD),
            ("ffn_down", _N_EMBD, _N_FF),
        ):
            weights(f"blk.{layer}.{name}", rows, columns)
            file.add_tensor(f"blk.{layer}.{name}.bias", np.zeros(rows, np.float32))
        scale(f"blk.{layer}.attn_output_norm", _N_EMBD)
        scale(f"blk.{layer}.layer_output_norm", _N_EMBD)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


def write_tiny_mamba(path: Path) -> None:
    """Recurrent layers only: its memory is one state, which cannot be rewound."""
    writer = _Writer(path, "mamba", n_layers=2)
    _add_state_space_keys(writer)
    writer.file.add_head_count(0)
    for layer in range(2):
        _add_mamba_layer(writer, layer)
    writer.close()


def write_tiny_jamba(path: Path) -> None:
    """Recurrent layers and attention by turns: half of its memory can be rewound."""
    kv_heads = [0, 2, 0, 2]
    writer = _Writer(path, "jamba", n_layers=len(kv_heads))
    _add_state_space_keys(writer)
    writer.file.add_head_count(_N_HEADS)
    writer.file.add_head_count_kv(kv_heads)
    for layer, n_kv_heads in enumerate(kv_heads):
        if n_kv_heads:
            _add_attention(writer, layer, n_kv_heads)
        else:
            _add_mamba_layer(writer, layer)
            for name, size in (("dt", _TIME_STEP_RANK), ("b", _STATE), ("c", _STATE)):
                writer.add_ones(f"blk.{layer}.ssm_{name}_norm.weight", size)
        _add_feed_forward(writer, layer)
    writer.close()


def write_tiny_gemma(path: Path, window_tokens: int = 32, n_tensors_per_file: int = 0) -> None:
    """Five layers of six look back only as far as a window. Written in several parts if told to."""
    n_layers, n_kv_heads = 6, 2
    writer = _Writer(path, "gemma3", n_layers, n_tensors_per_file)
    writer.file.add_head_count(_N_HEADS)
    writer.file.add_head_count_kv(n_kv_heads)
    writer.file.add_key_length(_HEAD_SIZE)
    writer.file.add_value_length(_HEAD_SIZE)
    writer.file.add_sliding_window(window_tokens)
    for layer in range(n_layers):
        _add_attention(writer, layer, n_kv_heads)
        for name, size in (
            ("attn_q_norm", _HEAD_SIZE),
            ("attn_k_norm", _HEAD_SIZE),
            ("post_attention_norm", _N_EMBD),
            ("post_ffw_norm", _N_EMBD),
        ):
            writer.add_ones(f"blk.{layer}.{name}.weight", size)
        _add_feed_forward(writer, layer)
    writer.close()


def _add_state_space_keys(writer: _Writer) -> None:
    writer.file.add_ssm_conv_kernel(_CONVOLUTION)
    writer.file.add_ssm_inner_size(_INNER)
    writer.file.add_ssm_state_size(_STATE)
    writer.file.add_ssm_time_step_rank(_TIME_STEP_RANK)


def _add_mamba_layer(writer: _Writer, layer: int) -> None:
    prefix = f"blk.{layer}"
    writer.add_ones(f"{prefix}.attn_norm.weight", _N_EMBD)
    writer.add(f"{prefix}.ssm_in.weight", 2 * _INNER, _N_EMBD)
    writer.add(f"{prefix}.ssm_conv1d.weight", _INNER, _CONVOLUTION)
    writer.add(f"{prefix}.ssm_conv1d.bias", _INNER, scale=0.1)
    writer.add(f"{prefix}.ssm_x.weight", _TIME_STEP_RANK + 2 * _STATE, _INNER)
    writer.add(f"{prefix}.ssm_dt.weight", _INNER, _TIME_STEP_RANK)
    writer.add(f"{prefix}.ssm_dt.bias", _INNER, scale=0.1)
    decay = (-np.tile(np.arange(1, _STATE + 1) / _STATE, (_INNER, 1))).astype(np.float32)
    writer.add_values(f"{prefix}.ssm_a", decay)
    writer.add_ones(f"{prefix}.ssm_d", _INNER)
    writer.add(f"{prefix}.ssm_out.weight", _N_EMBD, _INNER)


def _add_attention(writer: _Writer, layer: int, n_kv_heads: int) -> None:
    prefix = f"blk.{layer}"
    writer.add_ones(f"{prefix}.attn_norm.weight", _N_EMBD)
    shapes: Sequence[tuple[str, int]] = (
        ("attn_q", _N_EMBD),
        ("attn_k", n_kv_heads * _HEAD_SIZE),
        ("attn_v", n_kv_heads * _HEAD_SIZE),
        ("attn_output", _N_EMBD),
    )
    for name, n_rows in shapes:
        writer.add(f"{prefix}.{name}.weight", n_rows, _N_EMBD)


def _add_feed_forward(writer: _Writer, layer: int) -> None:
    prefix = f"blk.{layer}"
    writer.add_ones(f"{prefix}.ffn_norm.weight", _N_EMBD)
    writer.add(f"{prefix}.ffn_gate.weight", _N_FF, _N_EMBD)
    writer.add(f"{prefix}.ffn_up.weight", _N_FF, _N_EMBD)
    writer.add(f"{prefix}.ffn_down.weight", _N_EMBD, _N_FF)

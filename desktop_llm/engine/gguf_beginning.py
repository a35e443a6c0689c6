"""A model's header from the first bytes of a file whose header is longer than anybody wants to fetch.

Vocabularies make headers of 10 MB and more, and the list of tensors stands behind them; what shapes the model stands in
front. The tensors are made up here from that shape and the file's size. Pure functions; any process, any thread.
"""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from desktop_llm.engine.gguf_header import GgufHeader, header_of
from desktop_llm.engine.gguf_metadata import Metadata
from desktop_llm.engine.gguf_reader import GgufContent, MoreBytesNeededError, TensorInfo, read_beginning
from desktop_llm.engine.gguf_types import TensorType

_ANY_TYPE: Final = TensorType("", 1, 1)
_MAX_LAYERS: Final = 512

_Part = tuple[str, int]  # name and number of values of a tensor


def parse_beginning(prefix: bytes, *, name: str, file_bytes: int) -> GgufHeader:
    """A header whose sizes add up to the file's, shared among the layers by the model's shape.

    The tensors' real types are not known: every weight counts alike. Raises MoreBytesNeededError if not even the shape
    is in the prefix, RequestFailedError as `parse_header` does.
    """
    content = read_beginning(prefix, name=name, file_bytes=file_bytes)
    metadata = Metadata(content, name)
    parts = tuple(_parts(metadata, content))
    n_values = sum(size for _, size in parts)
    if not n_values:
        raise MoreBytesNeededError(2 * len(prefix))
    tensors = tuple(TensorInfo(part, _ANY_TYPE, size, 0, size * file_bytes // n_values) for part, size in parts)
    return header_of(content._replace(tensors=tensors), name=name, size_bytes=file_bytes)


def with_size(header: GgufHeader, size_bytes: int) -> GgufHeader:
    """The header of the same model in another quantization, as far as its file's size tells."""

    def scaled(n_bytes: int) -> int:
        return n_bytes * size_bytes // max(header.size_bytes, 1)

    return replace(
        header,
        layers=tuple(replace(layer, weight_bytes=scaled(layer.weight_bytes)) for layer in header.layers),
        embedding_bytes=scaled(header.embedding_bytes),
        output_bytes=scaled(header.output_bytes),
        expert_bytes=scaled(header.expert_bytes),
        weights_bytes=scaled(header.weights_bytes),
        size_bytes=size_bytes,
        expected_bytes=size_bytes,
        quantization="",
    )


def _parts(metadata: Metadata, content: GgufContent) -> Iterator[_Part]:
    architecture = metadata.text("general.architecture")
    shape = _Shape(metadata, architecture)
    yield "token_embd.weight", shape.n_embedding * content.array_lengths.get("tokenizer.ggml.tokens", 0)
    for layer in range(shape.n_layers):
        prefix = f"blk.{layer}"
        if shape.is_recurrent(layer):
            yield f"{prefix}.ssm_in.weight", 3 * shape.n_embedding * shape.n_recurrent
        else:
            yield f"{prefix}.attn_k.weight", 2 * shape.n_embedding * (shape.n_embedding + shape.n_embedding_kv(layer))
        if shape.n_experts:
            yield f"{prefix}.ffn_up_exps.weight", 3 * shape.n_embedding * shape.n_expert_feed_forward * shape.n_experts
        else:
            yield f"{prefix}.ffn_up.weight", 3 * shape.n_embedding * shape.n_feed_forward[layer]


class _Shape:
    """The numbers that tell how large a model's tensors are."""

    def __init__(self, metadata: Metadata, architecture: str) -> None:
        def number(key: str) -> int:
            return max(0, metadata.number(f"{architecture}.{key}", 0))

        def per_layer(key: str, default: int = 0) -> tuple[int, ...]:
            return metadata.per_layer(f"{architecture}.{key}", self.n_layers, default)

        self.n_layers = min(number("block_count"), _MAX_LAYERS)
        self.n_embedding = number("embedding_length")
        self.n_feed_forward = per_layer("feed_forward_length")
        self.n_recurrent = number("ssm.inner_size")
        self.n_experts = number("expert_count")
        self.n_expert_feed_forward = number("expert_feed_forward_length") or max(self.n_feed_forward, default=0)
        self._heads = per_layer("attention.head_count")
        self._kv_heads = per_layer("attention.head_count_kv", max(self._heads, default=0))
        self._head_size = number("attention.key_length") or self.n_embedding // max((*self._heads, 1))
        self._full_attention_interval = number("full_attention_interval")

    def is_recurrent(self, layer: int) -> bool:
        """Hybrid models either name the heads of each layer or say that every n-th one attends (qwen3next.cpp)."""
        if not self.n_recurrent:
            return False
        if self._full_attention_interval:
            return (layer + 1) % self._full_attention_interval != 0
        return self._kv_heads[layer] == 0

    def n_embedding_kv(self, layer: int) -> int:
        return self._kv_heads[layer] * self._head_size

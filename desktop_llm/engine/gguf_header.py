"""What a model file says of itself: read, checked and put into words before llama.cpp sees the file.

Raises facts for everything that is wrong with a file, so that a broken one costs a sentence instead of a process.
Pure functions over files or over a prefix fetched elsewhere; any process, any thread.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.engine.gguf_metadata import MAX_DIMENSION, Metadata
from desktop_llm.engine.gguf_reader import GgufContent, MoreBytesNeededError, TensorInfo, read_content
from desktop_llm.engine.gguf_types import FILE_TYPES
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

_FIRST_READ_BYTES: Final = 8 * 1024 * 1024
_MAX_LAYERS: Final = 512  # LLAMA_MAX_LAYERS: llama.cpp aborts the process beyond it
_MAX_EXPERTS: Final = 512  # LLAMA_MAX_EXPERTS, likewise
_MAX_PARTS: Final = 9999
_GUESSED_FILE_TYPE: Final = 1024
_ROPE_SCALINGS: Final = ("none", "linear", "yarn", "longrope")
_PART_NAME: Final = re.compile(r"(?P<stem>.*)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")
_VECTOR_ARCHITECTURES: Final = frozenset(
    {
        "bert",
        "nomic-bert",
        "nomic-bert-moe",
        "jina-bert-v2",
        "jina-bert-v3",
        "modern-bert",
        "neo-bert",
        "eurobert",
        "gemma-embedding",
        "t5encoder",
    }
)
_POOLINGS: Final = frozenset((1, 2, 3))  # mean, first token, last token; 4 ranks and gives no vector
_EXPERTS: Final = "_exps."  # blk.0.ffn_up_exps.weight: all experts of a layer in one tensor
_LAYER_NAME: Final = re.compile(r"blk\.(\d{1,5})\.(.+)")

# Which layers keep only a window, where the header gives no list: every n-th layer sees everything.
# From llama.cpp's src/models/*.cpp, load_swa_pattern.
_FULL_ATTENTION_EVERY: Final = {
    "gemma2": 2,
    "gemma3": 6,
    "gemma3n": 5,
    "gpt-oss": 2,
    "cohere2": 4,
    "cohere2moe": 4,
    "llama4": 4,
    "olmo2": 4,
    "exaone4": 4,
    "exaone-moe": 4,
    "smallthinker": 4,
    "afmoe": 4,
    "plamo3": 8,
    "mellum": 4,
}

_SAMPLING_KEYS: Final = {
    "temp": "temperature",
    "top_k": "top_k",
    "top_p": "top_p",
    "min_p": "min_p",
    "penalty_repeat": "repeat_penalty",
    "penalty_last_n": "repeat_last_n_tokens",
}


class Layer(Struct, frozen=True):
    """One block of the model: how large it is and what it remembers of the text.

    n_embd_k and n_embd_v are the cached values per token (0 without attention); state_bytes is per sequence.
    """

    weight_bytes: int = 0
    n_embd_k: int = 0
    n_embd_v: int = 0
    is_sliding: bool = False
    state_bytes: int = 0


class GgufHeader(Struct, frozen=True, kw_only=True):
    """A model file, or several parts read as one. Sizes in bytes are of the weights as stored.

    n_feed_forward, n_recurrent, n_expert_feed_forward: values per token inside a layer of that kind, 0 where there is
    none. n_merges: rules of the tokenizer, 0 for tokenizers that have none. expert_bytes: the part of the weights of
    which a token needs only n_used_experts / n_experts. pooling: how the tokens' vectors become one, by llama.cpp's
    numbers.
    """

    paths: tuple[str, ...] = ()
    version: int
    kind: str
    architecture: str
    name: str
    quantization: str
    size_label: str
    license: str
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    tokenizer: str
    n_vocab_tokens: int
    n_merges: int
    n_ctx_train_tokens: int
    n_embedding: int
    n_feed_forward: int
    n_recurrent: int
    n_heads: int
    n_experts: int
    n_used_experts: int
    n_expert_feed_forward: int
    sliding_window_tokens: int
    pooling: int = 0
    layers: tuple[Layer, ...]
    chat_template: str
    sampling: SamplingParams
    n_parameters: int
    embedding_bytes: int
    output_bytes: int
    expert_bytes: int
    weights_bytes: int
    size_bytes: int
    expected_bytes: int
    part_number: int
    n_parts: int

    @property
    def is_recurrent(self) -> bool:
        """Whether any layer keeps a running state, so that the context cannot be rewound."""
        return any(layer.state_bytes for layer in self.layers)

    @property
    def is_for_embedding(self) -> bool:
        """Whether it tells what a text means as a vector, and writes nothing."""
        return self.pooling in _POOLINGS or (self.pooling == 0 and self.architecture in _VECTOR_ARCHITECTURES)

    @property
    def has_sliding_window(self) -> bool:
        return any(layer.is_sliding for layer in self.layers)


def parse_header(prefix: bytes, *, name: str, file_bytes: int | None = None) -> GgufHeader:
    """Read a header from the first bytes of a file of `file_bytes` (None: unknown); whether it is whole is not checked.

    Raises MoreBytesNeededError with the least length that may suffice, RequestFailedError (MODEL_FILE_NOT_GGUF,
    MODEL_FILE_TRUNCATED, MODEL_FILE_BROKEN).
    """
    content = read_content(prefix, name=name, file_bytes=file_bytes)
    return header_of(content, name=name, size_bytes=content.expected_bytes if file_bytes is None else file_bytes)


def header_of(content: GgufContent, *, name: str, size_bytes: int) -> GgufHeader:
    """What was read of one file, in words. Raises RequestFailedError (MODEL_FILE_BROKEN)."""
    return _header(Metadata(content, name), content, size_bytes)


def read_header(path: Path) -> GgufHeader:
    """Read the header of one file and check that the file is as long as it says.

    Raises RequestFailedError (MODEL_FILE_MISSING, _NOT_GGUF, _TRUNCATED, _BROKEN).
    """
    content, size_bytes = _file_content(path)
    return _header(Metadata(content, str(path)), content, size_bytes, paths=(str(path),))


def read_model(path: Path) -> GgufHeader:
    """Read the headers of all parts of the model that `path` belongs to, as one; `paths` starts with the first part.

    Raises RequestFailedError as read_header does, and MODEL_PART_MISSING.
    """
    content, size_bytes = _file_content(path)
    metadata = Metadata(content, str(path))
    n_parts = metadata.number("split.count", 0)
    if n_parts <= 1:
        return _header(metadata, content, size_bytes, paths=(str(path),))
    return _joined_header(part_paths(path, n_parts))


def part_paths(path: Path, n_parts: int) -> tuple[Path, ...]:
    """The files of a model in several parts, in order. Raises MODEL_PART_MISSING, MODEL_FILE_BROKEN."""
    match = _PART_NAME.fullmatch(path.name)
    if match is None or int(match["count"]) != n_parts or n_parts > _MAX_PARTS:
        reason = f"one of {n_parts} parts, but its name does not say so"
        raise RequestFailedError(ErrorCode.MODEL_FILE_BROKEN, path=str(path), reason=reason)
    names = (f"{match['stem']}-{number:05d}-of-{n_parts:05d}.gguf" for number in range(1, n_parts + 1))
    return tuple(_existing_part(path.with_name(name)) for name in names)


def _existing_part(path: Path) -> Path:
    if not path.is_file():
        raise RequestFailedError(ErrorCode.MODEL_PART_MISSING, path=str(path))
    return path


def _joined_header(paths: tuple[Path, ...]) -> GgufHeader:
    contents = [_file_content(path) for path in paths]
    for number, (path, (content, _)) in enumerate(zip(paths, contents, strict=True)):
        if Metadata(content, str(path)).number("split.no", -1) != number:
            raise RequestFailedError(ErrorCode.MODEL_FILE_BROKEN, path=str(path), reason="wrong part number")
    first = contents[0][0]
    joined = first._replace(
        tensors=tuple(tensor for content, _ in contents for tensor in content.tensors),
        expected_bytes=sum(content.expected_bytes for content, _ in contents),
    )
    size_bytes = sum(size for _, size in contents)
    return _header(Metadata(first, str(paths[0])), joined, size_bytes, paths=tuple(str(path) for path in paths))


def _file_content(path: Path) -> tuple[GgufContent, int]:
    try:
        content, size_bytes = _grown_content(path)
    except OSError as error:
        raise RequestFailedError(ErrorCode.MODEL_FILE_MISSING, path=str(path)) from error
    if content.expected_bytes > size_bytes:
        facts = {"path": str(path), "expected_bytes": content.expected_bytes, "actual_bytes": size_bytes}
        raise RequestFailedError(ErrorCode.MODEL_FILE_TRUNCATED, **facts)
    return content, size_bytes


def _grown_content(path: Path) -> tuple[GgufContent, int]:
    with path.open("rb") as file:
        size_bytes = file.seek(0, 2)
        n_bytes = _FIRST_READ_BYTES
        while True:
            file.seek(0)
            prefix = file.read(n_bytes)
            try:
                # A file that shrinks while it is read is as long as what came.
                known_bytes = size_bytes if len(prefix) == min(n_bytes, size_bytes) else len(prefix)
                return read_content(prefix, name=str(path), file_bytes=known_bytes), size_bytes
            except MoreBytesNeededError as error:
                n_bytes = max(error.n_bytes, 2 * n_bytes)


def _header(metadata: Metadata, content: GgufContent, size_bytes: int, *, paths: tuple[str, ...] = ()) -> GgufHeader:
    architecture = metadata.text("general.architecture")
    layers = _layers(metadata, architecture, content.tensors)
    embedding_bytes = sum(tensor.size_bytes for tensor in content.tensors if tensor.name.startswith("token_embd."))
    weights_bytes = sum(tensor.size_bytes for tensor in content.tensors)
    return GgufHeader(
        paths=paths,
        version=content.version,
        kind=metadata.text("general.type", "model"),
        architecture=architecture,
        name=metadata.text("general.name") or metadata.text("general.basename"),
        quantization=_quantization(metadata, content.tensors),
        size_label=metadata.text("general.size_label"),
        license=metadata.text("general.license"),
        languages=metadata.texts("general.languages"),
        tags=metadata.texts("general.tags"),
        tokenizer=metadata.text("tokenizer.ggml.model"),
        n_vocab_tokens=metadata.length("tokenizer.ggml.tokens") or metadata.number(f"{architecture}.vocab_size", 0),
        n_merges=metadata.length("tokenizer.ggml.merges"),
        n_ctx_train_tokens=max(0, metadata.number(f"{architecture}.context_length", 0)),
        n_embedding=metadata.number(f"{architecture}.embedding_length", 0),
        n_feed_forward=max((0, *metadata.per_layer(f"{architecture}.feed_forward_length", len(layers), 0))),
        n_recurrent=max(0, metadata.number(f"{architecture}.ssm.inner_size", 0)),
        n_heads=max(metadata.per_layer(f"{architecture}.attention.head_count", len(layers), 0), default=0),
        n_experts=metadata.number(f"{architecture}.expert_count", 0),
        n_used_experts=max(metadata.per_layer(f"{architecture}.expert_used_count", len(layers), 0), default=0),
        n_expert_feed_forward=max(0, metadata.number(f"{architecture}.expert_feed_forward_length", 0)),
        sliding_window_tokens=_window(metadata, architecture),
        pooling=max(0, metadata.number(f"{architecture}.pooling_type", 0)),
        layers=layers,
        chat_template=metadata.text("tokenizer.chat_template"),
        sampling=_sampling(metadata),
        n_parameters=sum(tensor.n_values for tensor in content.tensors),
        embedding_bytes=embedding_bytes,
        output_bytes=weights_bytes - embedding_bytes - sum(layer.weight_bytes for layer in layers),
        expert_bytes=sum(tensor.size_bytes for tensor in content.tensors if _EXPERTS in tensor.name),
        weights_bytes=weights_bytes,
        size_bytes=size_bytes,
        expected_bytes=content.expected_bytes,
        part_number=max(0, metadata.number("split.no", 0)) + 1,
        n_parts=max(1, metadata.number("split.count", 1)),
    )


def _layers(metadata: Metadata, architecture: str, tensors: tuple[TensorInfo, ...]) -> tuple[Layer, ...]:
    n_layers = metadata.number(f"{architecture}.block_count", 0)
    if not 0 <= n_layers <= _MAX_LAYERS:
        raise metadata.broken(f"{n_layers} layers")
    _check_numbers(metadata, architecture, n_layers)
    names, weight_bytes = _layer_tensors(metadata, tensors, n_layers)
    heads = metadata.per_layer(f"{architecture}.attention.head_count", n_layers, 0)
    kv_heads = metadata.per_layer(f"{architecture}.attention.head_count_kv", n_layers, max(heads, default=0))
    sliding = _sliding_layers(metadata, architecture, n_layers)
    return tuple(
        _layer(metadata, architecture, names[i], weight_bytes[i], heads[i], kv_heads[i], is_sliding=sliding[i])
        for i in range(n_layers)
    )


def _check_numbers(metadata: Metadata, architecture: str, n_layers: int) -> None:
    """The numbers that make llama.cpp abort the process (GGML_ASSERT in llama_model_base::load_hparams and ggml)."""
    n_experts = metadata.number(f"{architecture}.expert_count", 0)
    n_used = max(metadata.per_layer(f"{architecture}.expert_used_count", n_layers, 0), default=0)
    if not 0 <= n_used <= n_experts <= _MAX_EXPERTS or (n_experts > 0 and n_used == 0):
        raise metadata.broken(f"{n_used} of {n_experts} experts")
    if metadata.number(f"{architecture}.nextn_predict_layers", 0) > n_layers:
        raise metadata.broken("more predicting layers than layers")
    if metadata.text(f"{architecture}.rope.scaling.type", "linear") not in _ROPE_SCALINGS:
        raise metadata.broken("unknown rope scaling")
    for key in ("layer_norm_epsilon", "layer_norm_rms_epsilon", "group_norm_epsilon"):
        epsilon = metadata.get(f"{architecture}.attention.{key}")
        if epsilon is not None and not (isinstance(epsilon, float) and 0.0 <= epsilon < 1.0):
            raise metadata.broken(f"{key} is {epsilon!r:.50}")
    for key in ("embedding_length", "attention.key_length", "attention.value_length", "vocab_size"):
        if metadata.number(f"{architecture}.{key}", 0) > MAX_DIMENSION:
            raise metadata.broken(f"{key} beyond any model")


def _layer_tensors(
    metadata: Metadata, tensors: Iterable[TensorInfo], n_layers: int
) -> tuple[list[set[str]], list[int]]:
    names: list[set[str]] = [set() for _ in range(n_layers)]
    weight_bytes = [0] * n_layers
    for tensor in tensors:
        match = _LAYER_NAME.match(tensor.name)
        if match is None:
            continue
        index = int(match[1])
        if index >= n_layers:
            raise metadata.broken(f"tensor {tensor.name!r} in a model of {n_layers} layers")
        names[index].add(match[2].split(".")[0])
        weight_bytes[index] += tensor.size_bytes
    return names, weight_bytes


def _layer(
    metadata: Metadata,
    architecture: str,
    names: set[str],
    weight_bytes: int,
    n_heads: int,
    n_kv_heads: int,
    *,
    is_sliding: bool,
) -> Layer:
    state_bytes = _state_bytes(metadata, architecture, names)
    # Linear-attention layers are stored with a fused attn_qkv, but keep a state and no cache (qwen3next).
    has_cache = "attn_k" in names if state_bytes else n_kv_heads > 0
    if not has_cache:
        return Layer(weight_bytes, state_bytes=state_bytes)
    head_size = metadata.number(f"{architecture}.embedding_length", 0) // n_heads if n_heads > 0 else 0
    suffix = "_swa" if is_sliding else ""
    key, value = (
        metadata.number(f"{architecture}.attention.{part}{suffix}", 0)
        or metadata.number(f"{architecture}.attention.{part}", head_size)
        for part in ("key_length", "value_length")
    )
    return Layer(weight_bytes, key * n_kv_heads, value * n_kv_heads, is_sliding, state_bytes)


def _state_bytes(metadata: Metadata, architecture: str, names: set[str]) -> int:
    """Bytes of running state per sequence, kept as 32-bit floats (llama_hparams::n_embd_r and n_embd_s)."""

    def number(key: str) -> int:
        return max(0, min(metadata.number(f"{architecture}.{key}", 0), MAX_DIMENSION))

    n_embedding = number("embedding_length")
    if any(name.startswith("time_mix") for name in names):
        return 4 * n_embedding * (max(number("token_shift_count"), 1) + number("wkv.head_size"))
    if any(name.startswith("shortconv") for name in names):
        return 4 * n_embedding * max(number("shortconv.l_cache") - 1, 0)
    if not any(name.startswith("ssm_") for name in names):
        return 0
    inner, state, groups = number("ssm.inner_size"), number("ssm.state_size"), number("ssm.group_count")
    return 4 * (max(number("ssm.conv_kernel") - 1, 0) * (inner + 2 * groups * state) + state * inner)


def _window(metadata: Metadata, architecture: str) -> int:
    window = max(0, metadata.number(f"{architecture}.attention.sliding_window", 0))
    return 8192 if architecture == "llama4" and window == 0 else window


def _sliding_layers(metadata: Metadata, architecture: str, n_layers: int) -> tuple[bool, ...]:
    pattern = metadata.get(f"{architecture}.attention.sliding_window_pattern")
    if _window(metadata, architecture) == 0:
        return (False,) * n_layers
    if isinstance(pattern, tuple):
        return tuple(bool(pattern[i]) if i < len(pattern) else False for i in range(n_layers))
    every = pattern if isinstance(pattern, int) else _FULL_ATTENTION_EVERY.get(architecture, 1)
    return tuple(every <= 0 or i % every < every - 1 for i in range(n_layers))


def _quantization(metadata: Metadata, tensors: tuple[TensorInfo, ...]) -> str:
    file_type = metadata.number("general.file_type", -1)
    if file_type & ~_GUESSED_FILE_TYPE in FILE_TYPES and file_type >= 0:
        return FILE_TYPES[file_type & ~_GUESSED_FILE_TYPE]
    sizes: Counter[str] = Counter()
    for tensor in tensors:
        sizes[tensor.type.name] += tensor.size_bytes
    return sizes.most_common(1)[0][0] if sizes else ""


def _sampling(metadata: Metadata) -> SamplingParams:
    found = {name: metadata.get(f"general.sampling.{key}") for key, name in _SAMPLING_KEYS.items()}
    kept = SamplingParams()
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            continue
        try:
            kept = msgspec.convert({name: value}, SamplingParams).over(kept)
        except msgspec.ValidationError:
            continue  # a recommendation outside the valid range is none
    return kept

import struct
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest

from desktop_llm.engine.gguf_reader import GgufContent, MoreBytesNeededError, read_content
from desktop_llm.engine.gguf_types import FILE_TYPES, TENSOR_TYPES
from desktop_llm.errors import ErrorCode, RequestFailedError
from tests.fakes.tiny_gguf import write_tiny_model


def failure(call: Callable[[], object]) -> RequestFailedError:
    with pytest.raises(RequestFailedError) as caught:
        call()
    return caught.value


def tiny(folder: Path, change: Callable[[gguf.GGUFWriter], None] = lambda _writer: None) -> Path:
    return write_tiny_model(folder / "tiny.gguf", change=change)


def read(data: bytes) -> GgufContent:
    return read_content(data, name="x", file_bytes=None)


def with_number(data: bytes, offset: int, layout: str, value: int) -> bytes:
    changed = bytearray(data)
    struct.pack_into(layout, changed, offset, value)
    return bytes(changed)


def test_every_tensor_and_file_type_is_as_the_reference_says() -> None:
    for number, kind in TENSOR_TYPES.items():
        reference = gguf.GGMLQuantizationType(number)
        sizes = (32, 36) if kind.name == "Q8_1" else gguf.GGML_QUANT_SIZES[reference]  # as ggml-common.h has it
        assert (kind.name, kind.n_block_values, kind.block_bytes) == (reference.name, *sizes)
    assert set(TENSOR_TYPES) == {int(kind) for kind in gguf.GGMLQuantizationType}
    for number, name in FILE_TYPES.items():
        assert gguf.LlamaFileType(number).name.removeprefix("MOSTLY_").removeprefix("ALL_").startswith(name[:4])


@pytest.mark.parametrize("version", [0, 1, 4, 3 << 24])
def test_other_versions_are_refused(tmp_path: Path, version: int) -> None:
    data = with_number(tiny(tmp_path).read_bytes(), 4, "<I", version)
    error = failure(lambda: read(data))
    assert (error.code, error.facts["reason"]) == (ErrorCode.MODEL_FILE_BROKEN, f"format version {version}")


@pytest.mark.parametrize("offset", [8, 16, 24], ids=["tensors", "pairs", "first key"])
@pytest.mark.parametrize("count", [2**17, 2**32, 2**63, 2**64 - 1])
def test_huge_counts_are_refused_at_once(tmp_path: Path, offset: int, count: int) -> None:
    data = with_number(tiny(tmp_path).read_bytes(), offset, "<Q", count)
    assert failure(lambda: read_content(data, name="x", file_bytes=len(data))).code is ErrorCode.MODEL_FILE_BROKEN


@pytest.mark.parametrize("count", [2**25, 2**40, 2**64 - 1])
@pytest.mark.parametrize("key", [b"tokenizer.ggml.tokens", b"tokenizer.ggml.scores"])
def test_huge_arrays_are_refused_at_once(tmp_path: Path, key: bytes, count: int) -> None:
    data = tiny(tmp_path).read_bytes()
    offset = data.index(key) + len(key) + 8
    broken = with_number(data, offset, "<Q", count)
    assert failure(lambda: read_content(broken, name="x", file_bytes=len(data))).code is ErrorCode.MODEL_FILE_BROKEN


@pytest.mark.parametrize("value_type", [9, 13, 2**32 - 1])
def test_nested_arrays_and_unknown_values_are_refused(tmp_path: Path, value_type: int) -> None:
    data = tiny(tmp_path).read_bytes()
    key = b"tokenizer.ggml.scores"
    broken = with_number(data, data.index(key) + len(key) + 4, "<I", value_type)
    assert failure(lambda: read(broken)).code is ErrorCode.MODEL_FILE_BROKEN


def test_a_long_vocabulary_is_stepped_over_and_its_broken_lengths_found(tmp_path: Path) -> None:
    tokens = [f"token {i}" for i in range(5000)]

    def add(writer: gguf.GGUFWriter) -> None:
        writer.kv_data[0]["tokenizer.ggml.tokens"].value = tokens

    data = tiny(tmp_path, add).read_bytes()
    assert read(data).array_lengths["tokenizer.ggml.tokens"] == 5000
    offset = data.index(b"token 4000") - 8
    broken = with_number(data, offset, "<Q", 2**40)
    assert failure(lambda: read(broken)).code is ErrorCode.MODEL_FILE_BROKEN
    with pytest.raises(MoreBytesNeededError):
        read_content(data[: offset + 3], name="x", file_bytes=len(data))


@pytest.mark.parametrize(
    ("offset", "layout", "value"),
    [
        (0, "<I", 5),
        (4, "<Q", 2**62),
        (12, "<Q", 2**62),
        (4, "<Q", 2**64 - 1),
        (20, "<I", 99),
        (20, "<I", 12),
        (24, "<Q", 64),
    ],
    ids=["dimensions", "huge row", "huge shape", "negative", "unknown type", "row no multiple", "offset"],
)
def test_impossible_tensors_are_refused(tmp_path: Path, offset: int, layout: str, value: int) -> None:
    data = tiny(tmp_path).read_bytes()
    name = b"blk.0.attn_q.weight"
    broken = with_number(data, data.index(name) + len(name) + offset, layout, value)
    assert failure(lambda: read(broken)).code is ErrorCode.MODEL_FILE_BROKEN


@pytest.mark.parametrize(
    ("old", "new"), [(b"blk.1.attn_q", b"blk.0.attn_q"), (b"llama.block_count", b"general.file_type")]
)
def test_names_that_come_twice_are_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    data = tiny(tmp_path).read_bytes().replace(old, new, 1)
    assert failure(lambda: read(data)).code is ErrorCode.MODEL_FILE_BROKEN


def test_text_that_is_not_utf8_does_not_matter(tmp_path: Path) -> None:
    data = tiny(tmp_path).read_bytes().replace(b"Tiny", b"T\xff\xfey", 1)
    assert read(data).values["general.name"] == "T\ufffd\ufffdy"

"""Reads the key-value pairs and the tensor list of a GGUF file from a prefix of its bytes.

A file is untrusted: every count, length and offset is checked against the file's size before it is used, arrays that
nobody needs are stepped over, and nothing nests. Pure functions; any process. Format: ggml/docs/gguf.md.
"""

import struct
from contextlib import suppress
from typing import Final, NamedTuple

from desktop_llm.engine.gguf_types import ARRAY_TYPE, SCALAR_FORMATS, STRING_TYPE, TENSOR_TYPES, TensorType
from desktop_llm.errors import ErrorCode, RequestFailedError

Scalar = int | float | bool | str
Value = Scalar | tuple[Scalar, ...]

MAX_HEADER_BYTES: Final = 512 * 1024 * 1024
_MAGIC: Final = b"GGUF"
_FIXED_BYTES: Final = 24
_VERSIONS: Final = (2, 3)
_MAX_PAIRS: Final = 1 << 16
_MAX_TENSORS: Final = 1 << 16
_MAX_STRING_BYTES: Final = 64 * 1024 * 1024
_MAX_KEY_BYTES: Final = (1 << 16) - 1
_MAX_ARRAY_VALUES: Final = 1 << 24
_MAX_STRINGS: Final = 1 << 22
_MAX_KEPT_VALUES: Final = 1024
_MAX_TENSOR_NAME_BYTES: Final = 63
_MAX_DIMENSIONS: Final = 4
_DEFAULT_ALIGNMENT: Final = 32
_MAX_ALIGNMENT: Final = 1 << 20
_MAX_INT64: Final = 2**63 - 1
_U64: Final = struct.Struct("<Q")


class MoreBytesNeededError(Exception):
    """The prefix is too short, though the file is longer: read at least `n_bytes` of it and try again."""

    def __init__(self, n_bytes: int) -> None:
        super().__init__(n_bytes)
        self.n_bytes = n_bytes


class TensorInfo(NamedTuple):
    """One tensor: its shape as stored, and where its data starts behind `GgufContent.data_offset_bytes`."""

    name: str
    type: TensorType
    n_values: int
    offset_bytes: int
    size_bytes: int


class GgufContent(NamedTuple):
    """What the header says. Arrays of more than a thousand values are only counted in `array_lengths`."""

    version: int
    values: dict[str, Value]
    array_lengths: dict[str, int]
    tensors: tuple[TensorInfo, ...]
    data_offset_bytes: int
    expected_bytes: int


def read_content(prefix: bytes, *, name: str, file_bytes: int | None) -> GgufContent:
    """Read a header from the first bytes of a file; `name` is for errors, file_bytes None means unknown.

    Raises MoreBytesNeededError, RequestFailedError (MODEL_FILE_NOT_GGUF, _TRUNCATED, _BROKEN).
    """
    cursor = _Cursor(prefix, name, MAX_HEADER_BYTES if file_bytes is None else file_bytes)
    version, n_tensors, n_pairs = _fixed_part(cursor)
    values: dict[str, Value] = {}
    array_lengths: dict[str, int] = {}
    _read_pairs(cursor, n_pairs, values, array_lengths)
    alignment = _alignment(cursor, values)
    tensors = _tensors(cursor, n_tensors, alignment)
    data_offset = _padded(cursor.offset, alignment)
    expected = data_offset + tensors[-1].offset_bytes + tensors[-1].size_bytes if tensors else cursor.offset
    if expected > _MAX_INT64:
        raise cursor.broken("tensor data beyond any file size")
    return GgufContent(version, values, array_lengths, tensors, data_offset, expected)


def read_beginning(prefix: bytes, *, name: str, file_bytes: int) -> GgufContent:
    """The pairs that are whole in a prefix that ends somewhere in the header; tensors are left out.

    Of an array that the prefix cuts, array_lengths has the length. Raises RequestFailedError as `read_content` does.
    """
    cursor = _Cursor(prefix, name, file_bytes)
    values: dict[str, Value] = {}
    array_lengths: dict[str, int] = {}
    version = _VERSIONS[-1]
    with suppress(MoreBytesNeededError):
        version, _, n_pairs = _fixed_part(cursor)
        _read_pairs(cursor, n_pairs, values, array_lengths)
    return GgufContent(version, values, array_lengths, (), 0, file_bytes)


class _Cursor:
    """A place in the prefix. Every step forward goes through `take`."""

    __slots__ = ("data", "limit", "name", "offset")

    def __init__(self, data: bytes, name: str, limit: int) -> None:
        self.data = data
        self.name = name
        self.limit = limit
        self.offset = 0

    def take(self, n_bytes: int) -> int:
        """Step over n_bytes and return where they start."""
        start = self.offset
        self.offset = start + n_bytes
        self.check_offset()
        return start

    def check_offset(self) -> None:
        if self.offset <= len(self.data):
            return
        if self.offset > self.limit:
            facts = {"path": self.name, "expected_bytes": self.offset, "actual_bytes": self.limit}
            raise RequestFailedError(ErrorCode.MODEL_FILE_TRUNCATED, **facts)
        if self.offset > MAX_HEADER_BYTES:
            raise self.broken("header too long")
        raise MoreBytesNeededError(self.offset)

    def unpack(self, layout: str) -> tuple[Scalar, ...]:
        return struct.unpack_from(layout, self.data, self.take(struct.calcsize(layout)))

    def u32(self) -> int:
        return struct.unpack_from("<I", self.data, self.take(4))[0]

    def u64(self) -> int:
        return _U64.unpack_from(self.data, self.take(8))[0]

    def text(self, max_bytes: int, what: str) -> str:
        length = self.u64()
        if length > max_bytes:
            raise self.broken(f"{what} of {length} bytes")
        start = self.take(length)
        return self.data[start : start + length].decode("utf-8", errors="replace")

    def broken(self, reason: str) -> RequestFailedError:
        return RequestFailedError(ErrorCode.MODEL_FILE_BROKEN, path=self.name, reason=reason)


def _fixed_part(cursor: _Cursor) -> tuple[int, int, int]:
    if cursor.data[:4] != _MAGIC[: len(cursor.data)] or cursor.limit < len(_MAGIC):
        raise RequestFailedError(ErrorCode.MODEL_FILE_NOT_GGUF, path=cursor.name)
    start = cursor.take(_FIXED_BYTES)
    version, n_tensors, n_pairs = struct.unpack_from("<IQQ", cursor.data, start + len(_MAGIC))
    if version not in _VERSIONS:
        raise cursor.broken(f"format version {version}")
    if n_pairs > _MAX_PAIRS:
        raise cursor.broken(f"{n_pairs} key-value pairs")
    if n_tensors > _MAX_TENSORS:
        raise cursor.broken(f"{n_tensors} tensors")
    return version, n_tensors, n_pairs


def _read_pairs(cursor: _Cursor, n_pairs: int, values: dict[str, Value], array_lengths: dict[str, int]) -> None:
    for _ in range(n_pairs):
        key = cursor.text(_MAX_KEY_BYTES, "key")
        if not key or key in values or key in array_lengths:
            raise cursor.broken(f"key {key[:100]!r} empty or twice")
        value_type = cursor.u32()
        if value_type == ARRAY_TYPE:
            _array(cursor, key, values, array_lengths)
        else:
            values[key] = _scalar(cursor, key, value_type)


def _scalar(cursor: _Cursor, key: str, value_type: int) -> Scalar:
    if value_type == STRING_TYPE:
        return cursor.text(_MAX_STRING_BYTES, "text")
    return cursor.unpack(_scalar_format(cursor, key, value_type))[0]


def _scalar_format(cursor: _Cursor, key: str, value_type: int) -> str:
    layout = SCALAR_FORMATS.get(value_type)
    if layout is None:
        raise cursor.broken(f"key {key[:100]!r} has value type {value_type}")
    return layout


def _array(cursor: _Cursor, key: str, values: dict[str, Value], array_lengths: dict[str, int]) -> None:
    value_type, count = cursor.u32(), cursor.u64()
    array_lengths[key] = count
    if value_type == STRING_TYPE:
        _strings(cursor, key, count, values)
        return
    layout = _scalar_format(cursor, key, value_type)
    if count > _MAX_ARRAY_VALUES:
        raise cursor.broken(f"array of {count} values")
    start = cursor.take(count * struct.calcsize(layout))
    if count <= _MAX_KEPT_VALUES:
        values[key] = struct.unpack_from(f"<{count}{layout[1]}", cursor.data, start)


def _strings(cursor: _Cursor, key: str, count: int, values: dict[str, Value]) -> None:
    if count > _MAX_STRINGS:
        raise cursor.broken(f"array of {count} texts")
    if count <= _MAX_KEPT_VALUES:
        values[key] = tuple(cursor.text(_MAX_STRING_BYTES, "text") for _ in range(count))
    else:
        _skip_strings(cursor, count)


def _skip_strings(cursor: _Cursor, count: int) -> None:
    # Vocabularies hold some 100,000 texts; this loop is most of the time that reading a header takes.
    data, offset, last_start, unpack = cursor.data, cursor.offset, len(cursor.data) - 8, _U64.unpack_from
    for _ in range(count):
        if offset > last_start:
            cursor.offset = offset + 8
            cursor.check_offset()
        length = unpack(data, offset)[0]
        if length > _MAX_STRING_BYTES:
            raise cursor.broken(f"text of {length} bytes")
        offset += 8 + length
    cursor.offset = offset
    cursor.check_offset()


def _alignment(cursor: _Cursor, values: dict[str, Value]) -> int:
    alignment = values.get("general.alignment", _DEFAULT_ALIGNMENT)
    if not isinstance(alignment, int) or not 0 < alignment <= _MAX_ALIGNMENT or alignment & (alignment - 1):
        raise cursor.broken(f"alignment {alignment!r:.100}")
    return alignment


def _tensors(cursor: _Cursor, n_tensors: int, alignment: int) -> tuple[TensorInfo, ...]:
    tensors: dict[str, TensorInfo] = {}
    end = 0
    for _ in range(n_tensors):
        tensor = _tensor(cursor)
        if tensor.name in tensors:
            raise cursor.broken(f"tensor {tensor.name!r} twice")
        if tensor.offset_bytes != end:
            raise cursor.broken(f"tensor {tensor.name!r} at {tensor.offset_bytes} instead of {end}")
        tensors[tensor.name] = tensor
        end = _padded(end + tensor.size_bytes, alignment)
    return tuple(tensors.values())


def _tensor(cursor: _Cursor) -> TensorInfo:
    name = cursor.text(_MAX_TENSOR_NAME_BYTES, "tensor name")
    n_dimensions = cursor.u32()
    if n_dimensions > _MAX_DIMENSIONS:
        raise cursor.broken(f"tensor {name!r} has {n_dimensions} dimensions")
    shape = [cursor.u64() for _ in range(n_dimensions)]
    tensor_type = _tensor_type(cursor, name)
    n_values = 1
    for size in shape:
        n_values *= size
    row_length = shape[0] if shape else 1
    if n_values > _MAX_INT64 or row_length % tensor_type.n_block_values:
        raise cursor.broken(f"tensor {name!r} has shape {shape}")
    size_bytes = n_values // tensor_type.n_block_values * tensor_type.block_bytes
    return TensorInfo(name, tensor_type, n_values, cursor.u64(), size_bytes)


def _tensor_type(cursor: _Cursor, name: str) -> TensorType:
    number = cursor.u32()
    tensor_type = TENSOR_TYPES.get(number)
    if tensor_type is None:
        raise cursor.broken(f"tensor {name!r} has type {number}")
    return tensor_type


def _padded(n_bytes: int, alignment: int) -> int:
    return -(-n_bytes // alignment) * alignment

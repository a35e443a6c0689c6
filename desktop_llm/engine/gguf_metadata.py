"""Typed looks at the key-value pairs of a GGUF file. Pure functions of what was read; any process, any thread."""

from typing import Final, TypeVar

from desktop_llm.engine.gguf_reader import GgufContent, Value
from desktop_llm.errors import ErrorCode, RequestFailedError

MAX_DIMENSION: Final = 1 << 24

_T = TypeVar("_T", int, float, str)


class Metadata:
    """Typed looks at the key-value pairs. A value of the wrong type is a broken file; a missing one is the default."""

    def __init__(self, content: GgufContent, name: str) -> None:
        self._values = content.values
        self._lengths = content.array_lengths
        self._name = name

    def text(self, key: str, default: str = "") -> str:
        return self._scalar(key, str, default)

    def number(self, key: str, default: int) -> int:
        value = self._scalar(key, int, default)
        if not -1 <= value <= 2**32:
            raise self.broken(f"{key} is {value}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key, ())
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()

    def per_layer(self, key: str, n_layers: int, default: int) -> tuple[int, ...]:
        """A number for all layers or a list with one for each."""
        value = self._values.get(key, default)
        if not isinstance(value, tuple):
            return (self.number(key, default),) * n_layers
        numbers = tuple(int(item) for item in value if isinstance(item, int) and 0 <= item <= MAX_DIMENSION)
        if len(numbers) != len(value) or len(numbers) < n_layers:
            raise self.broken(f"{key} has {len(value)} values for {n_layers} layers")
        return numbers[:n_layers]

    def get(self, key: str) -> Value | None:
        return self._values.get(key)

    def length(self, key: str) -> int:
        return self._lengths.get(key, 0)

    def broken(self, reason: str) -> RequestFailedError:
        return RequestFailedError(ErrorCode.MODEL_FILE_BROKEN, path=self._name, reason=reason)

    def _scalar(self, key: str, kind: type[_T], default: _T) -> _T:
        value = self._values.get(key, default)
        if not isinstance(value, kind):
            raise self.broken(f"{key} has the wrong type")
        return value

"""Values that a job made and finds again by a key. A job's thread.

Without a cache, and when it fails, nothing is remembered and everything goes on.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

import msgspec

from desktop_llm.engine.messages import ModelDescription
from desktop_llm.errors import StorageError

_log = logging.getLogger(__name__)
Value = TypeVar("Value")


class AnswerCache(Protocol):
    """Values by key; may raise StorageError. `storage/summary_cache.py` is one."""

    def find(self, keys: Sequence[str]) -> dict[str, bytes]: ...

    def keep(self, key: str, value: bytes) -> None: ...

    def prune(self) -> int: ...


def model_identity(model: ModelDescription) -> tuple[str | int, ...]:
    """A part of keys: what another model made is another value."""
    return model.path, model.name, model.size_bytes, model.n_parameters, model.quantization


class RememberedValues(Generic[Value]):
    """Values of one kind in a cache."""

    def __init__(self, cache: AnswerCache | None, kind: type[Value]) -> None:
        self._cache = cache
        self._kind = kind

    def find(self, keys: Sequence[str]) -> dict[str, Value]:
        """Without those that cannot be understood: an earlier version of the program kept them otherwise."""
        if self._cache is None or not keys:
            return {}
        try:
            kept = self._cache.find(keys)
        except StorageError as error:
            self._give_up(error)
            return {}
        found: dict[str, Value] = {}
        for key, value in kept.items():
            with suppress(msgspec.DecodeError):
                found[key] = msgspec.msgpack.decode(value, type=self._kind)
        return found

    def keep(self, key: str, value: Value) -> None:
        if self._cache is None:
            return
        try:
            self._cache.keep(key, msgspec.msgpack.encode(value))
        except StorageError as error:
            self._give_up(error)

    def prune(self) -> None:
        if self._cache is None:
            return
        try:
            self._cache.prune()
        except StorageError as error:
            self._give_up(error)

    def _give_up(self, error: StorageError) -> None:
        _log.warning("nothing is remembered: %s", error)
        self._cache = None

"""Values that a job made and finds again by a key. A job's thread.

Without a cache, and when it fails, nothing is remembered and everything goes on.
"""

import logging
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

import msgspec

from desktop_llm.errors import StorageError

_log = logging.getLogger(__name__)
Value = TypeVar("Value")


class AnswerCache(Protocol):
    """Values by key; may raise StorageError. `storage/summary_cache.py` is one."""

    def find(self, keys: Sequence[str]) -> dict[str, bytes]: ...

    def keep(self, key: str, value: bytes) -> None: ...

    def prune(self) -> int: ...


class RememberedValues(Generic[Value]):
    """Values of one kind in a cache."""

    def __init__(self, cache: AnswerCache | None, kind: type[Value]) -> None:
        self._cache = cache
        self._kind = kind

    def find(self, keys: Sequence[str]) -> dict[str, Value]:
        if self._cache is None or not keys:
            return {}
        try:
            found = self._cache.find(keys)
            return {key: msgspec.msgpack.decode(value, type=self._kind) for key, value in found.items()}
        except (StorageError, msgspec.DecodeError) as error:
            self._give_up(error)
            return {}

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

    def _give_up(self, error: Exception) -> None:
        _log.warning("nothing is remembered: %s", error)
        self._cache = None

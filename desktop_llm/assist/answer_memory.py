"""What a model answered to a request that is asked again: found by everything that shaped it. A job's thread.

Only for requests that a model answers in the same way each time (temperature 0). Without a cache, and when it fails,
nothing is remembered and everything goes on.
"""

import hashlib
import logging
from collections.abc import Sequence
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.summary_prompts import PROMPT_VERSION
from desktop_llm.engine.messages import Generate, ModelDescription
from desktop_llm.errors import StorageError

_log = logging.getLogger(__name__)


class AnswerCache(Protocol):
    """Values by key; may raise StorageError. `storage/summary_cache.py` is one."""

    def find(self, keys: Sequence[str]) -> dict[str, bytes]: ...

    def keep(self, key: str, value: bytes) -> None: ...

    def prune(self) -> int: ...


class Answer(Struct, frozen=True, kw_only=True):
    """is_cut: the model had not ended. is_lost: the request failed, and other answers did not."""

    text: str
    is_cut: bool = False
    is_lost: bool = False


def answer_key(model: ModelDescription, command: Generate) -> str:
    """The same for the same question to the same model, whenever and in whatever document it is asked."""
    identity = (PROMPT_VERSION, model.path, model.size_bytes, model.n_parameters, model.quantization)
    question = msgspec.msgpack.encode((identity, replace(command, request_id="", conversation_key="")))
    return hashlib.sha256(question).hexdigest()


class AnswerMemory:
    """Answers in a cache."""

    def __init__(self, cache: AnswerCache | None) -> None:
        self._cache = cache

    def find(self, keys: Sequence[str]) -> dict[str, Answer]:
        if self._cache is None:
            return {}
        try:
            found = self._cache.find(keys)
            return {key: msgspec.msgpack.decode(value, type=Answer) for key, value in found.items()}
        except (StorageError, msgspec.DecodeError) as error:
            self._give_up(error)
            return {}

    def keep(self, key: str, answer: Answer) -> None:
        if self._cache is None or answer.is_lost:
            return
        try:
            self._cache.keep(key, msgspec.msgpack.encode(answer))
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
        _log.warning("answers are not remembered: %s", error)
        self._cache = None

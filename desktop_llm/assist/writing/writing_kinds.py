"""The kinds of texts that are composed: templates as data, in `resources/writing_kinds.json`. Pure; any thread."""

from functools import cache

import msgspec
from msgspec import Struct

from desktop_llm.paths import resource


class WritingKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """instruction: what is asked of the model. n_words: how long such a text usually is."""

    id: str
    name: str
    instruction: str
    n_words: int


def writing_kinds() -> tuple[WritingKind, ...]:
    """In the order in which they are offered."""
    return _kinds()


def writing_kind(kind_id: str) -> WritingKind:
    """Raises KeyError."""
    for kind in _kinds():
        if kind.id == kind_id:
            return kind
    raise KeyError(kind_id)


@cache
def _kinds() -> tuple[WritingKind, ...]:
    return msgspec.json.decode(resource("writing_kinds.json").read_bytes(), type=tuple[WritingKind, ...])

"""What a model proposes: a list of changes in JSON, each with the sentence that it means. Pure; any thread."""

import json
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.assist.writing.text_change import ChangeCategory

_REASON_CHARACTERS: Final = 60  # "a few words"; small models begin to ramble here
_ANY_VALUE: Final = json.JSONDecoder()


def answer_schema(n_sentences: int) -> str:
    """Of an answer about so many sentences: so many changes at most, and short reasons, so that it comes to an end."""
    entry = {
        "type": "object",
        "properties": {
            "n": {"type": "integer"},
            "orig": {"type": "string"},
            "text": {"type": "string"},
            "category": {"type": "string", "enum": [str(category) for category in ChangeCategory]},
            "reason": {"type": "string", "maxLength": _REASON_CHARACTERS},
        },
        "required": ["n", "orig", "text", "category", "reason"],
        "additionalProperties": False,
    }
    schema = {
        "type": "object",
        "properties": {"changes": {"type": "array", "items": entry, "maxItems": n_sentences}},
        "required": ["changes"],
        "additionalProperties": False,
    }
    return msgspec.json.encode(schema).decode()


class ProposedChange(Struct, frozen=True, kw_only=True):
    """Sentence number `n`, which was `orig`, shall be `text`."""

    n: int
    orig: str
    text: str
    category: str = ""
    reason: str = ""


class _Answer(Struct, frozen=True):
    changes: list[msgspec.Raw]


def proposed_changes(answer: str) -> tuple[ProposedChange, ...] | None:
    """None where the answer is no such list. One that is malformed itself is left out."""
    start, end = answer.find("{"), answer.rfind("}")
    if start < 0:
        return None
    try:
        content = msgspec.json.decode(answer[start : end + 1].encode("utf-8", "replace"), type=_Answer)
    except (msgspec.DecodeError, RecursionError):
        return None
    return tuple(change for raw in content.changes if (change := _proposed(raw)) is not None)


def begun_changes(cut_answer: str) -> tuple[ProposedChange, ...]:
    """Those that are whole in a list that does not end, in its order."""
    start = cut_answer.find("[") + 1
    entries = _whole_entries(cut_answer, start) if start else ()
    return tuple(change for entry in entries if (change := _proposed(entry.encode("utf-8", "replace"))) is not None)


def _whole_entries(text: str, start: int) -> Iterator[str]:
    while (start := text.find("{", start)) >= 0:
        try:
            _, end = _ANY_VALUE.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield text[start:end]
        start = end


def _proposed(raw: msgspec.Raw | bytes) -> ProposedChange | None:
    try:
        return msgspec.json.decode(raw, type=ProposedChange, strict=False)
    except (msgspec.DecodeError, RecursionError):
        return None

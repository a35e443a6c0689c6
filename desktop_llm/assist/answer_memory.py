"""What a model answered to a request that is asked again: found by everything that shaped it. A job's thread.

Only for requests that a model answers in the same way each time (temperature 0).
"""

import hashlib

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.remembered_values import AnswerCache, RememberedValues, model_identity
from desktop_llm.assist.summary.summary_prompts import PROMPT_VERSION
from desktop_llm.engine.messages import Generate, ModelDescription, Priority


class Answer(Struct, frozen=True, kw_only=True):
    """is_cut: the model had not ended. is_lost: the request failed, and other answers did not.

    is_remembered: it was given before this job asked.
    """

    text: str
    is_cut: bool = False
    is_lost: bool = False
    is_remembered: bool = False


def answer_key(model: ModelDescription, command: Generate) -> str:
    """The same for the same question to the same model, whenever, in whatever document and however soon it is asked."""
    identity = (PROMPT_VERSION, *model_identity(model))
    asked = replace(
        command, request_id="", conversation_key="", priority=Priority.BACKGROUND, is_dead_end=False, may_draft=True
    )
    return hashlib.sha256(msgspec.msgpack.encode((identity, asked))).hexdigest()


class AnswerMemory(RememberedValues[Answer]):
    """Answers in a cache."""

    def __init__(self, cache: AnswerCache | None) -> None:
        super().__init__(cache, Answer)

    def keep(self, key: str, value: Answer) -> None:
        if not value.is_lost:
            super().keep(key, value)

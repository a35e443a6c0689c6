"""How many sentences a model reads in one request, and how many requests are out at once. Pure arithmetic."""

from collections.abc import Sequence
from typing import Final

from desktop_llm.assist.writing.proofread_prompts import INSTRUCTION_TOKENS
from desktop_llm.engine.messages import ModelDescription

_MOST_AT_ONCE: Final = 16  # a batch of sixteen answers is worth 2.8 single ones
_AT_ONCE: Final = 8  # 2.3; where so many fit, others may wait for room
_USUAL_CONTEXT_TOKENS: Final = 4096  # of a server that does not tell
_MOST_GROUP_CHARACTERS: Final = 500  # so that eight fit the usual context at once, each with its longest answer
_LEAST_GROUP_CHARACTERS: Final = 120
_CHARACTERS_PER_TOKEN: Final = 3
_COPIES: Final = 4  # a sentence is asked once, and comes back twice; the fourth part is for what stands around it
_ENTRY_TOKENS: Final = 45  # of names, category and reason, for each sentence
_ANSWER_TOKENS: Final = 64


def group_characters(model: ModelDescription) -> int:
    """As many characters of sentences as make a group."""
    n_room = (model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - INSTRUCTION_TOKENS
    fitting = n_room // _COPIES * _CHARACTERS_PER_TOKEN // 2
    return max(_LEAST_GROUP_CHARACTERS, min(_MOST_GROUP_CHARACTERS, fitting))


def answer_tokens(n_tokens: int, n_sentences: int) -> int:
    """Room for an answer that changes every sentence."""
    return _ANSWER_TOKENS + 2 * n_tokens + n_tokens // 2 + _ENTRY_TOKENS * n_sentences


def requests_at_once(model: ModelDescription, group_tokens: Sequence[int], n_sentences: int, n_at_once: int = 0) -> int:
    """All sequences share the context, or have their own. n_sentences: of the largest group.

    `n_at_once`: what the caller wants, or 0.
    """
    n_room = max(256, (model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - INSTRUCTION_TOKENS)
    longest = max(group_tokens, default=0)
    taken = longest + answer_tokens(longest, n_sentences)
    n_fitting = n_room // max(1, taken)
    most = _MOST_AT_ONCE if n_fitting >= _AT_ONCE else n_fitting
    return max(1, min(n_at_once or most, most, model.n_sequences))

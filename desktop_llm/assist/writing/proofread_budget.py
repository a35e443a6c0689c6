"""How many sentences a model reads in one request, and how many requests are out at once. Pure arithmetic."""

from collections.abc import Sequence
from typing import Final

from desktop_llm.assist.writing.proofread_prompts import INSTRUCTION_TOKENS
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.engine.messages import ModelDescription

_MOST_AT_ONCE: Final = 16  # a batch of sixteen answers is worth 2.8 single ones
_AT_ONCE: Final = 8  # 2.3; where so many fit, others may wait for room
_USUAL_CONTEXT_TOKENS: Final = 4096  # of a server that does not tell
# Eight usual sentences. Who improves changes nearly all of them. Either, with task and answer, has room beside the
# model's own memory, and so often in the usual context that eight are read at once.
_MOST_GROUP_TOKENS: Final = {ProofreadMode.FIX: 240, ProofreadMode.IMPROVE: 120}
_LEAST_GROUP_TOKENS: Final = 30
_COPIES: Final = 8  # a sentence is asked once, and comes back twice; the rest is for what stands around it
_ENTRY_TOKENS: Final = 45  # of names, category and reason, for each sentence
_ANSWER_TOKENS: Final = 64
_ALL_WRONG: Final = 2  # so few sentences may all have errors


def group_tokens(model: ModelDescription, mode: ProofreadMode) -> int:
    """As many tokens of sentences as make a group."""
    n_room = (model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - INSTRUCTION_TOKENS
    return max(_LEAST_GROUP_TOKENS, min(_MOST_GROUP_TOKENS[mode], n_room // _COPIES))


def answer_tokens(mode: ProofreadMode, n_tokens: int, n_sentences: int, *, is_again: bool = False) -> int:
    """Room for an answer that changes every sentence, or of many that may have errors two fifths.

    Where more have, the answer is cut. Then it is asked for again about fewer sentences, with room for all (is_again).
    """
    n_changed = n_sentences
    if mode is ProofreadMode.FIX and not is_again:
        n_changed = min(n_sentences, max(_ALL_WRONG, -(-2 * n_sentences // 5)))
    n_repeated = n_tokens * n_changed // max(1, n_sentences)
    return _ANSWER_TOKENS + 2 * n_repeated + n_repeated // 2 + _ENTRY_TOKENS * n_changed


def requests_at_once(model: ModelDescription, taken: Sequence[int], n_at_once: int = 0) -> int:
    """All sequences share the context, or have their own. taken: by each group and its answer, in tokens.

    `n_at_once`: what the caller wants, or 0.
    """
    n_room = max(256, (model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - INSTRUCTION_TOKENS)
    n_fitting = n_room // max(taken, default=1)
    most = _MOST_AT_ONCE if n_fitting >= _AT_ONCE else n_fitting
    return max(1, min(n_at_once or most, most, model.n_sequences))

"""How many pieces of a text are translated at once, and how much of what came before goes along. Pure arithmetic."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.engine.messages import ModelDescription

_INSTRUCTION_TOKENS: Final = 250  # the task, examples, and what a chat template adds; evaluated once for all
_MOST_AT_ONCE: Final = 16  # a batch of sixteen answers is worth 2.8 single ones
_AT_ONCE: Final = 8  # 2.3; more only if each has as much room for what came before as for itself
_HISTORY_SHARE: Final = 0.6
_ANSWER_FACTOR: Final = 2.5
_ANSWER_TOKENS: Final = 48
_LONGER_ANSWER: Final = 3
_USUAL_CONTEXT_TOKENS: Final = 4096  # of a server that does not tell
LEAST_RUN: Final = 4
"""So many pieces that follow each other are worth translating one after the other."""
_MOST_RUN: Final = 8


class TranslationBudget(Struct, frozen=True, kw_only=True):
    """n_at_once: requests that are out together. history_tokens: of earlier pieces and their translations, for each."""

    n_at_once: int
    history_tokens: int


def translation_budget(model: ModelDescription, piece_tokens: Sequence[int]) -> TranslationBudget:
    """For the loaded model; all sequences share its context."""
    n_room = max(256, (model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - _INSTRUCTION_TOKENS)
    longest = max(piece_tokens, default=0)
    taken = longest + answer_tokens(longest)
    n_fitting = max(min(_AT_ONCE, n_room // taken), min(_MOST_AT_ONCE, n_room // (2 * taken)))
    n_lanes = max(1, min(model.n_sequences, n_fitting))
    return TranslationBudget(
        n_at_once=n_lanes, history_tokens=max(0, min(int(n_room * _HISTORY_SHARE), n_room // n_lanes - taken))
    )


def answer_tokens(n_tokens: int, *, is_longer: bool = False) -> int:
    """Room for the translation of so many tokens; is_longer: it was cut once."""
    usual = _ANSWER_TOKENS + int(n_tokens * _ANSWER_FACTOR)
    return usual * _LONGER_ANSWER if is_longer else usual


def run_length(n_pieces: int, n_at_once: int) -> int:
    """How many pieces that follow each other are translated one after the other, each with those before it."""
    if n_at_once == 1:
        return max(1, n_pieces)
    return max(LEAST_RUN, min(_MOST_RUN, -(-n_pieces // n_at_once)))

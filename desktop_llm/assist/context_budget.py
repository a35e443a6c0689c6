"""Says whether a prompt fits the context, what would be left out if it does not, and what the choices are.

Pure arithmetic on token counts; nothing is cut here. The user chooses, see `ui/panes/chat_pane.py`.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

# A share of the context stays free for the answer, so that a prompt that fits is also answered.
_ANSWER_SHARE: Final = 8
_MAX_ANSWER_TOKENS: Final = 512
# What a chat template adds around one message: role names and turn markers (3 to 8 in the common templates).
_TURN_OVERHEAD_TOKENS: Final = 8


class MessageCost(Struct, frozen=True):
    """Tokens of one earlier message that may be left out."""

    message_id: str
    n_tokens: int


class LargerContext(Struct, frozen=True):
    """A context that would hold the prompt, and how much more memory it takes."""

    n_ctx_tokens: int
    extra_bytes: int


class ContextBudget(Struct, frozen=True, kw_only=True):
    """A prompt against the context. leave_out lists the oldest messages whose absence would make it fit.

    leave_out is empty when the prompt fits, and also when even leaving out every earlier message would not help.
    context_tokens 0: nobody knows how much fits. is_estimate: the tokens were guessed, rather too many than too few.
    """

    prompt_tokens: int
    context_tokens: int
    answer_tokens: int
    leave_out: tuple[MessageCost, ...] = ()
    larger_context: LargerContext | None = None
    is_estimate: bool = False

    @property
    def excess_tokens(self) -> int:
        if self.context_tokens == 0:
            return 0
        return max(0, self.prompt_tokens + self.answer_tokens - self.context_tokens)

    @property
    def is_fitting(self) -> bool:
        return self.excess_tokens == 0


class ContextLimits(Struct, frozen=True):
    """What the model offers: its context now (0: not known), the longest it can have, and the price of a token."""

    n_ctx_tokens: int
    n_ctx_train_tokens: int
    cache_bytes_per_token: int


def answer_reserve_tokens(n_ctx_tokens: int) -> int:
    return min(_MAX_ANSWER_TOKENS, n_ctx_tokens // _ANSWER_SHARE)


def budget_prompt(
    prompt_tokens: int, earlier: Sequence[MessageCost], limits: ContextLimits, *, is_estimate: bool = False
) -> ContextBudget:
    """Budget a prompt of `prompt_tokens`, of which `earlier` (oldest first) may be left out."""
    reserve = answer_reserve_tokens(limits.n_ctx_tokens)
    budget = ContextBudget(
        prompt_tokens=prompt_tokens,
        context_tokens=limits.n_ctx_tokens,
        answer_tokens=reserve,
        is_estimate=is_estimate,
    )
    if budget.is_fitting:
        return budget
    return replace(
        budget,
        leave_out=_oldest_worth(earlier, budget.excess_tokens),
        larger_context=_larger_context(prompt_tokens, limits),
    )


def _oldest_worth(earlier: Sequence[MessageCost], excess_tokens: int) -> tuple[MessageCost, ...]:
    freed = 0
    for index, cost in enumerate(earlier, start=1):
        freed += cost.n_tokens + _TURN_OVERHEAD_TOKENS
        if freed >= excess_tokens:
            return tuple(earlier[:index])
    return ()


def _larger_context(prompt_tokens: int, limits: ContextLimits) -> LargerContext | None:
    """The next doubling that holds the prompt and its answer, or the training length, or None."""
    size = limits.n_ctx_tokens
    while size < prompt_tokens + answer_reserve_tokens(size):
        size *= 2
    size = min(size, limits.n_ctx_train_tokens)
    if size < prompt_tokens + answer_reserve_tokens(size):
        return None
    return LargerContext(size, (size - limits.n_ctx_tokens) * limits.cache_bytes_per_token)

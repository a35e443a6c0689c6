"""How much of a document a model reads at once, and how many such pieces side by side. Pure arithmetic on tokens."""

from typing import Final

from msgspec import Struct

from desktop_llm.engine.messages import ModelDescription

# Small models overlook what stands in the middle of a long text, so they get shorter ones.
_SMALL_PARAMETERS: Final = 1_500_000_000
_INSTRUCTION_TOKENS: Final = 220  # the prompts of this program and what a chat template adds
N_WAITING: Final = 4  # of those that are out; with much memory they run too, and twelve rows are three times four
_SIDE_BY_SIDE: Final = 8  # a batch of eight answers is worth 2.3 single ones, sixteen 2.8
_TOKENS_PER_FACT: Final = 40
_TOKENS_OF_TEXT_PER_FACT: Final = 180
_USUAL_CONTEXT_TOKENS: Final = 4096  # of a server that does not tell


class SummaryBudget(Struct, frozen=True, kw_only=True):
    """Limits in tokens. n_at_once: requests that are out together, four of them waiting their turn.

    section_tokens: the text of one section. material_tokens: the notes that one merge or the last text is written
    from. one_pass_tokens: a whole document that is read and summarized in one go.
    """

    section_tokens: int
    material_tokens: int
    one_pass_tokens: int
    n_at_once: int


def summary_budget(model: ModelDescription) -> SummaryBudget:
    """For the loaded model and its context. All sequences share that context."""
    n_ctx_tokens = model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS
    is_small = 0 < model.n_parameters < _SMALL_PARAMETERS
    most = int(0.45 * n_ctx_tokens)
    n_sequences = max(1, min(_SIDE_BY_SIDE, model.n_sequences))
    side_by_side = (n_ctx_tokens - _INSTRUCTION_TOKENS) // n_sequences
    section_tokens = min(most, 3000, max(600 if is_small else 1200, int(side_by_side * 0.8)))
    taken = section_tokens + fact_tokens(n_facts_of(section_tokens))
    n_fitting = (n_ctx_tokens - _INSTRUCTION_TOKENS) // taken
    return SummaryBudget(
        section_tokens=section_tokens,
        material_tokens=min(most, 3000 if is_small else 6000),
        one_pass_tokens=min(n_ctx_tokens // 2 - _INSTRUCTION_TOKENS, 2000 if is_small else 8000),
        n_at_once=max(1, min(n_sequences, n_fitting)) + N_WAITING,
    )


def n_facts_of(n_tokens: int) -> int:
    """How many facts are noted of a text of so many tokens: a line for every 130 words."""
    return max(2, min(12, round(n_tokens / _TOKENS_OF_TEXT_PER_FACT)))


def fact_tokens(n_facts: int) -> int:
    """Room for the answer: models that write longer lines are cut, which shows in no line but the last."""
    return n_facts * _TOKENS_PER_FACT

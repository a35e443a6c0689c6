"""What the scheduler runs on sequences: a task says which tokens to evaluate and takes the logits it asked for."""

from typing import Protocol

from desktop_llm.engine.backends.backend import Vocabulary
from desktop_llm.engine.messages import Priority
from desktop_llm.engine.prompt_lookup import PromptLookup
from desktop_llm.engine.sequences import HeldSequence


class Task(Protocol):
    """One request that needs a sequence. `tokens` grows while an answer is written; all but the last are evaluated."""

    @property
    def request_id(self) -> str: ...

    @property
    def priority(self) -> Priority: ...

    @property
    def conversation_key(self) -> str: ...

    @property
    def is_dead_end(self) -> bool:
        """Nothing will begin with its tokens."""
        ...

    @property
    def tokens(self) -> list[int]: ...

    @property
    def n_prompt_tokens(self) -> int: ...

    @property
    def branch_points(self) -> tuple[int, ...]:
        """Where a snapshot of the prompt is worth most."""
        ...

    @property
    def max_reused_tokens(self) -> int:
        """Beyond these it needs logits, so that they must be evaluated even if that was done before."""
        ...

    @property
    def max_new_tokens(self) -> int | None:
        """The most tokens that will be added; None where nobody knows."""
        ...

    @property
    def lookup(self) -> PromptLookup | None:
        """Guesses the tokens that will be added; None where nobody shall."""
        ...

    @property
    def is_done(self) -> bool: ...

    def wants_logits(self, position: int) -> bool: ...

    def note_seated(self, n_reused_tokens: int) -> None:
        """It has a sequence, of which so many tokens were evaluated before."""
        ...

    def note_read(self, n_tokens: int) -> None:
        """So many of its tokens are evaluated now."""
        ...

    def take_logits(self, row: int, position: int) -> None:
        """The logits after `position` are at `row` of the last batch. Raises RequestFailedError."""
        ...

    def note_guesses(self, n_guessed: int) -> None:
        """Behind its own tokens, so many guessed ones were evaluated in this batch, whose logits come next."""
        ...

    def finish_for_length(self) -> None:
        """There is no room left in the model's memory."""
        ...

    def abort(self) -> None: ...

    def fail(self, error: Exception) -> None: ...

    def label(self, sequence: HeldSequence, vocabulary: Vocabulary) -> None:
        """Write onto the sequence what its tokens stand for, so that later prompts can be matched with it."""
        ...

"""How likely a given text is under the model, token by token. Driven by the scheduler, on the worker's one thread."""

import math
from collections.abc import Callable

from desktop_llm.engine.backends.backend import LanguageModel, Vocabulary
from desktop_llm.engine.common_prefix import common_prefix_length
from desktop_llm.engine.messages import (
    AnyEvent,
    Failed,
    Finished,
    FinishReason,
    Priority,
    ScoreText,
    TextScored,
    TokenLogprob,
    Usage,
)
from desktop_llm.engine.sequences import HeldSequence
from desktop_llm.errors import DesktopLlmError, ErrorCode, RequestFailedError


class Scoring:
    """Task of a ScoreText command: L(θ) = Σ −log P(yᵢ | xᵢ; θ) over the tokens of the text.

    Context and text are tokenized together, and the text begins at the first token that the context alone would not
    have. The very first token of all has no context and is not scored.
    """

    conversation_key = ""
    is_dead_end = False
    max_new_tokens = 0
    lookup = None
    priority = Priority.BACKGROUND

    def __init__(self, command: ScoreText, model: LanguageModel, emit: Callable[[AnyEvent], None]) -> None:
        self.command = command
        self.is_done = False
        self._model, self._vocabulary, self._emit = model, model.vocabulary, emit
        whole = self._vocabulary.tokenize(command.context + command.text, is_beginning=True)
        context = self._vocabulary.tokenize(command.context, is_beginning=True)
        self._whole = whole
        self._first_scored = max(1, common_prefix_length(context, whole))
        # The last token is only scored: nothing depends on it.
        self.tokens = whole[:-1]
        self.n_prompt_tokens = len(self.tokens)
        self.branch_points: tuple[int, ...] = ()
        self._scored: list[TokenLogprob] = []

    @property
    def request_id(self) -> str:
        return self.command.request_id

    @property
    def max_reused_tokens(self) -> int:
        return self._first_scored - 1 + len(self._scored)

    @property
    def n_scored_tokens(self) -> int:
        """How many tokens will have a value."""
        return max(0, len(self._whole) - self._first_scored)

    def wants_logits(self, position: int) -> bool:
        return position >= self._first_scored - 1 and position - (self._first_scored - 1) >= len(self._scored)

    def note_seated(self, n_reused_tokens: int) -> None:
        """Nobody is told: only the values count."""

    def note_read(self, n_tokens: int) -> None:
        """Nobody is told: a text is scored in one event."""

    def take_logits(self, row: int, position: int) -> None:
        token = self._whole[position + 1]
        likelihood = self._model.likelihood(row, token, 0)
        text = self._vocabulary.token_bytes(token).decode("utf-8", "replace")
        self._scored.append(TokenLogprob(token, text, likelihood.logprob))
        if position == len(self.tokens) - 1:
            self._finish()

    def note_guesses(self, n_guessed: int) -> None:
        """Nothing is guessed: all tokens are known."""

    def finish_for_length(self) -> None:
        self.fail(RequestFailedError(ErrorCode.PROMPT_TOO_LONG, prompt_tokens=len(self._whole), context_tokens=0))

    def abort(self) -> None:
        self.is_done = True
        self._emit(Finished(request_id=self.request_id, reason=FinishReason.ABORT, usage=Usage()))

    def fail(self, error: Exception) -> None:
        self.is_done = True
        known = error if isinstance(error, DesktopLlmError) else RequestFailedError(ErrorCode.BUG, reason=repr(error))
        self._emit(Failed(request_id=self.request_id, code=known.code, facts=dict(known.facts)))

    def label(self, sequence: HeldSequence, vocabulary: Vocabulary) -> None:
        """A scored text is no conversation: its tokens alone can be reused."""

    def _finish(self) -> None:
        self.is_done = True
        mean_nll = -math.fsum(each.logprob for each in self._scored) / len(self._scored)
        self._emit(
            TextScored(
                request_id=self.request_id,
                tokens=tuple(self._scored),
                mean_nll=mean_nll,
                perplexity=math.exp(min(mean_nll, 700.0)),
            )
        )

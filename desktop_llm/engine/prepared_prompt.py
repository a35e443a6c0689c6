"""A prompt as tokens, written so that as many as possible are ones the model has already evaluated.

A model may write its answer in other tokens than the tokenizer would. So where a prompt begins with the text of an
earlier turn, that turn's own tokens are taken, and only the rest is tokenized. Pure; used on the worker's one thread.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from desktop_llm.engine.backends.backend import Vocabulary
from desktop_llm.engine.messages import ChatPrompt, Prompt
from desktop_llm.engine.sequences import Seam


class EarlierText(Protocol):
    """What a held or stored sequence stands for: its text, tokens, and the seams at which answers ended."""

    @property
    def text(self) -> str: ...

    @property
    def tokens(self) -> list[int]: ...

    @property
    def seams(self) -> tuple[Seam, ...]: ...


@dataclass(frozen=True, slots=True)
class PreparedPrompt:
    """A prompt's text and tokens. seams: where earlier answers ended in it.

    branch_points: token counts at which another prompt is likely to leave this one: before the last message, which may
    be edited, and after it, since a later turn may drop the thinking that templates open there.
    """

    text: str
    tokens: list[int]
    seams: tuple[Seam, ...]
    branch_points: tuple[int, ...]


def prepare_prompt(
    prompt: Prompt, text: str, vocabulary: Vocabulary, earlier_texts: Iterable[EarlierText]
) -> PreparedPrompt:
    """`text` is the prompt as rendered for the model."""
    tokens, seams = _spliced(text, vocabulary, earlier_texts)
    if not tokens:
        tokens = vocabulary.tokenize(text, is_beginning=True)
    return PreparedPrompt(text, tokens, seams, _branch_points(prompt, text, len(tokens), vocabulary))


def _spliced(
    text: str, vocabulary: Vocabulary, earlier_texts: Iterable[EarlierText]
) -> tuple[list[int], tuple[Seam, ...]]:
    """The tokens by the longest fitting earlier text, none if there is none."""
    best: EarlierText | None = None
    best_seam = Seam(0, 0)
    for earlier in earlier_texts:
        seam = _last_common_seam(earlier, text)
        if seam is not None and seam.n_chars > best_seam.n_chars:
            best, best_seam = earlier, seam
    if best is None:
        return [], ()
    rest = vocabulary.tokenize(text[best_seam.n_chars :], is_beginning=False)
    # Only a special token cuts text the same way wherever it stands; else the seam could split a word.
    if not rest or not vocabulary.is_control(rest[0]):
        return [], ()
    seams = tuple(each for each in best.seams if each.n_chars <= best_seam.n_chars)
    return best.tokens[: best_seam.n_tokens] + rest, seams


def _last_common_seam(earlier: EarlierText, text: str) -> Seam | None:
    for seam in reversed(earlier.seams):
        if seam.n_tokens <= len(earlier.tokens) and text.startswith(earlier.text[: seam.n_chars]):
            return seam
    return None


def _branch_points(prompt: Prompt, text: str, n_tokens: int, vocabulary: Vocabulary) -> tuple[int, ...]:
    """One token less each, in case the other prompt joins the end of what is common with what follows."""
    if not isinstance(prompt, ChatPrompt) or not prompt.turns:
        return (n_tokens - 1,)
    content = prompt.turns[-1].content.strip()
    start = text.rfind(content) if content else -1
    if start < 0:
        return (n_tokens - 1,)
    n_tail = len(vocabulary.tokenize(text[start + len(content) :], is_beginning=False))
    n_message = len(vocabulary.tokenize(content, is_beginning=False))
    points = (n_tokens - n_tail - n_message - 1, n_tokens - n_tail - 1)
    return tuple(point for point in points if point > 0) or (n_tokens - 1,)

"""How long a summary shall be, in words, points and tokens. Pure; any thread."""

from collections.abc import Iterable
from typing import Final

from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryLength
from desktop_llm.documents.document import Document

_TOKENS_PER_WORD: Final = 3  # more than any language takes with a vocabulary that knows it
_SPARE_TOKENS: Final = 40
_WORDS_PER_POINT: Final = 20
_WORDS_PER_QUESTION: Final = 30
_USUAL_WORDS: Final = {
    SummaryForm.SENTENCE: 35,
    SummaryForm.KEY_POINTS: 130,
    SummaryForm.PARAGRAPH: 130,
    SummaryForm.QUESTIONS: 200,
    SummaryForm.FREE: 200,
    SummaryForm.EXECUTIVE: 260,
    SummaryForm.ACTIONS: 260,
    SummaryForm.TIMELINE: 260,
    SummaryForm.OUTLINE: 0,  # as many as there are headings
}
_MIN_WORDS: Final = 15
_MAX_POINTS: Final = 40
_MOST_OVER: Final = 1.3
_LEAST_SHARE: Final = 0.25
_ABOUT_ALL: Final = frozenset((SummaryForm.KEY_POINTS, SummaryForm.PARAGRAPH, SummaryForm.EXECUTIVE))


def wanted_words(form: SummaryForm, length: SummaryLength, documents: Iterable[Document]) -> int:
    """What the length says, or what is usual for the form."""
    if length.n_words:
        return max(_MIN_WORDS, length.n_words)
    if length.share:
        n_words = sum(len(word_keys(block.text)) for document in documents for block in document.blocks)
        return max(_MIN_WORDS, round(n_words * length.share))
    return _USUAL_WORDS[form]


def wanted_points(form: SummaryForm, n_words: int) -> int:
    each = _WORDS_PER_QUESTION if form is SummaryForm.QUESTIONS else _WORDS_PER_POINT
    return max(2, min(_MAX_POINTS, round(n_words / each)))


def is_far_too_short(form: SummaryForm, n_words: int, n_wanted: int) -> bool:
    """Whether so many words are hardly anything of what was asked for; how much there is to say, other forms know."""
    return form in _ABOUT_ALL and n_words < _LEAST_SHARE * n_wanted


def answer_tokens(n_words: int, n_ctx_tokens: int, n_material_tokens: int) -> int:
    """Room for an answer of so many words, as far as the context has it."""
    room = n_ctx_tokens - n_material_tokens if n_ctx_tokens else n_words * _TOKENS_PER_WORD + _SPARE_TOKENS
    return max(_SPARE_TOKENS, min(n_words * _TOKENS_PER_WORD + _SPARE_TOKENS, room))


def is_long_enough(form: SummaryForm, texts: Iterable[str], n_words: int) -> bool:
    """Whether a model that goes on and on may be stopped here, behind a whole sentence."""
    texts = tuple(texts)
    if form is SummaryForm.SENTENCE:
        return bool(texts)
    return sum(len(word_keys(text)) for text in texts) >= n_words * _MOST_OVER

"""One answer to one piece, judged: what of it is the translation, what is wrong with it, and what is asked instead.

Pure; a job's thread.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerEnded
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.repetition import is_looping
from desktop_llm.assist.translation.piece_translation import PieceTranslation
from desktop_llm.assist.translation.sentence_pairs import sentence_pairs
from desktop_llm.assist.translation.translation_answer import clean_answer
from desktop_llm.assist.translation.translation_checks import SEVERE, check_translation
from desktop_llm.assist.translation.translation_prompts import Wish
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.params import SamplingParams

_SECOND_TEMPERATURE: Final = 0.4
_SECOND_SEED: Final = 2
_VARIED_TEMPERATURE: Final = 0.8
_USELESS: Final = frozenset(
    {
        TranslationFault.REPEATS,
        TranslationFault.WRONG_LANGUAGE,
        TranslationFault.UNTRANSLATED,
        TranslationFault.EXAMPLE,
    }
)


class Attempt(Struct, frozen=True, kw_only=True):
    """`faults` are those for which it is worth asking again."""

    piece: PieceTranslation
    faults: tuple[TranslationWarning, ...] = ()

    def is_better_than(self, other: "Attempt") -> bool:
        return _badness(self) < _badness(other)


def judged(wish: Wish, ended: AnswerEnded) -> Attempt:
    """What came of the wish."""
    answer = clean_answer(ended.text, wish.text, language_name(wish.target))
    target = _without_loop(answer.text) if ended.is_looping else answer.text
    warnings = check_translation(wish.text, target, wish.source, wish.target, wish.terms)
    faults = [warning for warning in warnings if warning.fault in SEVERE]
    if ended.is_cut:
        faults.insert(0, TranslationWarning(TranslationFault.REPEATS if ended.is_looping else TranslationFault.CUT))
    pairs = sentence_pairs(wish.text, target, (wish.source, wish.target), ended.logprobs, answer.start)
    piece = PieceTranslation(target=target, sentences=pairs, is_cut=ended.is_cut, is_looping=ended.is_looping)
    return Attempt(piece=piece, faults=tuple(faults))


def second_wish(wish: Wish, faults: Sequence[TranslationWarning]) -> Wish:
    """The same once more, and what was wrong said first. Only the terms that were missing are named again."""
    missing = {warning.text for warning in faults if warning.fault is TranslationFault.TERM_MISSING}
    terms = tuple(term for term in wish.terms if term.target in missing) if missing else wish.terms
    lost = [warning.text for warning in faults if warning.fault is TranslationFault.PLACEHOLDER_MISSING]
    hints = [wish.hint, f"Write only {language_name(wish.target) or wish.target}, and nothing but the translation."]
    if lost:
        hints.append(f"The translation must contain, exactly as they are: {' '.join(lost)}")
    return replace(wish, terms=terms, hint=" ".join(hint for hint in hints if hint))


def second_sampling(sampling: SamplingParams) -> SamplingParams:
    """A model that always takes the likeliest word would give the same again."""
    return replace(sampling, temperature=max(_SECOND_TEMPERATURE, sampling.temperature or 0.0), seed=_SECOND_SEED)


def varied_sampling(sampling: SamplingParams, variant: int) -> SamplingParams:
    """0 leaves it as it is; other numbers make other translations, and the same number the same one."""
    if not variant:
        return sampling
    return replace(sampling, temperature=max(_VARIED_TEMPERATURE, sampling.temperature or 0.0), seed=variant)


def _badness(attempt: Attempt) -> tuple[bool, bool, int]:
    kinds = {warning.fault for warning in attempt.faults}
    return (TranslationFault.EMPTY in kinds, bool(kinds & _USELESS), len(attempt.faults))


def _without_loop(text: str) -> str:
    """Up to where it began to say the same again and again, as far as that is found."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if is_looping(text[:middle]):
            high = middle
        else:
            low = middle + 1
    shown = text[:low]
    unit = next((shown[-length:] for length in range(1, len(shown) // 3) if shown.endswith(shown[-length:] * 3)), "")
    while unit and shown.endswith(unit * 2):
        shown = shown[: -len(unit)]
    return shown.rstrip()

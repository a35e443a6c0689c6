"""How a model fits this computer, and how fast it will be, in words. GUI thread."""

from collections.abc import Mapping
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, size_text, translate
from desktop_llm.ui.model_rows import RowLevel

_WORDS_PER_TOKEN: Final = 0.75  # in English; people count words
_QUICK_TOKENS_PER_S: Final = 5.0  # about as fast as one reads aloud
_FEW_WORDS: Final = 2

_PLACES: Final[Mapping[FitVerdict, str]] = {
    FitVerdict.GPU: QT_TRANSLATE_NOOP("FitSentences", "Runs on the graphics card"),
    FitVerdict.PARTLY_GPU: QT_TRANSLATE_NOOP("FitSentences", "Partly on the graphics card"),
    FitVerdict.MEMORY: QT_TRANSLATE_NOOP("FitSentences", "Fits in memory"),
}


class FitText(Struct, frozen=True):
    """The sentence and how it is meant. Both empty where nothing can be said."""

    sentence: str = ""
    level: RowLevel = RowLevel.PLAIN


def fit_text(fit: ModelFit | None, *, has_speed: bool = True) -> FitText:
    """None: it is not known yet. Without a speed where the model writes nothing."""
    if fit is None:
        return FitText()
    if not has_speed:
        fit = replace(fit, tokens_per_s=0.0)
    return FitText(fit_sentence(fit), _level(fit))


def fit_sentence(fit: ModelFit) -> str:
    """One line without a full stop, such as "Fits in memory, about 9 words a second"."""
    match fit.verdict:
        case FitVerdict.GPU | FitVerdict.PARTLY_GPU | FitVerdict.MEMORY:
            place, speed = translate("FitSentences", _PLACES[fit.verdict]), _speed(fit)
            if not speed:
                return place
            return translate("FitSentences", "{place}, {speed}").format(place=place, speed=speed)
        case FitVerdict.DOES_NOT_FIT:
            if not fit.needed_bytes:
                return translate("FitSentences", "Does not fit into the memory of this computer")
            sentence = translate("FitSentences", "Does not fit: {needed} needed, {free} free")
            return sentence.format(needed=size_text(fit.needed_bytes), free=size_text(fit.free_bytes))
        case FitVerdict.UNKNOWN:
            return translate("FitSentences", "Whether it fits is not known")
        case _:
            assert_never(fit.verdict)


def _level(fit: ModelFit) -> RowLevel:
    match fit.verdict:
        case FitVerdict.GPU | FitVerdict.PARTLY_GPU | FitVerdict.MEMORY:
            return RowLevel.WARNING if 0 < fit.tokens_per_s < _QUICK_TOKENS_PER_S else RowLevel.GOOD
        case FitVerdict.DOES_NOT_FIT:
            return RowLevel.ERROR
        case FitVerdict.UNKNOWN:
            return RowLevel.PLAIN
        case _:
            assert_never(fit.verdict)


def words_speed(tokens_per_s: float) -> str:
    """An estimated speed in words: "about 9 words a second"; empty if nothing can be said."""
    return _speed(ModelFit(verdict=FitVerdict.UNKNOWN, tokens_per_s=tokens_per_s))


def _speed(fit: ModelFit) -> str:
    """Empty if nothing can be said. A measured speed is not "about"."""
    if fit.tokens_per_s <= 0:
        return ""
    n_words = round(fit.tokens_per_s * _WORDS_PER_TOKEN)
    if n_words < _FEW_WORDS:
        return translate("FitSentences", "very slow: about a word a second or less")
    if fit.is_measured:
        speed = translate("FitSentences", "{number} words a second")
    else:
        speed = translate("FitSentences", "about {number} words a second")
    speed = speed.format(number=number_text(n_words))
    if fit.tokens_per_s < _QUICK_TOKENS_PER_S:
        return translate("FitSentences", "slow: {speed}").format(speed=speed)
    return speed

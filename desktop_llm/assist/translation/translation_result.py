"""What comes of a translation: each segment's target, how sure the model was, and what is doubtful. Values only.

Events come on the job's thread: one TranslationPlanned, then SegmentGrew and SegmentTranslated in any order of
segments, and exactly one JobEnded at last.
"""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from desktop_llm.assist.job import JobEnded


class TranslationFault(StrEnum):
    """What may be wrong with a translation. `text` of the warning is what it is about."""

    EMPTY = "empty"
    CUT = "cut"
    REPEATS = "repeats"
    WRONG_LANGUAGE = "wrong_language"
    """`text`: the code of the language that it is in instead."""
    UNTRANSLATED = "untranslated"
    EXAMPLE = "example"
    """It says what an example says that models are shown."""
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NUMBER_MISSING = "number_missing"
    NUMBER_ADDED = "number_added"
    NAME_MISSING = "name_missing"
    PLACEHOLDER_MISSING = "placeholder_missing"
    PLACEHOLDER_ADDED = "placeholder_added"
    TERM_MISSING = "term_missing"
    """`text`: the translation that the glossary wants."""


class TranslationWarning(Struct, frozen=True):
    fault: TranslationFault
    text: str = ""


class Origin(StrEnum):
    """Where a target comes from."""

    MODEL = "model"
    REMEMBERED = "remembered"
    """The model translated it before."""
    GIVEN = "given"
    """It came with the request."""
    KEPT = "kept"
    """There is nothing to translate in it: numbers, an address, no letters."""
    ALREADY_THERE = "already_there"
    """It is in the target language already."""


class SentencePair(Struct, frozen=True, kw_only=True):
    """A sentence of the target, from `start` to `end`, and the part of the source that it stands for.

    confidence: geometric mean of the probabilities that the model gave to its tokens, 0 to 1; None: nobody knows.
    """

    source_start: int
    source_end: int
    start: int
    end: int
    confidence: float | None = None


class Translation(Struct, frozen=True, kw_only=True):
    """A translated segment. language: that of the source, as detected or given. confidence: as of its sentences."""

    source: str
    target: str
    language: str = ""
    origin: Origin = Origin.MODEL
    warnings: tuple[TranslationWarning, ...] = ()
    confidence: float | None = None
    sentences: tuple[SentencePair, ...] = ()


class TranslationNote(StrEnum):
    """What the loaded model cannot do of what was asked. The rest is done all the same."""

    LANGUAGE_UNSUPPORTED = "language_unsupported"
    TONE_IGNORED = "tone_ignored"
    GLOSSARY_UNSEEN = "glossary_unseen"
    """The model is not told the terms; they are only checked afterwards."""
    ALREADY_THERE = "already_there"
    """The whole text is in the target language already."""
    LANGUAGE_UNKNOWN = "language_unknown"
    """Nobody can tell which language the text is in."""


class TranslationPlanned(Struct, frozen=True, kw_only=True):
    """n_to_translate: segments that the model will be asked for. unsupported: languages it was not made for."""

    job_id: str
    model_name: str
    n_segments: int
    n_to_translate: int
    source: str
    target: str
    notes: tuple[TranslationNote, ...] = ()
    unsupported: tuple[str, ...] = ()


class SegmentGrew(Struct, frozen=True, kw_only=True):
    """The translation of a segment as far as it is written. It may shrink where the model begins anew."""

    job_id: str
    index: int
    text: str


class SegmentTranslated(Struct, frozen=True, kw_only=True):
    """A segment is done. n_done counts all segments."""

    job_id: str
    index: int
    translation: Translation
    n_done: int


TranslationEvent = TranslationPlanned | SegmentGrew | SegmentTranslated | JobEnded
TranslationSink = Callable[[TranslationEvent], None]

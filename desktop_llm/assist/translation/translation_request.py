"""What a person asks of a translation: segments in, in their order. Values only; any thread.

A segment is what is translated as one: a paragraph of a text, a cell, a subtitle. Where it comes from and where its
translation goes, only its caller knows.
"""

from enum import StrEnum

from msgspec import Struct


class Tone(StrEnum):
    """How the reader is addressed. The names are those of `desktop-llm translate --tone`."""

    NEUTRAL = "neutral"
    FORMAL = "formal"
    INFORMAL = "informal"


class Term(Struct, frozen=True):
    """An entry of a glossary: what is called `source` there is called `target` here."""

    source: str
    target: str


class Pair(Struct, frozen=True):
    """A text and a translation of it, as an example to the model."""

    source: str
    target: str


class Segment(Struct, frozen=True, kw_only=True):
    """`text` may hold marks such as ⟦1⟧ and ⟦/1⟧ for what must come back as it is.

    target: it is translated already; it is context for those behind it and comes back as it is. examples: similar
    texts with their translations. is_apart: it does not go on with what stands before it, as a cell does not.
    """

    text: str
    target: str = ""
    examples: tuple[Pair, ...] = ()
    is_apart: bool = False


class TranslationRequest(Struct, frozen=True, kw_only=True):
    """Everything that shapes a translation but the model.

    target and source are ISO 639-1 codes; an empty source is detected, segment by segment where they differ. hint: an
    additional wish, in English, for all segments. variant: 0 is what the model finds likeliest, another number another
    translation.
    """

    segments: tuple[Segment, ...]
    target: str
    source: str = ""
    tone: Tone = Tone.NEUTRAL
    glossary: tuple[Term, ...] = ()
    hint: str = ""
    variant: int = 0

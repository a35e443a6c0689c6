"""What a person asks of proofreading. Values only; any thread."""

from enum import StrEnum

from msgspec import Struct

from desktop_llm.documents.sentences import Span


class ProofreadMode(StrEnum):
    """The names are those of `desktop-llm write`."""

    FIX = "fix"
    """Errors only."""
    IMPROVE = "improve"
    """Wording as well."""


class ProofreadRequest(Struct, frozen=True, kw_only=True):
    """Everything that shapes proofreading but the model.

    language: ISO 639-1; empty: detected. known_words are never changed, however they are capitalized. kept: places that
    are left alone besides code, links and quotations. Line ends must be LF.
    """

    text: str
    mode: ProofreadMode = ProofreadMode.FIX
    language: str = ""
    known_words: tuple[str, ...] = ()
    kept: tuple[Span, ...] = ()

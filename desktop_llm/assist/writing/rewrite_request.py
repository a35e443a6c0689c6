"""What a person asks of rewriting. Values only; any thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class RewriteStyle(StrEnum):
    """The names are those of `desktop-llm write rewrite --tone`."""

    FRIENDLY = "friendly"
    PROFESSIONAL = "professional"
    CONCISE = "concise"
    SIMPLER = "simpler"
    LONGER = "longer"
    SHORTER = "shorter"
    BULLETS = "bullets"
    TABLE = "table"
    CUSTOM = "custom"


LAID_OUT: Final = frozenset({RewriteStyle.BULLETS, RewriteStyle.TABLE})
"""Their result has lines of its own."""
ABRIDGING: Final = frozenset({RewriteStyle.CONCISE, RewriteStyle.SHORTER, RewriteStyle.BULLETS, RewriteStyle.TABLE})
"""What they leave out is meant."""


class RewriteRequest(Struct, frozen=True, kw_only=True):
    """Everything that shapes a rewriting but the model. language: ISO 639-1; empty: detected. instruction: for CUSTOM.

    Line ends must be LF.
    """

    text: str
    style: RewriteStyle = RewriteStyle.PROFESSIONAL
    instruction: str = ""
    language: str = ""
    n_versions: int = 1

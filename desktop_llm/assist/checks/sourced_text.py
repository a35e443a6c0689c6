"""Where a sentence that a model wrote comes from, and what is doubtful in it. Values only; any thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.documents.document import Place


class Severity(StrEnum):
    """RED: this is not in the document. AMBER: look at it."""

    RED = "red"
    AMBER = "amber"


class CheckKind(StrEnum):
    """What is the matter with an item."""

    NUMBER_NOT_IN_SOURCE = "number_not_in_source"
    DATE_NOT_IN_SOURCE = "date_not_in_source"
    QUOTE_NOT_IN_SOURCE = "quote_not_in_source"
    NUMBER_ELSEWHERE = "number_elsewhere"
    """It is in the document, but not where the item comes from."""
    NAME_NOT_IN_SOURCE = "name_not_in_source"
    NEGATION_DIFFERS = "negation_differs"
    """The passage says the same, but for a word like "not"."""
    ROLES_DIFFER = "roles_differ"
    """The passage says it the other way round: who does what to whom."""
    NO_SUPPORT = "no_support"
    """No passage says this."""


_RED: Final = {CheckKind.NUMBER_NOT_IN_SOURCE, CheckKind.DATE_NOT_IN_SOURCE, CheckKind.QUOTE_NOT_IN_SOURCE}


class Check(Struct, frozen=True, kw_only=True):
    """`text` is the number, date, name or quote as the item has it; empty where the whole item is meant."""

    kind: CheckKind
    text: str = ""

    @property
    def severity(self) -> Severity:
        return Severity.RED if self.kind in _RED else Severity.AMBER


class Source(Struct, frozen=True, kw_only=True):
    """A passage that an item comes from. `quote` stands literally in the block's text, from `start` to `end`.

    document_index counts from 0 in the request's documents.
    """

    document: str
    document_index: int
    place: Place
    block_id: str
    start: int
    end: int
    quote: str

"""What comes of rewriting and composing: versions of a text, and what is doubtful in each. Values only.

Events come on the job's thread: one VersionsPlanned, then VersionGrew and VersionDone in any order of versions, and
exactly one JobEnded at last.
"""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.writing.writing_notes import WritingNote


class VersionFault(StrEnum):
    """What may be wrong with a version. `text` of the warning is what it is about."""

    EMPTY = "empty"
    CUT = "cut"
    REPEATS = "repeats"
    WRONG_LANGUAGE = "wrong_language"
    """`text`: the code of the language that it is in instead."""
    PART_KEPT = "part_kept"
    """The model gave nothing for this part that can be used; it stays as it was."""
    UNCHANGED = "unchanged"
    NUMBER_MISSING = "number_missing"
    NUMBER_ADDED = "number_added"
    DATE_ADDED = "date_added"
    NAME_MISSING = "name_missing"
    NAME_ADDED = "name_added"
    QUOTE_ADDED = "quote_added"
    POINT_MISSING = "point_missing"
    POINT_UNCHECKED = "point_unchecked"
    """It is in another language than the text, and has no number or name by which it could be found."""
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class VersionWarning(Struct, frozen=True):
    fault: VersionFault
    text: str = ""


class WrittenVersion(Struct, frozen=True):
    text: str
    warnings: tuple[VersionWarning, ...] = ()


class VersionsPlanned(Struct, frozen=True, kw_only=True):
    """language: that in which is written, empty where nobody can tell."""

    job_id: str
    model_name: str
    language: str
    n_versions: int
    notes: tuple[WritingNote, ...] = ()


class VersionGrew(Struct, frozen=True, kw_only=True):
    """A version as far as it is written. It may shrink where the model begins anew."""

    job_id: str
    index: int
    text: str


class VersionDone(Struct, frozen=True, kw_only=True):
    job_id: str
    index: int
    version: WrittenVersion


VersionEvent = VersionsPlanned | VersionGrew | VersionDone | JobEnded
VersionSink = Callable[[VersionEvent], None]

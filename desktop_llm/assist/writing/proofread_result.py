"""What comes of proofreading. Values only.

Events come on the job's thread: one ProofreadPlanned, then SentencesRead in any order, and one JobEnded at last.
"""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.writing.text_change import TextChange


class ProofreadNote(StrEnum):
    """What a person should know of the model or the text before."""

    SMALL_MODEL = "small_model"
    """It is too small to be good at this; what it proposes is checked all the same."""
    NOT_MADE_FOR_IT = "not_made_for_it"
    """It only translates, or only continues texts."""
    LANGUAGE_UNKNOWN = "language_unknown"
    NOTHING_TO_READ = "nothing_to_read"
    """There are no sentences: it is empty, code, or quotations."""


class ProofreadPlanned(Struct, frozen=True, kw_only=True):
    """language: of most of the text, empty where nobody can tell. n_words: those that are read."""

    job_id: str
    model_name: str
    language: str
    n_sentences: int
    n_words: int
    notes: tuple[ProofreadNote, ...] = ()


class SentencesRead(Struct, frozen=True, kw_only=True):
    """The sentences from `start` to `end` are done. n_done counts all; n_dropped: changes that were not acceptable.

    is_unread: the model gave no answer that can be used, twice.
    """

    job_id: str
    start: int
    end: int
    changes: tuple[TextChange, ...]
    n_done: int
    n_dropped: int = 0
    is_unread: bool = False


ProofreadEvent = ProofreadPlanned | SentencesRead | JobEnded
ProofreadSink = Callable[[ProofreadEvent], None]

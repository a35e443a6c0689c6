"""What comes of proofreading. Values only.

Events come on the job's thread: one ProofreadPlanned, then SentencesRead in any order, and one JobEnded at last.
"""

from collections.abc import Callable

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.writing.text_change import TextChange
from desktop_llm.assist.writing.writing_notes import WritingNote


class ProofreadPlanned(Struct, frozen=True, kw_only=True):
    """language: of most of the text, empty where nobody can tell. n_words: those that are read."""

    job_id: str
    model_name: str
    language: str
    n_sentences: int
    n_words: int
    notes: tuple[WritingNote, ...] = ()


class SentencesRead(Struct, frozen=True, kw_only=True):
    """The sentences from `start` to `end` are done. n_done counts all; n_dropped: changes that were not acceptable.

    Changes are of these sentences, or of earlier ones to which the model came back without having changed them.
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

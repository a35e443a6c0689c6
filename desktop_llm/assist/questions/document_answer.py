"""An answer about documents, and what its job tells while it is written. Values only; any thread.

The order of a job's events: MaterialChosen; then AnswerItemWritten for every item; at the end AnswerWritten with all
there is, also after a stop, and JobEnded. When another model takes over in the middle, it begins with MaterialChosen
again.
"""

from collections.abc import Callable

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.summary.summary_result import SummaryItem, UnreadPart
from desktop_llm.documents.document import Document


class DocumentQuestion(Struct, frozen=True, kw_only=True):
    documents: tuple[Document, ...]
    text: str


class AnswerBasis(Struct, frozen=True, kw_only=True):
    """What was read for an answer: all passages, those that fit the question, or where no word of it helped, the first.

    unread: what the reader of the files could not read.
    """

    n_passages: int
    n_read_passages: int
    is_by_words: bool = True
    unread: tuple[UnreadPart, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.n_read_passages == self.n_passages


class AnswerTimings(Struct, frozen=True, kw_only=True):
    """Seconds: choosing what is read, from then to the model's first word, and all together."""

    choose_s: float = 0.0
    first_text_s: float = 0.0
    total_s: float = 0.0


class DocumentAnswer(Struct, frozen=True, kw_only=True):
    """Without items and with is_unanswered, the model found no answer in what it read."""

    items: tuple[SummaryItem, ...] = ()
    is_unanswered: bool = False
    basis: AnswerBasis
    timings: AnswerTimings = AnswerTimings()


class MaterialChosen(Struct, frozen=True, kw_only=True):
    job_id: str
    basis: AnswerBasis


class AnswerItemWritten(Struct, frozen=True, kw_only=True):
    """The next sentence, with its sources and checks. It stays as it is."""

    job_id: str
    item: SummaryItem


class AnswerWritten(Struct, frozen=True, kw_only=True):
    job_id: str
    answer: DocumentAnswer


AnswerEvent = MaterialChosen | AnswerItemWritten | AnswerWritten | JobEnded
AnswerSink = Callable[[AnswerEvent], None]

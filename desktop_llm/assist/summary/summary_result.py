"""What a summary is, and what its job tells while it is made. Values only; any thread.

The order of a job's events: SummaryPlanned; then SectionRead for every section, SummaryItemWritten for every item, and
between them SummaryProgressed; at the end SummaryWritten with all there is, also after a stop, and JobEnded. When
another model takes over in the middle, it begins again with SummaryPlanned.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.sourced_text import Check, Source
from desktop_llm.assist.job import JobEnded
from desktop_llm.documents.document import Place


class ItemKind(StrEnum):
    """HEADING is one of the document's own, without sources. POINT begins a line of a list, SENTENCE goes on in a line;
    a QUESTION is answered by the line behind it.
    """

    HEADING = "heading"
    POINT = "point"
    SENTENCE = "sentence"
    QUESTION = "question"


class SummaryItem(Struct, frozen=True, kw_only=True):
    """One sentence, as a rule. Items with the same `line` stand in one line or paragraph.

    An extract is a sentence of the document that stands in because the model gave nothing usable.
    """

    text: str
    kind: ItemKind
    line: int
    level: int = 0
    sources: tuple[Source, ...] = ()
    checks: tuple[Check, ...] = ()
    is_extract: bool = False


class SummaryPart(Struct, frozen=True, kw_only=True):
    """The summary of one document, or of all together: then `document` is empty."""

    document: str
    items: tuple[SummaryItem, ...]


STOPPED: Final = "stopped"


class UnreadPart(Struct, frozen=True, kw_only=True):
    """What was not read. `reason` is one of documents.document.UnreadReason, or STOPPED."""

    document: str
    place: Place
    reason: str


class Coverage(Struct, frozen=True, kw_only=True):
    """How much of the documents was read: blocks. What a reader of files could not read counts with one block each."""

    n_blocks: int
    n_read_blocks: int
    unread: tuple[UnreadPart, ...] = ()

    @property
    def share(self) -> float:
        """From 0 to 1; 1 only if nothing is missing."""
        return self.n_read_blocks / self.n_blocks if self.n_blocks else 1.0


class SummaryTimings(Struct, frozen=True, kw_only=True):
    """Seconds: cutting into sections, reading them, merging the notes, writing, and all together."""

    plan_s: float = 0.0
    read_s: float = 0.0
    merge_s: float = 0.0
    write_s: float = 0.0
    total_s: float = 0.0


class Summary(Struct, frozen=True, kw_only=True):
    """The whole of it. n_extracted_sections: of how many sections the model made nothing usable."""

    parts: tuple[SummaryPart, ...]
    coverage: Coverage
    n_chunks: int
    n_extracted_sections: int = 0
    timings: SummaryTimings = SummaryTimings()


class SummarySection(Struct, frozen=True, kw_only=True):
    """A piece of a document that is read at once: one field of the section map."""

    document_index: int
    block_ids: tuple[str, ...]
    heading_path: tuple[str, ...]
    n_tokens: int


class SummaryPlanned(Struct, frozen=True, kw_only=True):
    """What will be read. is_one_pass: each document is read and summarized in one go."""

    job_id: str
    sections: tuple[SummarySection, ...]
    is_one_pass: bool


class SectionRead(Struct, frozen=True, kw_only=True):
    """Section number `index` of the plan was read; `notes` is what was found in it (nothing in a one-pass job)."""

    job_id: str
    index: int
    notes: tuple[str, ...] = ()
    is_extract: bool = False


class SummaryStage(StrEnum):
    """What the job is at."""

    PLANNING = "planning"
    READING = "reading"
    MERGING = "merging"
    WRITING = "writing"


class SummaryProgressed(Struct, frozen=True, kw_only=True):
    """`done` of `total` steps of this stage; left_s is the time to the end of the job, None while nobody can tell."""

    job_id: str
    stage: SummaryStage
    done: int
    total: int
    left_s: float | None = None


class SummaryItemWritten(Struct, frozen=True, kw_only=True):
    """The next item of part `part_index`, with its sources and checks. It stays as it is."""

    job_id: str
    part_index: int
    document: str
    item: SummaryItem


class SummaryWritten(Struct, frozen=True, kw_only=True):
    """All that was written: the items that were told before, in order, and the facts."""

    job_id: str
    summary: Summary


SummaryEvent = SummaryPlanned | SectionRead | SummaryProgressed | SummaryItemWritten | SummaryWritten | JobEnded
SummarySink = Callable[[SummaryEvent], None]

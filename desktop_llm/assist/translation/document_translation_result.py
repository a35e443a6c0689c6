"""What comes of the translation of a file: each segment's target as it goes into the file, and what is doubtful of it.

Values only. Events come on the job's thread: DocumentPlanned, a SegmentDone for each segment, JobEnded at last.
"""

from collections.abc import Callable

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.near_matches import NearMatch
from desktop_llm.assist.translation.protected_text import MarkWarning
from desktop_llm.assist.translation.translation_request import Term, Tone
from desktop_llm.assist.translation.translation_result import Origin, TranslationPlanned, TranslationWarning
from desktop_llm.documents.segments import Content, EditableFile, FileSegment, SegmentTarget


class DocumentRequest(Struct, frozen=True, kw_only=True):
    """Everything that shapes the translation of a file but the model. Languages are ISO 639-1 codes.

    An empty source is what most of the file is in. variant: as of TranslationRequest.
    """

    file: EditableFile
    target: str
    source: str = ""
    tone: Tone = Tone.NEUTRAL
    glossary: tuple[Term, ...] = ()
    hint: str = ""
    variant: int = 0


class SegmentResult(Struct, frozen=True, kw_only=True):
    """A segment and its translation.

    source and target are what a person reads; content is what goes into the file, and marked the same as the model
    wrote it. care and lost: what became of formats and placeholders. is_accepted: a person saw it and let it stand.
    """

    segment: FileSegment
    source: str
    target: str
    content: Content
    marked: str
    origin: Origin = Origin.MODEL
    warnings: tuple[TranslationWarning, ...] = ()
    care: Care = Care.NONE
    lost: tuple[MarkWarning, ...] = ()
    confidence: float | None = None
    near: tuple[NearMatch, ...] = ()
    is_accepted: bool = False

    @property
    def is_doubtful(self) -> bool:
        """A person should look at it."""
        is_lost = self.care in (Care.FORMATS_LOST, Care.NOT_TRANSLATED, Care.IN_PARTS)
        return not self.is_accepted and (is_lost or bool(self.warnings))

    @property
    def file_target(self) -> SegmentTarget:
        return SegmentTarget(id=self.segment.id, content=self.content, is_doubtful=self.is_doubtful)


class DocumentPlanned(Struct, frozen=True, kw_only=True):
    """n_remembered: segments whose translation is known and is not asked for. plan is None if all are."""

    job_id: str
    n_segments: int
    n_remembered: int
    plan: TranslationPlanned | None = None


class SegmentDone(Struct, frozen=True, kw_only=True):
    """n_done counts all segments; index is the segment's place in the file."""

    job_id: str
    index: int
    result: SegmentResult
    n_done: int


DocumentEvent = DocumentPlanned | SegmentDone | JobEnded
DocumentSink = Callable[[DocumentEvent], None]

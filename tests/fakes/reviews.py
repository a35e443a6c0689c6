"""Files with a few segments, and what a model made of them."""

from desktop_llm.assist.translation.document_review import DocumentReview
from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.translation_result import Origin, TranslationWarning
from desktop_llm.documents.segments import Content, EditableFile, FileSegment, text_of


def file_of(*contents: Content | str, name: str = "manual.docx") -> EditableFile:
    segments = tuple(
        FileSegment(id=f"s{number}", content=(each,) if isinstance(each, str) else each)
        for number, each in enumerate(contents, 1)
    )
    return EditableFile(
        name=name, path=f"/home/anna/{name}", sha256="", media_type="", language="en", segments=segments
    )


def review_of(*contents: Content | str) -> DocumentReview:
    return DocumentReview(file_of(*contents), ("en", "de"))


def made(
    review: DocumentReview,
    index: int,
    target: str,
    *warnings: TranslationWarning,
    origin: Origin = Origin.MODEL,
    confidence: float | None = 0.9,
) -> SegmentResult:
    """What a model gave for a segment."""
    segment = review.file.segments[index]
    return SegmentResult(
        segment=segment,
        source=text_of(segment.content),
        target=target,
        content=(target,),
        marked=target,
        origin=origin,
        warnings=warnings,
        confidence=confidence,
    )

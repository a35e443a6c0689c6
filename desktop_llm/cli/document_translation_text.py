"""Lines of English for the terminal, and the JSON, of the translation of a file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.document_translation_result import DocumentPlanned, DocumentRequest, SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.cli.document_text import place_text
from desktop_llm.cli.translation_text import JsonWarning, fault_text, note_lines

_CARES: Final[Mapping[Care, str]] = {
    Care.IN_PARTS: "placeholders were kept by translating what stands between them",
    Care.FORMATS_LOST: "a format or a link within it is lost",
    Care.NOT_TRANSLATED: "the original stands there: no translation kept what must be kept",
}
_SHOWN_CHARACTERS: Final = 60


class JsonDocumentSegment(Struct, frozen=True, kw_only=True):
    """care tells what was done for its formats and placeholders, lost which of them the model had dropped."""

    id: str
    place: str
    source: str
    target: str
    warnings: tuple[JsonWarning, ...]
    confidence: float | None
    origin: str
    care: str
    lost: tuple[JsonWarning, ...]
    doubtful: bool


class JsonDocument(Struct, frozen=True, kw_only=True):
    """What `--json` prints for a file. complete: every segment is there, and `output` is written."""

    segments: tuple[JsonDocumentSegment, ...]
    source_language: str
    target_language: str
    model: str
    output: str
    complete: bool


def json_document(
    results: Sequence[SegmentResult], request: DocumentRequest, planned: DocumentPlanned | None, output: str
) -> JsonDocument:
    return JsonDocument(
        segments=tuple(map(_json_segment, results)),
        source_language=request.source or request.file.language,
        target_language=request.target,
        model=planned.plan.model_name if planned and planned.plan else "",
        output=output,
        complete=len(results) == len(request.file.segments),
    )


def _json_segment(result: SegmentResult) -> JsonDocumentSegment:
    return JsonDocumentSegment(
        id=result.segment.id,
        place=place_text(result.segment.place) if result.segment.place.label or result.segment.place.page else "",
        source=result.source,
        target=result.target,
        warnings=tuple(JsonWarning(str(each.fault), each.text) for each in result.warnings),
        confidence=None if result.confidence is None else round(result.confidence, 3),
        origin=str(result.origin),
        care=str(result.care),
        lost=tuple(JsonWarning(str(each.fault), each.shows) for each in result.lost),
        doubtful=result.is_doubtful,
    )


def plan_lines(planned: DocumentPlanned) -> Iterator[str]:
    if planned.plan is not None:
        yield from note_lines(planned.plan, ())
    if planned.n_remembered:
        yield f"{planned.n_remembered} of {planned.n_segments} segments need no translation or are remembered."


def segment_lines(number: int, result: SegmentResult) -> Iterator[str]:
    """`number` counts from 1."""
    start = " ".join(result.source.split())
    shown = f"{start[:_SHOWN_CHARACTERS]}…" if len(start) > _SHOWN_CHARACTERS else start
    label = f", {result.segment.place.label}" if result.segment.place.label else ""
    for text in (*([_CARES[result.care]] if result.care in _CARES else []), *map(fault_text, result.warnings)):
        yield f"Segment {number}{label} ({shown}): {text}."


def closing_lines(results: Sequence[SegmentResult], n_segments: int, output: Path | None) -> Iterator[str]:
    """What became of the whole. Without an output: it is not whole, and nothing was written."""
    if output is None:
        yield (
            f"{len(results)} of {n_segments} segments are translated and remembered. Nothing was written; "
            "the same command goes on from here."
        )
        return
    origins = Counter(result.origin for result in results)
    cares = Counter(result.care for result in results)
    parts = [f"{n_segments} segments", f"{origins[Origin.MODEL]} translated now"]
    parts += [f"{cares[Care.FORMATS_LOST]} lost a format"] if cares[Care.FORMATS_LOST] else []
    parts += [f"{cares[Care.NOT_TRANSLATED]} not translated"] if cares[Care.NOT_TRANSLATED] else []
    doubtful = sum(result.is_doubtful for result in results)
    parts += [f"{doubtful} to look at"] if doubtful else []
    yield f"{output}: {', '.join(parts)}."

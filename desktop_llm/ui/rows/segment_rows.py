"""The segments of a file and their translations in words, as the review grid shows them. GUI thread."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewCounts, ReviewFilter, needs_look
from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.assist.translation.translation_view import UNSURE_BELOW
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart, Layout, Looks
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, translate
from desktop_llm.ui.rows.document_words import place_text
from desktop_llm.ui.rows.translation_words import fault_sentence


class SegmentState(StrEnum):
    """How far a segment is."""

    WAITING = "waiting"
    TRANSLATED = "translated"
    EDITED = "edited"
    ACCEPTED = "accepted"
    BUSY = "busy"
    """It is being translated again."""


_STATES: Final[Mapping[SegmentState, str]] = {
    SegmentState.WAITING: QT_TRANSLATE_NOOP("SegmentRows", "Not translated yet"),
    SegmentState.TRANSLATED: QT_TRANSLATE_NOOP("SegmentRows", "Translated"),
    SegmentState.EDITED: QT_TRANSLATE_NOOP("SegmentRows", "Edited"),
    SegmentState.ACCEPTED: QT_TRANSLATE_NOOP("SegmentRows", "Accepted"),
    SegmentState.BUSY: QT_TRANSLATE_NOOP("SegmentRows", "Being translated again…"),
}
_ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.REMEMBERED: QT_TRANSLATE_NOOP("SegmentRows", "From memory"),
    Origin.GIVEN: QT_TRANSLATE_NOOP("SegmentRows", "From memory"),
    Origin.KEPT: QT_TRANSLATE_NOOP("SegmentRows", "Nothing to translate"),
    Origin.ALREADY_THERE: QT_TRANSLATE_NOOP("SegmentRows", "In this language already"),
}
_CARES: Final[Mapping[Care, str]] = {
    Care.IN_PARTS: QT_TRANSLATE_NOOP("SegmentRows", "Placeholders were kept by translating what stands between them."),
    Care.FORMATS_LOST: QT_TRANSLATE_NOOP("SegmentRows", "A format or a link in it is lost."),
    Care.NOT_TRANSLATED: QT_TRANSLATE_NOOP(
        "SegmentRows", "The original stands there: no translation kept what must be kept."
    ),
}
FILTERS: Final[Mapping[ReviewFilter, str]] = {
    ReviewFilter.ALL: QT_TRANSLATE_NOOP("SegmentRows", "All"),
    ReviewFilter.TO_LOOK_AT: QT_TRANSLATE_NOOP("SegmentRows", "With warnings"),
    ReviewFilter.NOT_ACCEPTED: QT_TRANSLATE_NOOP("SegmentRows", "Not accepted"),
    ReviewFilter.EDITED: QT_TRANSLATE_NOOP("SegmentRows", "Edited"),
    ReviewFilter.REMEMBERED: QT_TRANSLATE_NOOP("SegmentRows", "From memory"),
}
LAYOUTS: Final[Mapping[Layout, str]] = {
    Layout.REPLACED: QT_TRANSLATE_NOOP("SegmentRows", "Translation only"),
    Layout.BELOW: QT_TRANSLATE_NOOP("SegmentRows", "Translation below"),
    Layout.COLUMNS: QT_TRANSLATE_NOOP("SegmentRows", "Two columns"),
}


class LookSpan(Struct, frozen=True):
    """A part of a text that looks otherwise, in characters of Python."""

    start: int
    end: int
    looks: Looks


class SegmentRow(Struct, frozen=True, kw_only=True):
    """`note` is a few words for the grid; remarks are whole sentences. confidence: 0 to 1, None if nobody knows."""

    number: int
    source: str
    target: str = ""
    source_looks: tuple[LookSpan, ...] = ()
    target_looks: tuple[LookSpan, ...] = ()
    state: SegmentState = SegmentState.WAITING
    note: str = ""
    remarks: tuple[str, ...] = ()
    confidence: float | None = None
    needs_look: bool = False

    @property
    def state_text(self) -> str:
        return translate("SegmentRows", _STATES[self.state])

    @property
    def confidence_text(self) -> str:
        return "" if self.confidence is None else f"{number_text(round(100 * self.confidence))} %"


def segment_row(review: DocumentReview, index: int, *, is_busy: bool = False) -> SegmentRow:
    """is_busy: it is being translated again."""
    row = _texts_of(review, index)
    result = review.result(index)
    if is_busy:  # what is there stays in sight, but nothing that is said of it will hold
        return replace(row, state=SegmentState.BUSY, note=translate("SegmentRows", _STATES[SegmentState.BUSY]))
    if result is None:
        return row
    state = _state(result, is_edited=review.is_edited(index))
    remarks = () if result.is_accepted else remark_sentences(result)
    return replace(
        row,
        state=state,
        note=_note(state, result, remarks),
        remarks=remarks,
        confidence=result.confidence,
        needs_look=needs_look(result),
    )


def _texts_of(review: DocumentReview, index: int) -> SegmentRow:
    segment, result = review.file.segments[index], review.result(index)
    return SegmentRow(
        number=index + 1,
        source=review.source(index),
        target=result.target if result is not None else "",
        source_looks=look_spans(segment.content, segment.looks),
        target_looks=look_spans(result.content, segment.looks) if result is not None else (),
    )


def look_spans(content: Content, looks: Mapping[int, Looks]) -> tuple[LookSpan, ...]:
    """Where formats are in the text that a person reads of it (`text_of`)."""
    spans: list[LookSpan] = []
    opened: list[tuple[int, int]] = []
    length = 0
    for piece in content if looks else ():
        match piece:
            case str():
                length += len(piece)
            case InlineObject():
                length += len(piece.shows)
            case InlineStart():
                opened.append((piece.id, length))
            case InlineEnd():
                key, start = opened.pop()
                if key in looks and start < length:
                    spans.append(LookSpan(start, length, looks[key]))
    return tuple(spans)


def remark_sentences(result: SegmentResult) -> tuple[str, ...]:
    """All that may be wrong with it."""
    sentences = [translate("SegmentRows", _CARES[result.care])] if result.care in _CARES else []
    sentences += [fault_sentence(warning) for warning in result.warnings]
    if result.confidence is not None and result.confidence < UNSURE_BELOW:
        unsure = translate("SegmentRows", "The model was not sure of this ({percent} %).")
        sentences.append(unsure.format(percent=number_text(round(100 * result.confidence))))
    return tuple(sentences)


def place_of(result: SegmentResult) -> str:
    """Where in the file it stands; empty where the format does not tell."""
    place = result.segment.place
    return place_text(place) if place.page or place.label else ""


def counts_text(counts: ReviewCounts) -> str:
    one, many = translate("SegmentRows", "1 segment"), translate("SegmentRows", "{count} segments")
    parts = [one if counts.n_segments == 1 else many.format(count=number_text(counts.n_segments))]
    if counts.n_accepted:
        accepted = translate("SegmentRows", "{count} accepted")
        parts.append(accepted.format(count=number_text(counts.n_accepted)))
    return " · ".join(parts)


def to_look_at_text(counts: ReviewCounts) -> str:
    """Empty if there is nothing."""
    if not counts.n_to_look_at:
        return ""
    return translate("SegmentRows", "{count} to look at").format(count=number_text(counts.n_to_look_at))


def _state(result: SegmentResult, *, is_edited: bool) -> SegmentState:
    if result.is_accepted:
        return SegmentState.ACCEPTED
    return SegmentState.EDITED if is_edited else SegmentState.TRANSLATED


def _note(state: SegmentState, result: SegmentResult, remarks: Sequence[str]) -> str:
    if remarks:
        more = len(remarks) - 1
        return f"{remarks[0]} +{number_text(more)}" if more else remarks[0]
    if state is SegmentState.TRANSLATED:
        return translate("SegmentRows", _ORIGINS[result.origin]) if result.origin in _ORIGINS else ""
    return translate("SegmentRows", _STATES[state])

"""The segments of a file and their translations in words, as the review grid shows them. GUI thread."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewCounts, ReviewFilter, needs_look
from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.assist.translation.translation_view import UNSURE_BELOW
from desktop_llm.documents.segments import Layout
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, translate
from desktop_llm.ui.rows.document_words import place_text
from desktop_llm.ui.rows.translation_words import fault_sentence

_CONTEXT: Final = "SegmentRows"


class SegmentState(StrEnum):
    """How far a segment is."""

    WAITING = "waiting"
    TRANSLATED = "translated"
    EDITED = "edited"
    ACCEPTED = "accepted"


_STATES: Final[Mapping[SegmentState, str]] = {
    SegmentState.WAITING: QT_TRANSLATE_NOOP("SegmentRows", "Not translated yet"),
    SegmentState.TRANSLATED: QT_TRANSLATE_NOOP("SegmentRows", "Translated"),
    SegmentState.EDITED: QT_TRANSLATE_NOOP("SegmentRows", "Edited"),
    SegmentState.ACCEPTED: QT_TRANSLATE_NOOP("SegmentRows", "Accepted"),
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


class SegmentRow(Struct, frozen=True, kw_only=True):
    """`note` is a few words for the grid; remarks are whole sentences. confidence: 0 to 1, None if nobody knows."""

    number: int
    source: str
    target: str = ""
    state: SegmentState = SegmentState.WAITING
    note: str = ""
    remarks: tuple[str, ...] = ()
    confidence: float | None = None
    needs_look: bool = False

    @property
    def state_text(self) -> str:
        return translate(_CONTEXT, _STATES[self.state])

    @property
    def confidence_text(self) -> str:
        return "" if self.confidence is None else f"{number_text(round(100 * self.confidence))} %"


def segment_row(review: DocumentReview, index: int) -> SegmentRow:
    result = review.result(index)
    if result is None:
        return SegmentRow(number=index + 1, source=review.source(index))
    state = _state(result, is_edited=review.is_edited(index))
    remarks = () if result.is_accepted else remark_sentences(result)
    return SegmentRow(
        number=index + 1,
        source=result.source,
        target=result.target,
        state=state,
        note=_note(state, result, remarks),
        remarks=remarks,
        confidence=result.confidence,
        needs_look=needs_look(result),
    )


def remark_sentences(result: SegmentResult) -> tuple[str, ...]:
    """All that may be wrong with it."""
    sentences = [translate(_CONTEXT, _CARES[result.care])] if result.care in _CARES else []
    sentences += [fault_sentence(warning) for warning in result.warnings]
    if result.confidence is not None and result.confidence < UNSURE_BELOW:
        unsure = translate(_CONTEXT, "The model was not sure of this ({percent} %).")
        sentences.append(unsure.format(percent=number_text(round(100 * result.confidence))))
    return tuple(sentences)


def place_of(result: SegmentResult) -> str:
    """Where in the file it stands; empty where the format does not tell."""
    place = result.segment.place
    return place_text(place) if place.page or place.label else ""


def counts_text(counts: ReviewCounts) -> str:
    one, many = translate(_CONTEXT, "1 segment"), translate(_CONTEXT, "{count} segments")
    parts = [one if counts.n_segments == 1 else many.format(count=number_text(counts.n_segments))]
    if counts.n_accepted:
        accepted = translate(_CONTEXT, "{count} accepted")
        parts.append(accepted.format(count=number_text(counts.n_accepted)))
    return " · ".join(parts)


def to_look_at_text(counts: ReviewCounts) -> str:
    """Empty if there is nothing."""
    if not counts.n_to_look_at:
        return ""
    return translate(_CONTEXT, "{count} to look at").format(count=number_text(counts.n_to_look_at))


def _state(result: SegmentResult, *, is_edited: bool) -> SegmentState:
    if result.is_accepted:
        return SegmentState.ACCEPTED
    return SegmentState.EDITED if is_edited else SegmentState.TRANSLATED


def _note(state: SegmentState, result: SegmentResult, remarks: Sequence[str]) -> str:
    if remarks:
        more = len(remarks) - 1
        return f"{remarks[0]} +{number_text(more)}" if more else remarks[0]
    if state is SegmentState.TRANSLATED:
        return translate(_CONTEXT, _ORIGINS[result.origin]) if result.origin in _ORIGINS else ""
    return translate(_CONTEXT, _STATES[state])

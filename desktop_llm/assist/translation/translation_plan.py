"""What of a request is new to the model: which pieces wait for it, and what is known without it. A job's thread."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_llm.assist.model_profiles import ModelProfile
from desktop_llm.assist.remembered_values import RememberedValues
from desktop_llm.assist.translation.glossary import terms_in
from desktop_llm.assist.translation.piece_translation import PieceTranslation, piece_key
from desktop_llm.assist.translation.segment_languages import SegmentLanguages, segment_languages
from desktop_llm.assist.translation.translation_pieces import Pieces, has_words, pieces_of
from desktop_llm.assist.translation.translation_prompts import Wish
from desktop_llm.assist.translation.translation_request import Segment, Tone, TranslationRequest
from desktop_llm.assist.translation.translation_result import Origin, TranslationNote
from desktop_llm.engine.messages import ModelDescription


class PlannedPiece(Struct, frozen=True, kw_only=True):
    """One thing to ask. place: the numbers of its segment and of the piece in it.

    passage is the same for neighbours that go on from each other.
    """

    place: tuple[int, int]
    key: str
    wish: Wish
    passage: int


class PlannedSegment(Struct, frozen=True, kw_only=True):
    """A segment in pieces. origin is MODEL or REMEMBERED, or why nobody is asked: then `target` is there already."""

    pieces: Pieces
    language: str
    origin: Origin
    target: str = ""


class TranslationPlan(Struct, frozen=True, kw_only=True):
    """`waiting` are the pieces to ask for, in their order; `known` those that are remembered, by their places."""

    model_name: str
    languages: SegmentLanguages
    segments: tuple[PlannedSegment, ...]
    waiting: tuple[PlannedPiece, ...]
    known: dict[tuple[int, int], PieceTranslation]
    notes: tuple[TranslationNote, ...]
    unsupported: tuple[str, ...]


def translation_plan(
    request: TranslationRequest,
    model: ModelDescription,
    profile: ModelProfile,
    memory: RememberedValues[PieceTranslation],
) -> TranslationPlan:
    languages = segment_languages([segment.text for segment in request.segments], request.source)
    segments = [
        _planned_segment(segment, language, request.target, is_line_by_line=profile.stops_at_line_end)
        for segment, language in zip(request.segments, languages.segments, strict=True)
    ]
    pieces = _pieces(request, model, profile, segments)
    known = memory.find([piece.key for piece in pieces])
    waiting = tuple(piece for piece in pieces if piece.key not in known)
    asked = {piece.place[0] for piece in waiting}
    return TranslationPlan(
        model_name=model.shown_name,
        languages=languages,
        segments=tuple(
            _remembered(segment) if segment.origin is Origin.MODEL and index not in asked else segment
            for index, segment in enumerate(segments)
        ),
        waiting=waiting,
        known={piece.place: known[piece.key] for piece in pieces if piece.key in known},
        notes=tuple(_notes(request, profile, languages, segments)),
        unsupported=profile.unsupported(languages.text, request.target),
    )


def _planned_segment(segment: Segment, language: str, target_language: str, *, is_line_by_line: bool) -> PlannedSegment:
    pieces = pieces_of(segment.text, language, is_line_by_line=is_line_by_line)
    if segment.target:
        return PlannedSegment(pieces=pieces, language=language, origin=Origin.GIVEN, target=segment.target)
    if not has_words(segment.text):
        return PlannedSegment(pieces=pieces, language=language, origin=Origin.KEPT, target=segment.text)
    if language == target_language:
        return PlannedSegment(pieces=pieces, language=language, origin=Origin.ALREADY_THERE, target=segment.text)
    return PlannedSegment(pieces=pieces, language=language, origin=Origin.MODEL)


def _pieces(
    request: TranslationRequest, model: ModelDescription, profile: ModelProfile, segments: Sequence[PlannedSegment]
) -> list[PlannedPiece]:
    planned: list[PlannedPiece] = []
    passage = 0
    for index, (segment, plan) in enumerate(zip(request.segments, segments, strict=True)):
        if segment.is_apart or (index and request.segments[index - 1].is_apart):
            passage += 1
        if plan.origin is not Origin.MODEL:
            continue
        for number, text in enumerate(plan.pieces.texts):
            wish = _wish(request, segment, text, plan.language)
            key = piece_key(model, profile, wish)
            planned.append(PlannedPiece(place=(index, number), key=key, wish=wish, passage=passage))
    return planned


def _wish(request: TranslationRequest, segment: Segment, text: str, language: str) -> Wish:
    return Wish(
        text=text,
        source=language,
        target=request.target,
        tone=request.tone,
        terms=terms_in(text, request.glossary),
        examples=segment.examples,
        hint=request.hint,
    )


def _remembered(segment: PlannedSegment) -> PlannedSegment:
    return PlannedSegment(pieces=segment.pieces, language=segment.language, origin=Origin.REMEMBERED)


def _notes(
    request: TranslationRequest, profile: ModelProfile, languages: SegmentLanguages, segments: Sequence[PlannedSegment]
) -> list[TranslationNote]:
    notes: list[TranslationNote] = []
    with_words = [segment for segment in segments if segment.origin is not Origin.KEPT]
    if with_words and all(segment.origin is Origin.ALREADY_THERE for segment in with_words):
        notes.append(TranslationNote.ALREADY_THERE)
    if with_words and not languages.text:
        notes.append(TranslationNote.LANGUAGE_UNKNOWN)
    if profile.unsupported(languages.text, request.target):
        notes.append(TranslationNote.LANGUAGE_UNSUPPORTED)
    if request.tone is not Tone.NEUTRAL and not profile.takes_tone:
        notes.append(TranslationNote.TONE_IGNORED)
    if request.glossary and not profile.takes_terms:
        notes.append(TranslationNote.GLOSSARY_UNSEEN)
    return notes

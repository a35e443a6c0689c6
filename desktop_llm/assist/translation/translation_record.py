"""What a translation has so far, told as it comes. One job, one thread."""

from collections.abc import Sequence

from desktop_llm.assist.translation.piece_translation import PieceTranslation
from desktop_llm.assist.translation.sentence_pairs import joint_confidence, sentence_pairs, shifted
from desktop_llm.assist.translation.translation_checks import check_translation
from desktop_llm.assist.translation.translation_plan import PlannedPiece, PlannedSegment, TranslationPlan
from desktop_llm.assist.translation.translation_request import Pair, TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    Origin,
    SegmentGrew,
    SegmentTranslated,
    SentencePair,
    Translation,
    TranslationFault,
    TranslationPlanned,
    TranslationSink,
    TranslationWarning,
)


class TranslationRecord:
    """Tells of each segment once, when its last piece is there."""

    def __init__(self, job_id: str, request: TranslationRequest, sink: TranslationSink) -> None:
        self._job_id = job_id
        self._request = request
        self._sink = sink
        self._plan: TranslationPlan | None = None
        self._pieces: dict[tuple[int, int], PieceTranslation] = {}
        self._growing: dict[tuple[int, int], str] = {}
        self._done: dict[int, Translation] = {}

    def plan(self, plan: TranslationPlan) -> None:
        """What is known without the model is told at once."""
        self._plan = plan
        self._pieces = dict(plan.known)
        self._sink(
            TranslationPlanned(
                job_id=self._job_id,
                model_name=plan.model_name,
                n_segments=len(plan.segments),
                n_to_translate=len({piece.place[0] for piece in plan.waiting}),
                source=plan.languages.text,
                target=self._request.target,
                notes=plan.notes,
                unsupported=plan.unsupported,
            )
        )
        for index, segment in enumerate(plan.segments):
            if segment.origin is Origin.REMEMBERED:
                self._tell(index, self._joined(index, segment))
            elif segment.origin is not Origin.MODEL:
                self._tell(index, self._without_model(segment))

    def grown(self, piece: PlannedPiece, text: str, start: int) -> str:
        """All that was written of a piece, with this at `start`."""
        whole = self._growing.get(piece.place, "")[:start] + text
        self._growing[piece.place] = whole
        return whole

    def show(self, piece: PlannedPiece, text: str) -> None:
        """A piece as far as it is written, with those before it."""
        index, number = piece.place
        targets: list[str] = []
        for before in range(number):
            if (index, before) not in self._pieces:
                return
            targets.append(self._pieces[index, before].target)
        shown, _ = self._segment(index).pieces.joined([*targets, text], self._request.target)
        self._sink(SegmentGrew(job_id=self._job_id, index=index, text=shown))

    def add(self, piece: PlannedPiece, translated: PieceTranslation) -> None:
        self._growing.pop(piece.place, None)
        self._pieces[piece.place] = translated
        index = piece.place[0]
        segment = self._segment(index)
        if all((index, number) in self._pieces for number in range(len(segment.pieces.spans))):
            self._tell(index, self._joined(index, segment))

    def known_before(self, piece: PlannedPiece, most: int) -> list[Pair]:
        """The pairs right before a piece, the nearest last, as far as they follow each other without a gap."""
        index, number = piece.place
        pairs: list[Pair] = []
        for before in reversed(range(number)):
            if (index, before) not in self._pieces:
                return pairs[::-1][-most:]
            pairs.append(Pair(self._segment(index).pieces.texts[before], self._pieces[index, before].target))
        while len(pairs) < most and index > 0 and not self._is_apart(index):
            index -= 1
            if index not in self._done:
                break
            done = self._done[index]
            if done.origin not in (Origin.KEPT, Origin.ALREADY_THERE) and not done.warnings:
                pairs.append(Pair(done.source, done.target))
        return pairs[:most][::-1]

    def _is_apart(self, index: int) -> bool:
        segments = self._request.segments
        return segments[index].is_apart or segments[index - 1].is_apart

    def _segment(self, index: int) -> PlannedSegment:
        if self._plan is None:
            raise RuntimeError("nothing is planned yet")
        return self._plan.segments[index]

    def _joined(self, index: int, segment: PlannedSegment) -> Translation:
        pieces = [self._pieces[index, number] for number in range(len(segment.pieces.spans))]
        target, starts = segment.pieces.joined([piece.target for piece in pieces], self._request.target)
        pairs = tuple(
            shifted(pair, span.start, start)
            for piece, span, start in zip(pieces, segment.pieces.spans, starts, strict=True)
            for pair in piece.sentences
        )
        cuts = {
            TranslationFault.REPEATS if piece.is_looping else TranslationFault.CUT for piece in pieces if piece.is_cut
        }
        return self._translation(segment, target, pairs, sorted(cuts))

    def _without_model(self, segment: PlannedSegment) -> Translation:
        languages = (segment.language, self._request.target)
        pairs = sentence_pairs(segment.pieces.text, segment.target, languages) if segment.target else ()
        if segment.origin is not Origin.GIVEN:
            return Translation(
                source=segment.pieces.text,
                target=segment.target,
                language=segment.language,
                origin=segment.origin,
                sentences=pairs,
            )
        return self._translation(segment, segment.target, pairs)

    def _translation(
        self,
        segment: PlannedSegment,
        target: str,
        pairs: tuple[SentencePair, ...],
        cuts: Sequence[TranslationFault] = (),
    ) -> Translation:
        source = segment.pieces.text
        warnings = check_translation(source, target, segment.language, self._request.target, self._request.glossary)
        told = {warning.fault for warning in warnings}
        warnings = (*(TranslationWarning(fault) for fault in cuts if fault not in told), *warnings)
        return Translation(
            source=source,
            target=target,
            language=segment.language,
            origin=segment.origin,
            warnings=warnings,
            confidence=joint_confidence(pairs),
            sentences=pairs,
        )

    def _tell(self, index: int, translation: Translation) -> None:
        self._done[index] = translation
        self._sink(SegmentTranslated(job_id=self._job_id, index=index, translation=translation, n_done=len(self._done)))

"""Translates the segments of a file: what is remembered is taken from there, the rest is asked for, marks are mended.

Equal texts are asked for once. Each translation is in the memory as soon as it is there, so that a job that was
stopped or killed goes on where it was. A job runs on a thread of whoever starts it; `stop` may come from any thread.
"""

from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, ModelChangedError
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.document_memory import Answer, DocumentMemory, Memory, made_by
from desktop_llm.assist.translation.document_texts import DocumentText, Occurrence, document_texts
from desktop_llm.assist.translation.document_translation_result import (
    DocumentPlanned,
    DocumentRequest,
    DocumentSink,
    SegmentDone,
    SegmentResult,
)
from desktop_llm.assist.translation.mark_mending import Broken, MarkMending
from desktop_llm.assist.translation.mark_repair import Care, Restored, restored
from desktop_llm.assist.translation.near_matches import NearMatch
from desktop_llm.assist.translation.segment_asking import SegmentAsking
from desktop_llm.assist.translation.translation_checks import check_translation
from desktop_llm.assist.translation.translation_request import Segment, TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    Origin,
    Translation,
    TranslationFault,
    TranslationPlanned,
    TranslationWarning,
)
from desktop_llm.documents.segments import text_of
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.storage.translation_memory import LanguagePair

# What is wrong with marks is told by what became of them.
_MARK_FAULTS: Final = frozenset({TranslationFault.PLACEHOLDER_MISSING, TranslationFault.PLACEHOLDER_ADDED})


class DocumentTranslationJob:
    """One file. `sink` is called on the job's thread."""

    def __init__(
        self,
        engine: EngineClient,
        request: DocumentRequest,
        sink: DocumentSink,
        memory: Memory | None = None,
        cache: AnswerCache | None = None,
    ) -> None:
        """Without a memory all is translated, and nothing is kept."""
        self.job_id = f"document-{uuid4().hex}"
        self._desk = AnswerDesk(engine)
        self._request = request
        self._sink = sink
        self._memory = memory
        self._asking = SegmentAsking(engine, cache)

    def stop(self) -> None:
        """End soon; what is translated stays."""
        self._desk.stop()
        self._asking.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        self._sink(run_at_desk(self.job_id, self._desk, self._translate))

    def _translate(self) -> None:
        """From the beginning with each model that is loaded meanwhile: what one made is not kept as another's."""
        while True:
            try:
                self._translate_with(self._desk.model())
            except ModelChangedError:
                continue
            return

    def _translate_with(self, model: ModelDescription) -> None:
        request = self._request
        maker = made_by(model, request.tone, request.glossary, request.hint)
        pair = LanguagePair(request.source or request.file.language, request.target)
        memory = DocumentMemory(self._memory, pair, maker)
        mending = MarkMending(
            self._asking, _translation_request(request, ()), takes_hints=profile_of(model).takes_hints
        )
        try:
            _Run(self.job_id, request, self._sink, memory, self._asking, mending).run()
        finally:
            memory.prune()


class _Run:
    """The job with one model."""

    def __init__(
        self,
        job_id: str,
        request: DocumentRequest,
        sink: DocumentSink,
        memory: DocumentMemory,
        asking: SegmentAsking,
        mending: MarkMending,
    ) -> None:
        self._job_id = job_id
        self._request = request
        self._sink = sink
        self._memory = memory
        self._asking = asking
        self._mending = mending
        self._n_done = 0
        self._texts: list[DocumentText] = []
        self._near: list[tuple[NearMatch, ...]] = []
        self._told_first: list[tuple[int, SegmentResult]] = []
        self._broken: list[Broken] = []

    def run(self) -> None:
        texts, ready = document_texts(self._request.file.segments)
        known = self._memory.find([text.marked for text in texts])
        self._told_first = [(each.index, _ready_result(each)) for each in ready]
        for text in texts:
            if not self._is_remembered(text, known.get(text.marked)):
                self._texts.append(text)
        matches = self._memory.near()
        self._near = [matches.to(text.marked) for text in self._texts]
        segments = tuple(_segment(text, near) for text, near in zip(self._texts, self._near, strict=True))
        if not segments:
            self._begin(None)
        self._asking.ask(_translation_request(self._request, segments), self._take, self._begin)
        self._mend()

    def _is_remembered(self, text: DocumentText, answer: Answer | None) -> bool:
        """Whether its marks fit wherever the text occurs."""
        if answer is None:
            return False
        wholes = [restored(each.protected, answer.marked) for each in text.occurrences]
        if not all(wholes):
            return False
        self._told_first += [
            (each.index, _result(each, answer, whole))
            for each, whole in zip(text.occurrences, wholes, strict=True)
            if whole is not None
        ]
        return True

    def _begin(self, plan: TranslationPlanned | None) -> None:
        n_segments = len(self._request.file.segments)
        n_known = len(self._told_first)
        self._sink(DocumentPlanned(job_id=self._job_id, n_segments=n_segments, n_remembered=n_known, plan=plan))
        for index, result in self._told_first:
            self._tell(index, result)

    def _take(self, number: int, translation: Translation) -> None:
        text, near = self._texts[number], self._near[number]
        readable = text.occurrences[0].protected.readable
        warnings = tuple(
            replace(each, text=readable(each.text)) for each in translation.warnings if each.fault not in _MARK_FAULTS
        )
        answer = Answer(
            marked=translation.target,
            origin=translation.origin,
            warnings=warnings,
            confidence=translation.confidence,
        )
        for each in text.occurrences:
            whole = restored(each.protected, translation.target)
            if whole is None:
                self._broken.append(Broken(text=text, occurrence=each, answer=answer))
            else:
                self._memory.keep(text.marked, answer)
                self._tell(each.index, replace(_result(each, answer, whole), near=near))

    def _mend(self) -> None:
        for broken, whole in self._mending.mended(self._broken):
            occurrence = broken.occurrence
            answer = Answer(
                marked=whole.answer,
                warnings=self._checked(occurrence, whole),
                care=whole.care,
                lost=whole.lost,
                confidence=broken.answer.confidence,
            )
            self._memory.keep(broken.text.marked, answer)
            self._tell(occurrence.index, _result(occurrence, answer, whole))

    def _checked(self, occurrence: Occurrence, whole: Restored) -> tuple[TranslationWarning, ...]:
        """Of what was put together anew."""
        request = self._request
        languages = (request.source or request.file.language, request.target)
        source = text_of(occurrence.segment.content)
        if whole.care is Care.NOT_TRANSLATED:
            return (TranslationWarning(TranslationFault.UNTRANSLATED, source),)
        found = check_translation(source, text_of(whole.content), *languages, request.glossary)
        return tuple(each for each in found if each.fault not in _MARK_FAULTS)

    def _tell(self, index: int, result: SegmentResult) -> None:
        self._n_done += 1
        self._sink(SegmentDone(job_id=self._job_id, index=index, result=result, n_done=self._n_done))


def _translation_request(request: DocumentRequest, segments: Sequence[Segment]) -> TranslationRequest:
    return TranslationRequest(
        segments=tuple(segments),
        target=request.target,
        source=request.source or request.file.language,
        tone=request.tone,
        glossary=request.glossary,
        hint=request.hint,
        variant=request.variant,
    )


def _segment(text: DocumentText, near: Sequence[NearMatch]) -> Segment:
    return Segment(text=text.marked, examples=tuple(match.pair for match in near), is_apart=text.is_apart)


def _ready_result(occurrence: Occurrence) -> SegmentResult:
    """What the file has a translation for, or what has nothing to translate."""
    segment = occurrence.segment
    content = segment.target or segment.content
    return SegmentResult(
        segment=segment,
        source=text_of(segment.content),
        target=text_of(content),
        content=content,
        marked=text_of(content) if segment.target else occurrence.protected.text,
        origin=Origin.GIVEN if segment.target else Origin.KEPT,
    )


def _result(occurrence: Occurrence, answer: Answer, whole: Restored) -> SegmentResult:
    return SegmentResult(
        segment=occurrence.segment,
        source=text_of(occurrence.segment.content),
        target=text_of(whole.content),
        content=whole.content,
        marked=whole.answer,
        origin=answer.origin,
        warnings=answer.warnings,
        care=answer.care,
        lost=answer.lost,
        confidence=answer.confidence,
    )

"""Translates the documents of the Translate pane, one after the other, and single segments again. GUI thread.

What a job tells is gathered: thousands of remembered segments come at once.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.pace import Pace
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.document_translation import DocumentTranslationJob
from desktop_llm.assist.translation.document_translation_result import DocumentPlanned, DocumentRequest, SegmentDone
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.job_runner import JobRunner, Sink
from desktop_llm.ui.controllers.translation.document_memory_shelf import DocumentMemoryShelf
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.error_text import error_text, error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.rows.translated_rows import Phase
from desktop_llm.ui.rows.translation_words import note_sentences

_TELL_EVERY_MS: Final = 60
_EACH_CHARACTERS: Final = 60  # what is asked about a segment takes about as long as so much more of it


class ChangedSegments(Struct, frozen=True):
    """Segments of a document that are otherwise now."""

    key: str
    indices: frozenset[int]


class DocumentJobs(QObject):
    document_changed = Signal(str)  # its key: how far it is, or why not
    segments_changed = Signal(object)  # ChangedSegments

    def __init__(
        self,
        folder: DataFolder,
        engine: PaneEngine,
        memory: DocumentMemoryShelf,
        bridge: EventBridge,
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` tells seconds."""
        super().__init__(parent)
        self._clock = clock
        self._engine = engine
        self._memory = memory
        self._runner = JobRunner(folder, bridge)
        self._again_runner = JobRunner(folder, bridge)
        self._waiting: list[TranslatedDocument] = []
        self._running: TranslatedDocument | None = None
        self._again: list[tuple[TranslatedDocument, int]] = []
        self._n_again = 0
        self._pace: Pace | None = None
        self._changed: dict[str, set[int]] = {}
        self._telling = QTimer(self, singleShot=True, interval=_TELL_EVERY_MS)
        self._telling.timeout.connect(self._tell)

    @property
    def is_running(self) -> bool:
        return self._running is not None

    def begin(self, documents: Iterable[TranslatedDocument]) -> None:
        """In this order, after those that wait already."""
        for document in documents:
            document.phase, document.failure, document.notes = Phase.QUEUED, None, ()
            document.begin_review()
            document.made_with = document.choices
            self._waiting.append(document)
            self.document_changed.emit(document.key)
        self._start_next()

    def stop(self, document: TranslatedDocument) -> None:
        """What is translated stays."""
        if document is self._running:
            self._runner.stop()
        elif document in self._waiting:
            self._waiting.remove(document)
            document.phase = Phase.STOPPED
            self._show(document)

    def translate_again(self, document: TranslatedDocument, indices: Sequence[int]) -> None:
        """These segments, whatever is there of them; they are not looked for in the memory."""
        document.failure = None
        for index in indices:
            if index not in document.busy_segments:
                document.busy_segments.add(index)
                self._again.append((document, index))
        self._note(document, indices)
        if not self._again_runner.is_running:
            self._start_again()

    def close(self) -> None:
        """Stop all. Blocks for seconds at most."""
        self._waiting.clear()
        self._again.clear()
        self._runner.close()
        self._again_runner.close()
        self._telling.stop()

    # One document after the other

    def _start_next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        document = self._waiting.pop(0)
        try:
            engine = self._engine.ready_client()
        except DesktopLlmError as error:
            document.phase, document.failure = Phase.FAILED, error_text_of(error)
            self._show(document)
            self._start_next()
            return
        self._running, self._pace = document, None
        document.phase, document.n_done = Phase.RUNNING, 0
        make = partial(_job, engine, document.request(), self._memory)
        self._runner.begin(make, partial(self._hear, document))
        self._show(document)

    def _hear(self, document: TranslatedDocument, event: object) -> None:
        match event:
            case DocumentPlanned():
                self._pace = Pace(_weight(document), self._clock())  # the model begins now
                if event.plan is not None:
                    document.notes = note_sentences(event.plan, ())
                self._show(document)
            case SegmentDone():
                self._take(document, event)
            case JobEnded():
                self._end(document, event)
            case _:
                pass

    def _take(self, document: TranslatedDocument, event: SegmentDone) -> None:
        review = document.review
        if review is None:
            return
        document.n_done = event.n_done
        if review.take(event.index, event.result):
            self._note(document, (event.index,))
        if self._pace is not None:
            note = self._pace.note if event.result.origin is Origin.MODEL else self._pace.note_remembered
            note(_EACH_CHARACTERS + len(event.result.source))
        if not self._telling.isActive():
            self._telling.start()

    def _end(self, document: TranslatedDocument, ended: JobEnded) -> None:
        self._tell()
        self._running, self._pace = None, None
        if ended.failure is not None:
            document.failure = error_text(ended.failure.code, dict(ended.failure.facts))
            document.phase = Phase.FAILED
        else:
            document.phase = Phase.DONE if ended.state is JobState.DONE else Phase.STOPPED
        self._show(document)
        self._start_next()

    # Segments again

    def _start_again(self) -> None:
        """All that wait and belong to the same document; without an engine, none waits any longer."""
        while self._again:
            document = self._again[0][0]
            indices = [index for other, index in self._again if other is document]
            self._again = [(other, index) for other, index in self._again if other is not document]
            try:
                engine = self._engine.ready_client()
            except DesktopLlmError as error:
                document.failure = error_text_of(error)
                document.busy_segments.difference_update(indices)
                self._note(document, indices)
                self._show(document)
                continue
            make = partial(_job_again, engine, self._request_again(document, indices))
            self._again_runner.begin(make, partial(self._hear_again, document, indices))
            return

    def _request_again(self, document: TranslatedDocument, indices: Sequence[int]) -> DocumentRequest:
        request = document.request()
        segments = tuple(request.file.segments[index] for index in indices)
        untold = tuple(replace(segment, target=()) for segment in segments)
        self._n_again += 1
        return replace(request, file=replace(request.file, segments=untold), variant=self._n_again)

    def _hear_again(self, document: TranslatedDocument, indices: Sequence[int], event: object) -> None:
        match event:
            case SegmentDone():
                index = indices[event.index]
                document.busy_segments.discard(index)
                if document.review is not None:
                    original = document.review.file.segments[index]
                    document.review.take_again(index, replace(event.result, segment=original))
                self._note(document, (index,))
            case JobEnded():
                document.busy_segments.difference_update(indices)
                self._note(document, indices)
                if event.failure is not None:
                    document.failure = error_text(event.failure.code, dict(event.failure.facts))
                    self._show(document)
                self._start_again()
            case _:
                pass

    # Telling

    def _note(self, document: TranslatedDocument, indices: Iterable[int]) -> None:
        self._changed.setdefault(document.key, set()).update(indices)
        if not self._telling.isActive():
            self._telling.start()

    def _show(self, document: TranslatedDocument) -> None:
        document.left_s = self._left_s() if document is self._running else None
        self.document_changed.emit(document.key)

    @Slot()
    def _tell(self) -> None:
        self._telling.stop()
        changed, self._changed = self._changed, {}
        for key, indices in changed.items():
            self.segments_changed.emit(ChangedSegments(key, frozenset(indices)))
        if self._running is not None:
            self._show(self._running)

    def _left_s(self) -> float | None:
        return self._pace.left_s(self._clock()) if self._pace is not None else None


def _weight(document: TranslatedDocument) -> int:
    """Of all its segments, in characters."""
    review, n_segments = document.review, document.n_segments
    n_characters = sum(map(len, map(review.source, range(n_segments)))) if review is not None else 0
    return n_characters + n_segments * _EACH_CHARACTERS


def _job(
    engine: EngineClient,
    request: DocumentRequest,
    shelf: DocumentMemoryShelf,
    sink: Sink,
    cache: AnswerCache | None,
) -> DocumentTranslationJob:
    """Called on the job's thread."""
    return DocumentTranslationJob(engine, request, sink, shelf.opened(), cache)


def _job_again(
    engine: EngineClient, request: DocumentRequest, sink: Sink, _cache: AnswerCache | None
) -> DocumentTranslationJob:
    return DocumentTranslationJob(engine, request, sink)

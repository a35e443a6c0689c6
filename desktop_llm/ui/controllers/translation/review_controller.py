"""Looks over the open document: what is edited, accepted and translated again, and what is said of a segment. GUI
thread.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.translation.accepted_segments import keep_accepted
from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.edited_segment import without_unknown_marks
from desktop_llm.assist.translation.near_matches import NearMatch
from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.documents.segments import InlineEnd, InlineObject, InlineStart
from desktop_llm.ui.controllers.translation.document_jobs import ChangedSegments, DocumentJobs
from desktop_llm.ui.controllers.translation.document_memory_shelf import DocumentMemoryShelf
from desktop_llm.ui.controllers.translation.documents_controller import DocumentsController
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.item_models.segment_table_model import NO_SEGMENT, SegmentEdit
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.rows.segment_rows import place_of, remark_sentences
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.translation.segment_panel import SegmentView, SimilarText


class ReviewController(QObject):
    def __init__(
        self,
        pane: DocumentPane,
        documents: DocumentsController,
        jobs: DocumentJobs,
        memory: DocumentMemoryShelf,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._documents = documents
        self._jobs = jobs
        self._memory = memory
        self._threads = SideThreads(bridge, "accepted-segments")
        documents.document_shown.connect(self._on_document_shown)
        jobs.segments_changed.connect(self._on_segments_changed)
        pane.segment_chosen.connect(self._on_segment_chosen)
        pane.edit_made.connect(self._on_edit_made)
        pane.accept_requested.connect(self._on_accept)
        pane.accept_faultless_requested.connect(self._on_accept_faultless)
        pane.reopen_requested.connect(self._on_reopen)
        pane.again_requested.connect(self._on_again)
        pane.next_requested.connect(self._on_next)
        pane.similar_chosen.connect(self._on_similar_chosen)

    def stop(self) -> None:
        """What was accepted is in the memory then."""
        self._threads.finish()

    @Slot(object)
    def _on_document_shown(self, document: TranslatedDocument) -> None:
        self._pane.show_review(document.review)
        self._pane.show_busy(document.busy_segments)
        self._show_segment(self._pane.current_segment)

    @Slot(object)
    def _on_segments_changed(self, changed: ChangedSegments) -> None:
        document = self._documents.open_document
        if document is not None and document.key == changed.key:
            self._pane.show_busy(document.busy_segments)
            self._show_changes(document, tuple(changed.indices))

    @Slot(int)
    def _on_segment_chosen(self, segment: int) -> None:
        self._show_segment(segment)

    @Slot(object)
    def _on_edit_made(self, edit: SegmentEdit) -> None:
        self._edit(edit.index, edit.text)

    @Slot(str)
    def _on_similar_chosen(self, translation: str) -> None:
        if (segment := self._pane.current_segment) != NO_SEGMENT:
            self._edit(segment, translation)

    def _edit(self, index: int, text: str) -> None:
        document = self._documents.open_document
        if document is not None and document.review is not None:
            self._changed(document, document.review.edit(index, text))

    @Slot(object)
    def _on_accept(self, indices: Sequence[int]) -> None:
        document = self._documents.open_document
        if document is not None and document.review is not None:
            self._accepted(document, document.review.accept(indices))

    @Slot()
    def _on_accept_faultless(self) -> None:
        document = self._documents.open_document
        if document is not None and document.review is not None:
            self._accepted(document, document.review.accept_faultless())

    @Slot(object)
    def _on_reopen(self, indices: Sequence[int]) -> None:
        document = self._documents.open_document
        if document is not None and document.review is not None:
            self._changed(document, document.review.accept(indices, is_accepted=False))

    @Slot(object)
    def _on_again(self, indices: Sequence[int]) -> None:
        document = self._documents.open_document
        if document is not None and document.review is not None:
            self._jobs.translate_again(document, indices)
            self._pane.show_busy(document.busy_segments)
            self._show_segment(self._pane.current_segment)

    @Slot(int)
    def _on_next(self, step: int) -> None:
        document = self._documents.open_document
        if document is None or document.review is None:
            return
        found = document.review.next_to_look_at(max(self._pane.current_segment, 0), step)
        if found is not None:
            self._pane.go_to(found)

    def _accepted(self, document: TranslatedDocument, indices: Sequence[int]) -> None:
        """What a person let stand is the person's translation from now on, in other documents too."""
        review = document.review
        if review is None or not indices:
            return
        results = [result for index in indices if (result := review.result(index)) is not None]
        work = partial(_keep, self._memory, review.languages, results)
        self._changed(document, indices)  # first: beside work that computes it takes twice as long
        self._threads.run(work)  # one that fails stays accepted here; only other documents do not know it

    def _changed(self, document: TranslatedDocument, indices: Sequence[int]) -> None:
        if indices:
            self._documents.note_change(document)
            self._show_changes(document, indices)

    def _show_changes(self, document: TranslatedDocument, indices: Sequence[int]) -> None:
        if document.review is not None:
            self._pane.show_changes(indices, document.review.counts)

    def _show_segment(self, segment: int) -> None:
        document = self._documents.open_document
        if document is None or document.review is None or segment == NO_SEGMENT:
            self._pane.show_segment(None)
            return
        result = document.review.result(segment)
        is_busy = segment in document.busy_segments
        if result is None:
            content = document.review.file.segments[segment]
            self._pane.show_segment(SegmentView(hint=content.hint, is_busy=is_busy))
        else:
            self._pane.show_segment(_view(result, is_busy=is_busy))


def _view(result: SegmentResult, *, is_busy: bool) -> SegmentView:
    marks = (InlineStart, InlineEnd, InlineObject)
    return SegmentView(
        place=place_of(result),
        hint=result.segment.hint,
        remarks=() if result.is_accepted else remark_sentences(result),
        similar=tuple(_similar(result, near) for near in result.near),
        has_marks=any(isinstance(piece, marks) for piece in result.segment.content),
        is_there=True,
        is_accepted=result.is_accepted,
        is_busy=is_busy,
    )


def _similar(result: SegmentResult, near: NearMatch) -> SimilarText:
    """Marks stand for what this segment has in their place; what it has not is left out."""
    protected = ProtectedText(result.segment.content)
    target = without_unknown_marks(protected, near.pair.target)
    return SimilarText(protected.readable(near.pair.source), protected.written_out(target), round(near.alike))


def _keep(shelf: DocumentMemoryShelf, languages: tuple[str, str], results: Sequence[SegmentResult]) -> None:
    """Raises StorageError."""
    memory = shelf.opened()
    if memory is not None:
        keep_accepted(memory, languages, results)

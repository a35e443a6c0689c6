"""What a summary is written from, and in how many pieces: at once, heading by heading, or stretch after stretch.

Pure but for the counting of tokens and the merging, which the engine does. A job's thread.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.summary.form_sentences import form_sentences, is_about_some
from desktop_llm.assist.summary.summary_length import wanted_words
from desktop_llm.assist.summary.summary_merge import NoteMerger, OnMerged, material_text
from desktop_llm.assist.summary.summary_notes import Notes, one_line
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryRequest
from desktop_llm.assist.summary.summary_sections import PlannedPart, SummaryPlan
from desktop_llm.documents.document import Block, BlockKind, Document

WORDS_PER_HEADING: Final = 45
_WORDS_AT_ONCE: Final = 400
_MIN_WORDS: Final = 15
_SENTENCES_OF_A_FORM: Final = 24
_DEEPEST_OUTLINE: Final = 3
_MAX_DOCUMENTS_APART: Final = 6
_IN_ONE_GO: Final = frozenset((SummaryForm.SENTENCE, SummaryForm.ACTIONS, SummaryForm.TIMELINE, SummaryForm.OUTLINE))


class Writing(Struct, frozen=True, kw_only=True):
    """One piece: the material by document name, the sections it comes from, how many words, the heading above it."""

    material: tuple[tuple[str, str], ...]
    section_indexes: tuple[int, ...]
    n_words: int
    heading: str = ""
    level: int = 0


class WritingPlanner:
    """Plans the pieces of a part. `notes`: of all sections that were read by themselves, by their index."""

    def __init__(
        self, request: SummaryRequest, plan: SummaryPlan, finder: SourceFinder, merger: NoteMerger, on_merged: OnMerged
    ) -> None:
        self._request = request
        self._plan = plan
        self._finder = finder
        self._merger = merger
        self._on_merged = on_merged

    def writings(self, part: PlannedPart, notes: dict[int, Notes]) -> list[Writing]:
        documents = self._documents(part)
        n_words = wanted_words(self._request.form, self._request.length, documents)
        own = [notes[index] for index in part.section_indexes if index in notes]
        if self._request.form is SummaryForm.OUTLINE:
            return self._outline(part, own, n_words)
        if part.is_one_pass:
            return [self._whole(part, n_words)]
        n_pieces = n_pieces_of(self._request.form, n_words, len(own))
        own = [each for each in own if each.notes]
        stretches = [own[len(own) * i // n_pieces : len(own) * (i + 1) // n_pieces] for i in range(n_pieces)]
        return [self._from_notes(stretch, n_words // n_pieces) for stretch in stretches if stretch]

    def _documents(self, part: PlannedPart) -> tuple[Document, ...]:
        documents = self._request.documents
        return documents if part.document_index < 0 else (documents[part.document_index],)

    def _whole(self, part: PlannedPart, n_words: int) -> Writing:
        sections = [self._plan.sections[index] for index in part.section_indexes]
        material = tuple((self._request.documents[each.document_index].name, each.text) for each in sections)
        return Writing(material=material, section_indexes=part.section_indexes, n_words=n_words)

    def _from_notes(self, own: Sequence[Notes], n_words: int) -> Writing:
        by_document = [(index, list(some)) for index, some in groupby(own, self._document_of)]
        indexes = tuple(index for each in own for index in each.section_indexes)
        if len(by_document) > _MAX_DOCUMENTS_APART:
            by_document = [(-1, list(own))]
        share = (0.5 if is_about_some(self._request.form) else 1.0) / max(1, len(by_document))
        material: list[tuple[str, str]] = []
        for document_index, some in by_document:
            merged = self._merger.merged(some, self._language(document_index), self._on_merged, share)
            text = "\n".join((material_text(merged), *self._form_lines(some, len(by_document))))
            name = self._request.documents[document_index].name if document_index >= 0 else ""
            material.append((name, text.strip()))
        return Writing(material=tuple(material), section_indexes=indexes, n_words=n_words)

    def _form_lines(self, own: Sequence[Notes], n_documents: int) -> Iterator[str]:
        """What the form is about and the notes may lack."""
        if not is_about_some(self._request.form):
            return
        passages = [
            passage for each in own for index in each.section_indexes for passage in self._finder.passages(index)
        ]
        n_wanted = max(1, _SENTENCES_OF_A_FORM // n_documents)
        chosen = set(form_sentences(self._request.form, passages, n_wanted, self._request.focus))
        yield from (f'"{one_line(passage.text)}"' for passage in passages if passage in chosen)

    def _outline(self, part: PlannedPart, own: Sequence[Notes], n_words: int) -> list[Writing]:
        if part.document_index < 0:
            pieces = list(self._document_pieces(part, own))
        else:
            pieces = list(self._heading_pieces(part, own))
        n_each = max(_MIN_WORDS, n_words // len(pieces)) if n_words and pieces else WORDS_PER_HEADING
        return [
            Writing(material=(("", text),), section_indexes=indexes, n_words=n_each, heading=heading, level=1)
            for heading, text, indexes in pieces
            if text
        ]

    def _document_pieces(self, part: PlannedPart, own: Sequence[Notes]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
        sections = [self._plan.sections[index] for index in part.section_indexes]
        for document_index, some in groupby(sections, lambda section: section.document_index):
            indexes = tuple(section.index for section in some)
            if part.is_one_pass:
                text = "\n\n".join(self._plan.sections[index].text for index in indexes)
            else:
                notes = [each for each in own if each.section_indexes[0] in indexes]
                text = material_text(self._merger.merged(notes, self._language(document_index), self._on_merged))
            yield self._request.documents[document_index].name, text, indexes

    def _heading_pieces(self, part: PlannedPart, own: Sequence[Notes]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
        sections = [self._plan.sections[index] for index in part.section_indexes]
        for heading, blocks in outline_groups(self._request.documents[part.document_index]):
            ids = {block.id for block in blocks}
            indexes = tuple(section.index for section in sections if not ids.isdisjoint(section.block_ids))
            text = (
                "\n\n".join(block.text for block in blocks) if part.is_one_pass else self._notes_on(ids, indexes, own)
            )
            yield heading, text, indexes

    def _notes_on(self, ids: set[str], indexes: tuple[int, ...], own: Sequence[Notes]) -> str:
        """The notes that come from these blocks; without any, what these blocks say most tellingly."""
        near = [each for each in own if each.section_indexes[0] in indexes]
        lines = [f"- {note.text}" for each in near for note in each.notes if note.passages[0].block.id in ids]
        lines += [f'"{one_line(quote.text)}"' for each in near for quote in each.quotes if quote.block.id in ids]
        if not lines:
            passages = [
                passage for index in indexes for passage in self._finder.passages(index) if passage.block.id in ids
            ]
            chosen = form_sentences(SummaryForm.OUTLINE, passages, 2, self._request.focus)
            lines = [f'"{one_line(passage.text)}"' for passage in chosen]
        return "\n".join(lines)

    def _document_of(self, notes: Notes) -> int:
        return self._plan.sections[notes.section_indexes[0]].document_index

    def _language(self, document_index: int) -> str:
        return self._request.documents[max(0, document_index)].language


def n_pieces_of(form: SummaryForm, n_words: int, n_sections: int) -> int:
    """In how many pieces a summary of so many words is written from notes. Outlines have one for each heading."""
    return 1 if form in _IN_ONE_GO else max(1, min(n_sections, math.ceil(n_words / _WORDS_AT_ONCE)))


def outline_groups(document: Document) -> list[tuple[str, list[Block]]]:
    """Headings with the blocks below them, on the highest level that has more than one heading."""
    groups: list[tuple[str, list[Block]]] = []
    for depth in range(1, _DEEPEST_OUTLINE + 1):
        groups = [
            (path[-1] if path else "", list(blocks))
            for path, blocks in groupby(document.blocks, lambda block: _path(block)[:depth])  # noqa: B023 used at once
        ]
        if len(groups) > 1:
            break
    return [group for group in groups if any(block.kind is not BlockKind.HEADING for block in group[1])]


def _path(block: Block) -> tuple[str, ...]:
    return (*block.heading_path, block.text) if block.kind is BlockKind.HEADING else block.heading_path

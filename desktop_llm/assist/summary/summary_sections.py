"""Cuts documents into what a model reads at once. A job's thread: the engine counts the tokens."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_llm.assist.summary.summary_budget import SummaryBudget
from desktop_llm.assist.summary.summary_request import SummaryParts, SummaryRequest
from desktop_llm.documents.chunks import TokenCounter, chunk_document
from desktop_llm.documents.document import Document


class Section(Struct, frozen=True, kw_only=True):
    """A piece of a document. `index` counts all sections of a job."""

    index: int
    document_index: int
    block_ids: tuple[str, ...]
    heading_path: tuple[str, ...]
    text: str
    n_tokens: int


class PlannedPart(Struct, frozen=True, kw_only=True):
    """What one summary is made of. is_one_pass: its sections are read and summarized in one go.

    document_index is -1 for the summary of all together.
    """

    document_index: int
    section_indexes: tuple[int, ...]
    is_one_pass: bool


class SummaryPlan(Struct, frozen=True, kw_only=True):
    """sections: all that is read. parts: the summaries that are wanted, in their order."""

    sections: tuple[Section, ...]
    parts: tuple[PlannedPart, ...]

    @property
    def noted_sections(self) -> tuple[Section, ...]:
        """Those that are read by themselves, before anything is written."""
        indexes = {index for part in self.parts if not part.is_one_pass for index in part.section_indexes}
        return tuple(section for section in self.sections if section.index in indexes)


def summary_plan(request: SummaryRequest, count_tokens: TokenCounter, budget: SummaryBudget) -> SummaryPlan:
    """Sections and parts. A document that fits comfortably is one section."""
    sections: list[Section] = []
    for document_index, document in enumerate(request.documents):
        sections += _sections(document, document_index, len(sections), count_tokens, budget)
    parts: list[PlannedPart] = []
    is_single = len(request.documents) == 1
    if request.parts is not SummaryParts.TOGETHER or is_single:
        parts += (_part(sections, index, budget) for index in range(len(request.documents)))
    if request.parts is not SummaryParts.EACH and not is_single:
        parts.append(_part(sections, -1, budget))
    return SummaryPlan(sections=tuple(sections), parts=tuple(parts))


def _part(sections: Sequence[Section], document_index: int, budget: SummaryBudget) -> PlannedPart:
    own = [section for section in sections if document_index in (-1, section.document_index)]
    return PlannedPart(
        document_index=document_index,
        section_indexes=tuple(section.index for section in own),
        is_one_pass=sum(section.n_tokens for section in own) <= budget.one_pass_tokens,
    )


def _sections(
    document: Document, document_index: int, first_index: int, count_tokens: TokenCounter, budget: SummaryBudget
) -> list[Section]:
    chunks = chunk_document(document, count_tokens, budget.section_tokens)
    n_tokens = sum(chunk.n_tokens for chunk in chunks)
    if chunks and n_tokens <= budget.one_pass_tokens:
        whole = Section(
            index=first_index,
            document_index=document_index,
            block_ids=tuple(block.id for block in document.blocks),
            heading_path=(),
            text=document.text,
            n_tokens=n_tokens,
        )
        return [whole]
    return [
        Section(
            index=first_index + number,
            document_index=document_index,
            block_ids=chunk.block_ids,
            heading_path=chunk.heading_path,
            text=chunk.text,
            n_tokens=chunk.n_tokens,
        )
        for number, chunk in enumerate(chunks)
    ]

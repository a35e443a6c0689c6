"""A summary as a document of its own: each sentence with the numbers of its sources, which are listed below it.

What is doubtful stands behind its sentence in words. Values only; any thread.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from desktop_llm.assist.checks.sourced_text import Check, Source
from desktop_llm.assist.exports.exported_document import (
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    SectionKind,
    escaped,
)
from desktop_llm.assist.summary.summary_result import ItemKind, Summary, SummaryItem, SummaryPart
from desktop_llm.documents.document import Place

_TOP_LEVEL = 2  # of headings in the summary: below that of their section
_MAX_LEVEL = 6


@dataclass(frozen=True, kw_only=True)
class SummaryExportWords:
    """What is not the summary's own, in the reader's language. `facts` stand below the title, as they are."""

    title: str
    language: str
    facts: tuple[ExportedFact, ...]
    together: str
    sources: str
    extract: str
    check_text: Callable[[Check], str]
    place_text: Callable[[Place], str]


def summary_document(summary: Summary, words: SummaryExportWords) -> ExportedDocument:
    numbers = _SourceNumbers()
    sections = [
        ExportedSection(
            kind=SectionKind.SUMMARY,
            heading=(part.document or words.together) if len(summary.parts) > 1 else "",
            text=_PartWriter(words, numbers).markdown(part),
            is_markdown=True,
        )
        for part in summary.parts
    ]
    if numbers.sources:
        text = "\n".join(_source_lines(numbers.sources, words))
        sources = ExportedSection(kind=SectionKind.SOURCES, heading=words.sources, text=text, is_markdown=True)
        sections.append(sources)
    return ExportedDocument(title=words.title, language=words.language, facts=words.facts, sections=tuple(sections))


class _SourceNumbers:
    """Sources in the order in which they are first named; a passage has one number, however often it is named."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str, int, int], int] = {}
        self.sources: list[Source] = []

    def of(self, source: Source) -> int:
        key = (source.document_index, source.block_id, source.start, source.end)
        if key not in self._numbers:
            self.sources.append(source)
            self._numbers[key] = len(self.sources)
        return self._numbers[key]


class _PartWriter:
    """Writes one part as Markdown, item by item."""

    def __init__(self, words: SummaryExportWords, numbers: _SourceNumbers) -> None:
        self._words = words
        self._numbers = numbers

    def markdown(self, part: SummaryPart) -> str:
        text = ""
        before: SummaryItem | None = None
        for item in part.items:
            text += _gap(before, item) + self._item(item, goes_on=before is not None and before.line == item.line)
            before = item
        return text

    def _item(self, item: SummaryItem, *, goes_on: bool) -> str:
        text = escaped(item.text)
        match item.kind:
            case ItemKind.HEADING:
                return f"{'#' * min(max(item.level, 1) + _TOP_LEVEL, _MAX_LEVEL)} {text}"
            case ItemKind.QUESTION:
                return f"**{text}**{self._remarks(item)}"
            case ItemKind.POINT if not goes_on:
                return f"- {text}{self._remarks(item)}"
            case ItemKind.POINT | ItemKind.SENTENCE:
                return text + self._remarks(item)
            case _:
                assert_never(item.kind)

    def _remarks(self, item: SummaryItem) -> str:
        """The numbers of its sources, and in words what is doubtful."""
        numbers = ", ".join(str(self._numbers.of(source)) for source in item.sources)
        remarks = [self._words.check_text(check) for check in item.checks]
        if item.is_extract:
            remarks.append(self._words.extract)
        cited = f" \\[{numbers}\\]" if numbers else ""
        return cited + "".join(f" *({escaped(remark)})*" for remark in remarks)


def _gap(before: SummaryItem | None, item: SummaryItem) -> str:
    if before is None:
        return ""
    if before.line == item.line:
        return " "
    return "\n" if item.kind is ItemKind.POINT and before.kind in (ItemKind.POINT, ItemKind.SENTENCE) else "\n\n"


def _source_lines(sources: list[Source], words: SummaryExportWords) -> Iterator[str]:
    for number, source in enumerate(sources, 1):
        place = words.place_text(source.place) if source.place.page or source.place.label else ""
        where = ", ".join(part for part in (source.document, place) if part)
        yield f"{number}. {escaped(where)}: “{escaped(source.quote)}”"

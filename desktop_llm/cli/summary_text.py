"""A summary for the terminal: lines as they are written, one JSON object, and what is to be said beside it."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Source
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    ItemKind,
    Summary,
    SummaryItem,
    SummaryProgressed,
    SummaryStage,
    SummaryTimings,
    UnreadPart,
)
from desktop_llm.cli.document_text import place_text, reason_text
from desktop_llm.cli.text import duration
from desktop_llm.documents.document import UnreadReason

_QUOTED: Final = 50  # characters
_STAGES: Final = {
    SummaryStage.PLANNING: "counting",
    SummaryStage.READING: "reading",
    SummaryStage.MERGING: "merging",
    SummaryStage.WRITING: "writing",
}
_CHECKS: Final = {
    CheckKind.NUMBER_NOT_IN_SOURCE: "not in the document: {text}",
    CheckKind.DATE_NOT_IN_SOURCE: "not in the document: {text}",
    CheckKind.QUOTE_NOT_IN_SOURCE: "not in the document in these words",
    CheckKind.NUMBER_ELSEWHERE: "elsewhere in the document: {text}",
    CheckKind.NAME_NOT_IN_SOURCE: "not in the document: {text}",
    CheckKind.NEGATION_DIFFERS: 'the passage has or lacks a "not"',
    CheckKind.ROLES_DIFFER: "the passage has it the other way round",
    CheckKind.NO_SUPPORT: "no passage says this",
}


class JsonSource(Struct, frozen=True):
    """page is 0 where there are no pages. The quote stands literally in the block's text."""

    document: str
    page: int
    place: str
    block: str
    quote: str


class JsonCheck(Struct, frozen=True):
    kind: str
    severity: str
    text: str


class JsonItem(Struct, frozen=True):
    """document is that of the summary which it is a part of; empty for that of all together."""

    document: str
    kind: str
    line: int
    text: str
    is_extract: bool
    sources: tuple[JsonSource, ...]
    checks: tuple[JsonCheck, ...]


class JsonUnread(Struct, frozen=True):
    document: str
    place: str
    reason: str


class JsonCoverage(Struct, frozen=True):
    share: float
    unread: tuple[JsonUnread, ...]


class JsonSummary(Struct, frozen=True):
    """What `--json` prints. timings are in seconds."""

    summary: tuple[JsonItem, ...]
    coverage: JsonCoverage
    chunks: int
    extracted_chunks: int
    timings: SummaryTimings


def json_summary(summary: Summary) -> JsonSummary:
    return JsonSummary(
        summary=tuple(json_item(part.document, item) for part in summary.parts for item in part.items),
        coverage=JsonCoverage(summary.coverage.share, json_unread(summary.coverage.unread)),
        chunks=summary.n_chunks,
        extracted_chunks=summary.n_extracted_sections,
        timings=summary.timings,
    )


def json_unread(parts: Sequence[UnreadPart]) -> tuple[JsonUnread, ...]:
    return tuple(JsonUnread(each.document, place_text(each.place), each.reason) for each in parts)


class SummaryPrinter:
    """Items as text, in the order in which they are written. What it returns goes out as it is."""

    def __init__(self, *, has_several_parts: bool, has_named_sources: bool = False) -> None:
        """Sources name their document in the summary of all together, and everywhere with has_named_sources."""
        self._has_several_parts = has_several_parts
        self._has_named_sources = has_named_sources
        self._part_index = -1
        self._line = -1
        self._kind: ItemKind | None = None
        self._is_within_line = False

    @property
    def is_within_line(self) -> bool:
        """Whether the next item may go on in the line of the last one."""
        return self._is_within_line

    def end_line(self) -> str:
        """What ends the line of the last item, if nothing has yet."""
        ending, self._is_within_line = "\n" * self._is_within_line, False
        return ending

    def text(self, part_index: int, document: str, item: SummaryItem) -> str:
        before = ""
        if part_index != self._part_index:
            before = "" if self._part_index < 0 else self.end_line() + "\n"
            before += f"{document or 'All together'}:\n\n" if self._has_several_parts else ""
        elif item.line == self._line:
            before = " "
        else:
            is_list = item.kind is ItemKind.POINT and self._kind is not ItemKind.HEADING
            is_answer = self._kind is ItemKind.QUESTION
            before = "\n" if is_list or is_answer else "\n\n"
        self._part_index, self._line = part_index, item.line
        self._is_within_line = True
        if item.kind is not ItemKind.SENTENCE or not self._goes_on(before):
            self._kind = item.kind
        is_named = self._has_named_sources or (self._has_several_parts and not document)
        return before + _mark(item) + item.text + _remarks(item, is_named=is_named)

    def _goes_on(self, before: str) -> bool:
        return before == " " and self._kind is ItemKind.POINT


def progress_text(progress: SummaryProgressed) -> str:
    """Reading 3 of 12, 1 min 10 s left."""
    left = "" if progress.left_s is None else f", {duration(progress.left_s)} left"
    return f"{_STAGES[progress.stage]} {progress.done} of {progress.total}{left}"


def closing_lines(summary: Summary) -> Iterator[str]:
    """What a person must know beside the summary: what is missing in it, and what the model did not do."""
    yield from dict.fromkeys(map(unread_text, summary.coverage.unread))  # a chapter may have many such parts
    if summary.coverage.share < 1:
        yield f"{summary.coverage.share:.0%} of the text was read."
    if summary.n_extracted_sections:
        counts = f"{summary.n_extracted_sections} of {summary.n_chunks} sections"
        yield f"The model wrote nothing usable about {counts}; sentences of the document stand in."


def unread_text(part: UnreadPart) -> str:
    return f"{part.document}: Not read: {place_text(part.place)}: {_reason(part)}."


def json_item(document: str, item: SummaryItem) -> JsonItem:
    sources = (
        JsonSource(each.document, each.place.page, place_text(each.place), each.block_id, each.quote)
        for each in item.sources
    )
    checks = (JsonCheck(check.kind, check.severity, check.text) for check in item.checks)
    return JsonItem(document, item.kind, item.line, item.text, item.is_extract, tuple(sources), tuple(checks))


def _mark(item: SummaryItem) -> str:
    match item.kind:
        case ItemKind.HEADING:
            return f"{'#' * item.level} "
        case ItemKind.POINT:
            return "- "
        case ItemKind.SENTENCE | ItemKind.QUESTION:
            return ""


def _remarks(item: SummaryItem, *, is_named: bool) -> str:
    # A sentence of the document itself says where it stands if it is looked for.
    sources = [each for each in item.sources if _has_place(each) or not item.is_extract]
    remarks = [*_places(sources, is_named=is_named), *(_check_text(check) for check in item.checks)]
    return f" [{'; '.join(remarks)}]" if remarks else ""


def _places(sources: Sequence[Source], *, is_named: bool) -> list[str]:
    is_named = is_named or len({source.document_index for source in sources}) > 1
    places = (f"{source.document}, " * is_named + _where(source) for source in sources)
    return list(dict.fromkeys(places))


def _where(source: Source) -> str:
    """Its place, or the words with which it begins: web pages and plain texts have no pages."""
    return place_text(source.place) if _has_place(source) else f"“{shorten(source.quote, _QUOTED, placeholder='…')}”"


def _has_place(source: Source) -> bool:
    return bool(source.place.page or source.place.label)


def _check_text(check: Check) -> str:
    return _CHECKS[check.kind].format(text=check.text)


def _reason(part: UnreadPart) -> str:
    return "it was stopped before" if part.reason == STOPPED else reason_text(UnreadReason(part.reason))

"""Sentences of a summary with their sources and checks. A job's thread."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.checks.claim_checks import claim_checks
from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import Passage, PassageShelf
from desktop_llm.assist.checks.source_finder import MIN_SUPPORT, SourceFinder
from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Source
from desktop_llm.assist.summary.summary_notes import Note, one_line
from desktop_llm.assist.summary.summary_result import ItemKind, SummaryItem
from desktop_llm.assist.summary.summary_text import Draft

_OF_THE_ORIGINAL: Final = frozenset(
    (
        CheckKind.NO_SUPPORT,
        CheckKind.NEGATION_DIFFERS,
        CheckKind.ROLES_DIFFER,
        CheckKind.QUOTE_NOT_IN_SOURCE,
        CheckKind.NAME_NOT_IN_SOURCE,
    )
)


class ItemMaker:
    """Makes items of drafts."""

    def __init__(self, finder: SourceFinder, checker: FactChecker, shelf: PassageShelf) -> None:
        self._finder = finder
        self._checker = checker
        self._shelf = shelf

    def item_in_other_words(self, draft: Draft, section_indexes: Sequence[int]) -> SummaryItem:
        """Of a sentence in another language than the documents': words tell nothing there, numbers and dates do."""
        finding = self._finder.find(draft.text, section_indexes)
        checks = self._checker.check_translation(draft.text, self._finder.facts(finding.section_indexes))
        sources = self._sources(finding.sources)
        return SummaryItem(text=draft.text, kind=draft.kind, line=draft.line, sources=sources, checks=tuple(checks))

    def item(self, draft: Draft, section_indexes: Sequence[int], language: str) -> SummaryItem:
        """With the passages that say it. A question says nothing, so it has none."""
        if draft.kind is ItemKind.QUESTION:
            return SummaryItem(text=draft.text, kind=draft.kind, line=draft.line)
        finding = self._finder.find(draft.text, section_indexes)
        support = finding.support
        checks = self._checker.check(draft.text, language, self._finder.facts(finding.section_indexes))
        if support.share < MIN_SUPPORT:
            checks.append(Check(kind=CheckKind.NO_SUPPORT))
        else:
            named = {check.text for check in checks if check.text}
            claims = claim_checks(draft.text, language, support.passages)
            checks += [check for check in claims if check.text not in named]
        return SummaryItem(
            text=draft.text,
            kind=draft.kind,
            line=draft.line,
            sources=self._sources(finding.sources),
            checks=tuple(checks),
        )

    def translated(self, item: SummaryItem, text: str, section_indexes: Sequence[int]) -> SummaryItem:
        """In other words, with the same sources. What is in doubt about the original stays so."""
        facts = self._finder.facts(self._finder.find(item.text, section_indexes).section_indexes)
        kept = [check for check in item.checks if check.kind in _OF_THE_ORIGINAL]
        return replace(item, text=text, checks=(*self._checker.check_translation(text, facts), *kept))

    def of_note(self, note: Note, line: int, *, is_extract: bool) -> SummaryItem:
        sources = tuple(map(self._shelf.source, note.passages))
        return SummaryItem(text=note.text, kind=ItemKind.POINT, line=line, sources=sources, is_extract=is_extract)

    def extract(self, passage: Passage, line: int) -> SummaryItem:
        """A sentence of the document, for itself."""
        return self.of_note(Note(one_line(passage.text), (passage,)), line, is_extract=True)

    def _sources(self, passages: Sequence[Passage]) -> tuple[Source, ...]:
        return tuple(map(self._shelf.source, passages))

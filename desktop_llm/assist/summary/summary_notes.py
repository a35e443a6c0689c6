"""Notes on sections: what a model wrote down of them, held against the text, with the sentences that tell most.

What a section does not say goes no further: a note with a number, a date or a name that is not there is dropped, and
so is one that no passage supports. Where nothing is left, the telling sentences stand in. One job, one thread.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.answer_memory import Answer
from desktop_llm.assist.checks.claim_checks import claim_checks
from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import Passage
from desktop_llm.assist.checks.source_finder import MIN_SUPPORT, SourceFinder
from desktop_llm.assist.checks.telling_sentences import telling_sentences
from desktop_llm.assist.summary.summary_budget import n_facts_of
from desktop_llm.assist.summary.summary_sections import Section
from desktop_llm.assist.summary.summary_text import Layout, SummaryText

_QUOTES_PER_SECTION: Final = 2


class Note(Struct, frozen=True):
    """A fact, and the passages that say it."""

    text: str
    passages: tuple[Passage, ...]


class Notes(Struct, frozen=True, kw_only=True):
    """What is known of some sections that follow each other. is_extract: the model gave nothing usable."""

    section_indexes: tuple[int, ...]
    notes: tuple[Note, ...] = ()
    quotes: tuple[Passage, ...] = ()
    is_extract: bool = False

    def lines(self) -> Iterator[str]:
        """As the next prompt has them: notes as points, sentences of the document in quotation marks."""
        yield from (f"- {note.text}" for note in self.notes)
        yield from (f'"{one_line(quote.text)}"' for quote in self.quotes)


class NoteReader:
    """Turns answers into notes."""

    def __init__(self, finder: SourceFinder, checker: FactChecker, focus: str) -> None:
        self._finder = finder
        self._checker = checker
        self._focus = focus

    def of_section(self, section: Section, answer: Answer, language: str) -> Notes:
        indexes = (section.index,)
        passages = self._finder.passages(section.index)
        notes, says_nothing = self._grounded(answer, indexes, language)
        if says_nothing and self._focus:
            return Notes(section_indexes=indexes)
        n_wanted = _QUOTES_PER_SECTION if notes else n_facts_of(section.n_tokens)
        telling = telling_sentences(passages, n_wanted, self._focus)
        if notes:
            return Notes(section_indexes=indexes, notes=notes, quotes=_not_noted(telling, notes))
        return Notes(section_indexes=indexes, notes=extracts(telling), is_extract=True)

    def of_group(self, group: Sequence[Notes], answer: Answer, language: str, n_facts: int) -> Notes:
        """The notes that a model made of notes; or, if it made nothing of them, the first of each."""
        indexes = tuple(index for each in group for index in each.section_indexes)
        notes, _ = self._grounded(answer, indexes, language)
        quotes = [quote for each in group for quote in each.quotes]
        if not notes:
            n_each = max(1, n_facts // len(group))
            notes = tuple(note for each in group for note in each.notes[:n_each])
        telling = telling_sentences(quotes, _QUOTES_PER_SECTION, self._focus)
        return Notes(section_indexes=indexes, notes=notes, quotes=_not_noted(telling, notes))

    def _grounded(self, answer: Answer, indexes: tuple[int, ...], language: str) -> tuple[tuple[Note, ...], bool]:
        text = SummaryText(Layout.LIST, language)
        drafts = [*text.feed(answer.text), *text.close(is_cut=answer.is_cut)]
        notes: list[Note] = []
        for draft in drafts:
            finding = self._finder.find_by_words(draft.text, indexes)
            facts = self._finder.facts(finding.section_indexes)
            passages = finding.support.passages
            if finding.support.share < MIN_SUPPORT or claim_checks(draft.text, language, passages):
                continue
            if not self._checker.check(draft.text, language, facts):
                notes.append(Note(draft.text, passages))
        return tuple(notes), text.says_nothing and not drafts


def extracts(passages: Sequence[Passage]) -> tuple[Note, ...]:
    """Sentences of the document as notes, in its order."""
    ordered = sorted(passages, key=_position)
    return tuple(Note(one_line(passage.text), (passage,)) for passage in ordered)


def one_line(text: str) -> str:
    return " ".join(text.split())


def _not_noted(passages: Sequence[Passage], notes: Sequence[Note]) -> tuple[Passage, ...]:
    """A note that repeats a sentence of the document needs no quote."""
    noted = {note.text for note in notes}
    return tuple(passage for passage in sorted(passages, key=_position) if one_line(passage.text) not in noted)


def _position(passage: Passage) -> tuple[int, int, int]:
    return passage.document_index, int(passage.block.id.removeprefix("b")), passage.start

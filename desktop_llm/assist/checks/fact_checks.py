"""What in a sentence that a model wrote is not in the documents: numbers, dates, names, quotes. No model is asked.

Measured on 600 summaries that people had judged: a number that is not in the source is wrong in 83 of 100 cases, a name
in 57. So numbers, dates and quotes are red, names amber. One job, one thread.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from desktop_llm.assist.checks.dates_in_text import FoundDate, PartialDate, dates_in, with_weekday
from desktop_llm.assist.checks.names_in_text import NAME_LINKS, names_in
from desktop_llm.assist.checks.numbers_in_text import Number, is_rounded_from, number_values, numbers_in, words_for
from desktop_llm.assist.checks.sourced_text import Check, CheckKind
from desktop_llm.documents.document import Document
from desktop_llm.documents.sentences import Span

_QUOTED: Final = re.compile(r"[\"“„«»‟]([^\"“”„«»\n]{3,300})[\"”“«»]|[「『]([^「」『』\n]{2,300})[」』]")
_MIN_QUOTED_WORDS: Final = 3
_MIN_QUOTED_CHARACTERS: Final = 12
_WORD: Final = re.compile(r"[^\W\d_][\w'’&]*")
_SPACES: Final = re.compile(r"\s+")
_SAME_NAME: Final = 84  # of 100: Meyer and Meyers are, Maria and Marie are not
_MAX_ENDING_CHARACTERS: Final = 3


class SourceFacts:
    """What a set of texts holds; each kind is gathered when it is first asked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def numbers(self) -> set[str]:
        return {value for text in self._texts for value in number_values(text)}

    @cached_property
    def dates(self) -> set[PartialDate]:
        return {reading for text in self._texts for date in dates_in(text) for reading in date.readings}

    @cached_property
    def words(self) -> set[str]:
        """The words in small letters."""
        return {word.casefold() for text in self._texts for word in _WORD.findall(text)}

    def has_quote(self, quote: str) -> bool:
        """Whether it stands there literally, but for line breaks and the form of quotation marks."""
        if any(quote in text for text in self._texts):
            return True
        wanted = _plain_quote(quote)
        return any(wanted in _plain_quote(text) for text in self._texts)

    def has_number(self, number: Number) -> bool:
        if number.values & self.numbers:
            return True
        if any(word in self.words for value in number.values for word in words_for(value)):
            return True
        return any(is_rounded_from(value, exact) for value in number.values for exact in self.numbers)

    def has_date(self, date: FoundDate) -> bool:
        """A part that no such date in the source tells, such as the year, may stand elsewhere in it."""
        return any(
            reading.agrees_with(known) and self._has_rest(reading, known)
            for reading in date.readings
            for known in self.dates
        )

    def _has_rest(self, reading: PartialDate, known: PartialDate) -> bool:
        is_year_there = not reading.year or known.year == reading.year or str(reading.year) in self.numbers
        is_day_there = not reading.day or known.day == reading.day or str(reading.day) in self.numbers
        return is_year_there and is_day_there

    def has_name(self, name: str) -> bool:
        """Whether all words of the name are there, in whatever form."""
        words = (word.casefold() for word in _WORD.findall(name))
        return all(self._has_word(word) for word in words if word not in NAME_LINKS)

    def _has_word(self, word: str) -> bool:
        if word in self.words:
            return True
        from rapidfuzz import fuzz

        beginning = word[:2]
        return any(
            fuzz.ratio(word, known, score_cutoff=_SAME_NAME) > 0
            for known in self.words
            if known.startswith(beginning) and abs(len(known) - len(word)) <= _MAX_ENDING_CHARACTERS
        )


class FactChecker:
    """Checks sentences against documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._all = SourceFacts(block.text for document in documents for block in document.blocks)

    def check(self, text: str, language: str, nearby: SourceFacts) -> list[Check]:
        """What is doubtful in `text`. `nearby`: the part of the documents that it comes from."""
        dates = dates_in(text)
        invented = self._invented(dates, nearby)
        # A month and a weekday are capitalized in some languages; what is wrong with them is told of their date.
        of_dates = [with_weekday(text, date) if date in invented else date.span for date in dates]
        return [
            *_date_checks(invented),
            *self._numbers(text, dates, nearby),
            *self._quotes(text),
            *self._names(text, language, of_dates),
        ]

    def check_translation(self, text: str, nearby: SourceFacts) -> list[Check]:
        """What can be checked of a sentence in another language than the documents': numbers and dates."""
        dates = dates_in(text)
        return [*_date_checks(self._invented(dates, nearby)), *self._numbers(text, dates, nearby)]

    def _invented(self, dates: Sequence[FoundDate], nearby: SourceFacts) -> list[FoundDate]:
        return [date for date in dates if not nearby.has_date(date) and not self._all.has_date(date)]

    def _numbers(self, text: str, dates: Sequence[FoundDate], nearby: SourceFacts) -> Iterator[Check]:
        """Those that are no part of a date."""
        for number in numbers_in(text):
            if any(date.start <= number.start < date.end for date in dates) or nearby.has_number(number):
                continue
            is_elsewhere = self._all.has_number(number)
            kind = CheckKind.NUMBER_ELSEWHERE if is_elsewhere else CheckKind.NUMBER_NOT_IN_SOURCE
            yield Check(kind=kind, text=number.text)

    def _quotes(self, text: str) -> Iterator[Check]:
        for match in _QUOTED.finditer(text):
            quote = (match[1] or match[2]).strip()
            is_quote = len(quote.split()) >= _MIN_QUOTED_WORDS or (match[2] and len(quote) >= _MIN_QUOTED_CHARACTERS)
            if is_quote and not self._all.has_quote(quote):
                yield Check(kind=CheckKind.QUOTE_NOT_IN_SOURCE, text=quote)

    def _names(self, text: str, language: str, of_dates: Sequence[Span]) -> Iterator[Check]:
        for name in names_in(text, language, of_dates):
            if not self._all.has_name(name):
                yield Check(kind=CheckKind.NAME_NOT_IN_SOURCE, text=name)


def _date_checks(dates: Iterable[FoundDate]) -> Iterator[Check]:
    return (Check(kind=CheckKind.DATE_NOT_IN_SOURCE, text=date.text) for date in dates)


def _plain_quote(text: str) -> str:
    plain = text.translate(_QUOTE_MARKS) if not text.isascii() else text
    return _SPACES.sub(" ", plain).strip(" .,;:").casefold()


_QUOTE_MARKS: Final = str.maketrans(dict.fromkeys("“”„«»‟″", '"') | dict.fromkeys("‘’‚‹›′", "'") | {"…": "..."})

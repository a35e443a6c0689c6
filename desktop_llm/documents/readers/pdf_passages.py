"""Where the words of a quote stand in the text of pages. Reading process.

Compared are letters and digits alone, without accents: a reader of PDFs rejoins divided words, takes ligatures apart
and changes spaces, and the page still has them as they were set.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from msgspec import Struct

# A piece of a quote that goes on elsewhere: shorter ones stand on every page.
_MIN_PIECE: Final = 12
_MAX_PIECES: Final = 6
_MAX_OCCURRENCES: Final = 20


class PageSpan(Struct, frozen=True, gc=False):
    """Characters from `start` to `end` of page `page`, counted from 0 in the pages that were given."""

    page: int
    start: int
    end: int


class PageLetters:
    """The letters and digits of a page, each with the place of the character that it comes from."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self._places: list[int] = []
        for place, character in enumerate(text):
            for letter in _letters(character):
                letters.append(letter)
                self._places.append(place)
        self.text = "".join(letters)

    def span(self, page: int, start: int, end: int) -> PageSpan:
        return PageSpan(page, self._places[start], self._places[end - 1] + 1)


def passage_candidates(quote: str, pages: Sequence[PageLetters]) -> list[list[PageSpan]]:
    """Each place where the whole quote stands; if there is none, one list of the pieces that are found."""
    words = ["".join(_letters(word)) for word in quote.split()]
    wanted = "".join(words)
    if not wanted:
        return []
    whole = [
        [page.span(index, start, start + len(wanted))]
        for index, page in enumerate(pages)
        for start in _occurrences(page.text, wanted)
    ]
    if whole:
        return whole[:_MAX_OCCURRENCES]
    pieces = list(_pieces(wanted, list(accumulate(map(len, words))), pages))
    return [pieces] if pieces else []


def _pieces(wanted: str, word_ends: Sequence[int], pages: Sequence[PageLetters]) -> Iterator[PageSpan]:
    """A quote that goes on in another column, under a picture or on the next page, piece by piece."""
    page, begun, n_pieces = 0, 0, 0
    while begun < len(wanted) and page < len(pages) and n_pieces < _MAX_PIECES:
        length, start = _longest_beginning(wanted[begun:], pages[page].text)
        # Letters that happen to go on as the next word begins belong to something else.
        whole_words = bisect_right(word_ends, begun + length)
        length = word_ends[whole_words - 1] - begun if whole_words and word_ends[whole_words - 1] > begun else length
        if length < min(_MIN_PIECE, len(wanted) - begun):
            page += 1
            continue
        yield pages[page].span(page, start, start + length)
        begun += length
        n_pieces += 1


def _longest_beginning(wanted: str, text: str) -> tuple[int, int]:
    """How much of the beginning of `wanted` stands together in the text, and where."""
    shortest, longest, place = 0, len(wanted), 0
    while shortest < longest:
        length = (shortest + longest + 1) // 2
        found = text.find(wanted[:length])
        if found < 0:
            longest = length - 1
        else:
            shortest, place = length, found
    return shortest, place


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + len(wanted))


def _letters(text: str) -> Iterator[str]:
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        if letter.isalnum():
            yield letter

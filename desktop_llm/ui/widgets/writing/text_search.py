"""Finds words in a document, and puts others in their place. GUI thread.

Found is told in places of the document, which count as Qt does: a letter beyond the first 65,536 is two.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_llm.ui.text_places import TextPlaces
from desktop_llm.ui.widgets.writing.text_formatting import Edit

MOST_FOUND: Final = 10_000


class SearchWish(Struct, frozen=True):
    words: str = ""
    is_case_exact: bool = False
    are_whole_words: bool = False


class Place(Struct, frozen=True):
    start: int
    end: int


def found_places(document: QTextDocument, wish: SearchWish) -> list[Place]:
    """In the order of the text, at most MOST_FOUND. None reaches over the end of a paragraph."""
    pattern = _pattern(wish)
    places: list[Place] = []
    block = document.begin()
    while pattern is not None and block.isValid() and len(places) < MOST_FOUND:
        places += _places_in(block, pattern)
        block = block.next()
    return places[:MOST_FOUND]


def number_from(places: Sequence[Place], position: int, *, is_backward: bool = False) -> int:
    """Which is the next one from a position on, or the one before it; beyond the last comes the first."""
    if is_backward:
        return next((number for number in reversed(range(len(places))) if places[number].end <= position), -1) % max(
            1, len(places)
        )
    return next((number for number, place in enumerate(places) if place.start >= position), 0)


def selection_of(document: QTextDocument, place: Place) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(place.start)
    cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def replacing_edits(document: QTextDocument, places: Sequence[Place], words: str) -> list[Edit]:
    """From the last to the first. The new words are formatted as the first letter of the old ones."""
    return [partial(_replace, document, place, words) for place in reversed(places)]


def _replace(document: QTextDocument, place: Place, words: str) -> None:
    cursor = selection_of(document, place)
    first = QTextCursor(document)
    first.setPosition(place.start + 1)
    cursor.insertText(words, first.charFormat())


def _pattern(wish: SearchWish) -> re.Pattern[str] | None:
    if not wish.words:
        return None
    words = re.escape(wish.words)
    if wish.are_whole_words:
        words = rf"(?<!\w){words}(?!\w)"
    return re.compile(words, 0 if wish.is_case_exact else re.IGNORECASE)


def _places_in(block: QTextBlock, pattern: re.Pattern[str]) -> list[Place]:
    text = block.text()
    start = block.position()
    places = TextPlaces(text)
    return [
        Place(start + places.units(match.start()), start + places.units(match.end()))
        for match in pattern.finditer(text)
    ]

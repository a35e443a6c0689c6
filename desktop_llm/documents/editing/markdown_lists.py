"""What stands before the words of a list's item in Markdown: where it is indented to, and its marker. Pure."""

import re
from dataclasses import dataclass
from typing import Final

_MARKER: Final = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))[ \t]*$")
_NOT_PREFIX: Final = re.compile(r"[^\s>]")


@dataclass(frozen=True, slots=True)
class _Item:
    before: str
    bullet: str
    number: int
    behind_number: str

    @property
    def continuation(self) -> str:
        return continuation_of(f"{self.before}{self.marker(self.number)}")

    def marker(self, number: int) -> str:
        return f"{number}{self.behind_number} " if self.behind_number else f"{self.bullet} "


class ListPrefixes:
    """Is told of the items that are written, in their order, and gives those of new ones."""

    def __init__(self) -> None:
        self._items: dict[int, _Item] = {}

    def end(self) -> None:
        """Something is written that is in no list."""
        self._items = {}

    def note(self, level: int, prefix: str) -> None:
        """An item that is written as it was."""
        match = _MARKER.search(prefix)
        if match is not None:
            before = continuation_of(prefix[: match.start()])
            self._put(level, _Item(before, match[1] or "-", int(match[2] or 0), match[3] or ""))

    def prefix(self, level: int, *, is_numbered: bool) -> str:
        """Of a new item."""
        parents = [each for each in self._items if each < level]
        beside = self._items.get(level)
        before = beside.before if beside else self._items[max(parents)].continuation if parents else ""
        goes_on = beside is not None and bool(beside.behind_number) is is_numbered
        number = (beside.number if beside and goes_on else 0) + 1
        behind = (beside.behind_number if beside and goes_on else ".") if is_numbered else ""
        bullet = beside.bullet if beside and goes_on else "-"
        item = _Item(before, bullet, number if is_numbered else 0, behind)
        self._put(level, item)
        return before + item.marker(number)

    def _put(self, level: int, item: _Item) -> None:
        self._items = {each: known for each, known in self._items.items() if each < level} | {level: item}


def continuation_of(prefix: str) -> str:
    """What stands before the next lines of the same item or quotation."""
    return _NOT_PREFIX.sub(" ", prefix)

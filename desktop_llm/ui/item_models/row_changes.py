"""How a list model takes new rows: as the smallest run that changed, so that the cursor stays. GUI thread."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex


class KeyedRow(Protocol):
    """A row that is known again by its key."""

    @property
    def key(self) -> str: ...


_Row = TypeVar("_Row", bound=KeyedRow)


def replace_rows(model: QAbstractListModel, rows: list[_Row], wanted: Sequence[_Row]) -> None:
    """Make `rows`, the list that `model` serves, equal to `wanted`, and tell the model's views what changed."""
    head = _common_length(rows, wanted)
    tail = min(_common_length(rows[::-1], wanted[::-1]), len(rows) - head, len(wanted) - head)
    _remove(model, rows, head, len(rows) - tail)
    _insert(model, rows, head, wanted[head : len(wanted) - tail])
    changed = [number for number, row in enumerate(wanted) if rows[number] != row]
    rows[:] = wanted
    if changed:
        model.dataChanged.emit(model.index(changed[0], 0), model.index(changed[-1], 0))


def _remove(model: QAbstractListModel, rows: list[_Row], first: int, end: int) -> None:
    if first >= end:
        return
    model.beginRemoveRows(QModelIndex(), first, end - 1)
    del rows[first:end]
    model.endRemoveRows()


def _insert(model: QAbstractListModel, rows: list[_Row], first: int, more: Sequence[_Row]) -> None:
    if not more:
        return
    model.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
    rows[first:first] = more
    model.endInsertRows()


def _common_length(one: Sequence[KeyedRow], other: Sequence[KeyedRow]) -> int:
    """How many rows at the start have the same keys."""
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left.key != right.key:
            return number
    return min(len(one), len(other))

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex

from desktop_llm.ui.item_models.row_changes import replace_rows


class Row(Struct, frozen=True):
    key: str
    text: str = ""


class RowsModel(QAbstractListModel):
    """Serves the rows and notes what Qt is told of them."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self.rows = [Row(key) for key in keys]
        self.told: list[tuple[str, int, int]] = []
        self.rowsInserted.connect(self.on_inserted)
        self.rowsRemoved.connect(self.on_removed)
        self.dataChanged.connect(self.on_changed)

    def on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.told.append(("inserted", first, last))

    def on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.told.append(("removed", first, last))

    def on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.told.append(("changed", first.row(), last.row()))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        return self.rows[index.row()].key if role == 0 else None


def shown(model: RowsModel) -> str:
    return "".join(row.key for row in model.rows)


def test_what_stays_is_not_told_of() -> None:
    model = RowsModel("abcd")
    replace_rows(model, model.rows, [Row(key) for key in "axyd"])
    assert shown(model) == "axyd"
    assert model.told == [("removed", 1, 2), ("inserted", 1, 2)]


def test_a_row_that_says_something_else_is_changed_in_place() -> None:
    model = RowsModel("abc")
    place = QPersistentModelIndex(model.index(1, 0))
    replace_rows(model, model.rows, [Row("a"), Row("b", "now 50 %"), Row("c")])
    assert model.told == [("changed", 1, 1)]
    assert place.row() == 1
    assert model.rows[1].text == "now 50 %"


def test_a_row_that_comes_first_moves_the_others_and_not_the_cursor() -> None:
    model = RowsModel("bc")
    place = QPersistentModelIndex(model.index(0, 0))
    replace_rows(model, model.rows, [Row(key) for key in "abc"])
    assert model.told == [("inserted", 0, 0)]
    assert model.rows[place.row()].key == "b"


def test_the_same_key_twice_in_a_row_is_still_right() -> None:
    model = RowsModel("aa")
    replace_rows(model, model.rows, [Row("a")])
    assert shown(model) == "a"
    replace_rows(model, model.rows, [])
    assert shown(model) == ""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.change_list_model import ChangeRow
from desktop_llm.ui.widgets.writing.change_list import ChangeList


def rows(*keys: str) -> list[ChangeRow]:
    return [ChangeRow(key=key, before=f"old {key}", after=f"new {key}", kind="Spelling", doubt="") for key in keys]


def made(qtbot: QtBot) -> ChangeList:
    view = ChangeList()
    qtbot.addWidget(view)
    view.resize(320, 300)
    view.show_rows(rows("a", "b", "c"))
    view.show()
    return view


def test_a_click_or_an_arrow_key_chooses_a_change(qtbot: QtBot) -> None:
    view = made(qtbot)
    chosen: list[str] = []
    view.change_chosen.connect(chosen.append)
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen == ["b", "c"]


def test_what_is_shown_in_the_text_is_marked_and_not_told_again(qtbot: QtBot) -> None:
    view = made(qtbot)
    chosen: list[str] = []
    view.change_chosen.connect(chosen.append)
    view.show_current("c")
    assert view.currentIndex().row() == 2
    view.show_rows(rows("b", "c"))
    view.show_current("")
    assert not view.currentIndex().isValid()
    assert chosen == []


def test_rows_with_and_without_doubt_are_drawn(qtbot: QtBot) -> None:
    view = made(qtbot)
    plain = view.grab().toImage()
    view.show_rows([*rows("a"), ChangeRow(key="b", before="", after="x", kind="Wording", doubt="It changes a name.")])
    assert view.grab().toImage() != plain

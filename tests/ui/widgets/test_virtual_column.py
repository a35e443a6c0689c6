from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.virtual_column import Row, VirtualColumn


class Brick(QWidget):
    def __init__(self, parent: QWidget, height_px: int) -> None:
        super().__init__(parent)
        self.height_px = height_px

    def heightForWidth(self, width: int) -> int:
        return self.height_px

    def sizeHint(self) -> QSize:
        return QSize(100, self.height_px)


class BrickRow(Row):
    """Estimates its height wrongly, as text does."""

    gap_px = 10

    def __init__(self, number: int, height_px: int = 100) -> None:
        super().__init__()
        self.number = number
        self.true_height_px = height_px

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        return Brick(parent, self.true_height_px)

    def estimated_height(self, width_px: int) -> int:
        return 37


class SealedRow(BrickRow):
    """Stands for three rows."""

    def opened(self) -> list[Row]:
        return [BrickRow(self.number), BrickRow(self.number), BrickRow(self.number)]


def column_of(qtbot: QtBot, rows: list[Row]) -> VirtualColumn:
    column = VirtualColumn()
    qtbot.addWidget(column)
    column.resize(600, 400)
    column.show()
    column.start_at_end(rows)
    return column


def visible(column: VirtualColumn) -> dict[int, int]:
    """Number and top of every row that can be seen."""
    found = {}
    for row in column.rows:
        if row.widget is not None and row.widget.isVisible() and isinstance(row, BrickRow):
            top = row.widget.y()
            if top < column.viewport().height() and top + row.height_px > 0:
                found.setdefault(row.number, top)
    return found


def n_built(column: VirtualColumn) -> int:
    return sum(row.widget is not None for row in column.rows)


def n_shown(column: VirtualColumn) -> int:
    return sum(row.widget is not None and row.widget.isVisible() for row in column.rows)


def test_it_starts_at_the_end_and_builds_what_is_near(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(1000)])
    assert max(visible(column)) == 999
    assert n_built(column) < 12


def test_what_is_only_near_is_built_when_what_is_seen_was_drawn(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(1000)])
    column.go_to_row(500)
    n_seen = len(visible(column))
    assert n_shown(column) == n_seen
    top_px = visible(column)[500]
    qtbot.waitUntil(lambda: n_shown(column) >= n_seen + 4)
    assert visible(column)[500] == top_px


def test_rows_do_not_overlap(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n, 40 + n % 7 * 30) for n in range(200)])
    for value in (5000, 3000, 100, 0):
        column.verticalScrollBar().setValue(value)
        shown = [row for row in column.rows if row.widget is not None and row.widget.isVisible()]
        for before, after in pairwise(shown):
            assert after.widget.y() - before.widget.y() == before.height_px + 10


def test_scrolling_by_a_pixel_moves_by_a_pixel(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(300)])
    bar = column.verticalScrollBar()
    for _ in range(40):
        before = visible(column)
        bar.setValue(bar.value() - 35)
        after = visible(column)
        common = before.keys() & after.keys()
        assert common
        assert {number: after[number] - before[number] for number in common} == dict.fromkeys(common, 35)


def test_far_rows_are_given_up(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(600)])
    for _ in range(300):
        column.verticalScrollBar().setValue(column.verticalScrollBar().value() - 300)
    assert n_built(column) < 120


class KeptRow(BrickRow):
    """Has one widget for ever."""

    is_kept = True

    def __init__(self, widget: QWidget) -> None:
        super().__init__(0)
        self.only = widget

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        self.only.setParent(parent)
        return self.only


def test_a_widget_that_is_kept_comes_back_as_it_was(qtbot: QtBot) -> None:
    host = QWidget()
    brick = Brick(host, 100)
    column = column_of(qtbot, [KeptRow(brick), *(BrickRow(number) for number in range(1, 300))])
    column.go_to_row(0)
    assert brick.isVisible()
    column.follow()
    column.forget_widgets()
    assert not brick.isVisible()
    column.go_to_row(0)
    assert brick.isVisible()


def test_a_row_can_be_gone_to(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(500)])
    column.go_to_row(250)
    assert visible(column)[250] == 24
    assert not column.is_following


def test_going_to_one_of_the_last_rows_shows_the_end(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(500)])
    column.go_to_row(499)
    assert {499, 498, 497} <= visible(column).keys()


def test_rows_that_stand_for_several_are_opened_only_when_near(qtbot: QtBot) -> None:
    column = column_of(qtbot, [SealedRow(n) for n in range(100)])
    assert len(column.rows) < 120
    column.go_to_row(50)
    assert visible(column)[50] == 24
    assert len(column.rows) < 140


def test_the_end_stays_in_view_while_rows_come(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(0)])
    for number in range(1, 30):
        column.replace_rows(len(column.rows), len(column.rows), [BrickRow(number)])
        column.place_rows()
        assert number in visible(column)


def test_rows_put_in_above_do_not_move_what_is_read(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(100)])
    column.go_to_row(50)
    before = visible(column)
    column.replace_rows(10, 10, [BrickRow(1000), BrickRow(1001)])
    column.place_rows()
    assert visible(column) == before


def test_home_and_end_go_there(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(n) for n in range(100)])
    qtbot.keyClick(column, Qt.Key.Key_Home)
    assert 0 in visible(column)
    qtbot.keyClick(column, Qt.Key.Key_End)
    assert 99 in visible(column)
    assert column.is_following


def test_the_column_is_centred_and_no_wider_than_text_should_be(qtbot: QtBot) -> None:
    column = column_of(qtbot, [BrickRow(0)])
    column.resize(1200, 400)
    assert column.column() == (240, 720)
    column.resize(420, 400)
    left, width = column.column()
    assert left >= 12
    assert left + width <= 420 - 12


def test_the_column_has_the_margins_of_the_lists_beside_it(qtbot: QtBot) -> None:
    column = VirtualColumn()
    qtbot.addWidget(column)
    column.resize(568, 400)
    column.show()
    column.set_rows([BrickRow(0)])
    column.place_rows()
    assert column.column() == (24, 568 - 48)
    column.set_rows([BrickRow(number) for number in range(20)])
    column.place_rows()
    qtbot.waitUntil(lambda: column.viewport().width() < 568)
    assert column.column() == (24, 568 - 48)

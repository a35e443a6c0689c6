import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewFilter
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.ui.item_models.segment_table_model import SegmentColumn, SegmentEdit
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from tests.fakes.reviews import made, review_of

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Told:
    """What the grid tells, and what is done about it."""

    def __init__(self, table: SegmentTable, review: DocumentReview) -> None:
        self.edits: list[SegmentEdit] = []
        self.accepted: list[tuple[int, ...]] = []
        self.again: list[tuple[int, ...]] = []
        self.next: list[int] = []
        self._table, self._review = table, review
        table.edit_made.connect(self.edits.append)
        table.accept_requested.connect(self._accept)
        table.again_requested.connect(self.again.append)
        table.next_requested.connect(self.next.append)

    def _accept(self, indices: tuple[int, ...]) -> None:
        self.accepted.append(indices)
        self._table.show_changes(self._review.accept(indices))


@pytest.fixture
def review() -> DocumentReview:
    review = review_of("The pump", "The seal", "The tank")
    review.take(0, made(review, 0, "Die Pumpe", TranslationWarning(TranslationFault.TOO_SHORT)))
    review.take(1, made(review, 1, "Die Dichtung"))
    review.take(2, made(review, 2, "Der Tank"))
    return review


@pytest.fixture
def table(qtbot: QtBot, review: DocumentReview) -> SegmentTable:
    table = SegmentTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show_review(review)
    table.show()
    table.setFocus()
    return table


def field(table: SegmentTable) -> QPlainTextEdit:
    (field,) = (each for each in table.findChildren(QPlainTextEdit) if each.isVisible() and each.hasFocus())
    return field


def test_enter_edits_and_enter_takes_what_was_written(
    qtbot: QtBot, table: SegmentTable, review: DocumentReview
) -> None:
    told = Told(table, review)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert field(table).toPlainText() == "Die Dichtung"
    qtbot.keyClicks(field(table), "Ring")
    qtbot.keyClick(field(table), Qt.Key.Key_Return)
    assert told.edits == [SegmentEdit(1, "Ring")]
    assert told.accepted == []


def test_escape_leaves_it_as_it_was(qtbot: QtBot, table: SegmentTable, review: DocumentReview) -> None:
    told = Told(table, review)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.keyClicks(field(table), "Ring")
    qtbot.keyClick(field(table), Qt.Key.Key_Escape)
    assert told.edits == []
    assert table.hasFocus()


def test_what_was_only_looked_at_is_no_edit(qtbot: QtBot, table: SegmentTable, review: DocumentReview) -> None:
    told = Told(table, review)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(field(table), Qt.Key.Key_Return)
    assert told.edits == []


def test_control_enter_accepts_and_goes_on_to_the_next(
    qtbot: QtBot, table: SegmentTable, review: DocumentReview
) -> None:
    told = Told(table, review)
    qtbot.keyClick(table, Qt.Key.Key_Return, CONTROL)
    assert (told.accepted, table.current_segment) == ([(0,)], 1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClicks(field(table), "Ring")
    qtbot.keyClick(field(table), Qt.Key.Key_Return, CONTROL)
    assert (told.edits, told.accepted, table.current_segment) == ([SegmentEdit(1, "Ring")], [(0,), (1,)], 2)


def test_a_row_that_its_filter_takes_away_leaves_the_next_one_in_its_place(
    qtbot: QtBot, table: SegmentTable, review: DocumentReview
) -> None:
    told = Told(table, review)
    table.show_filter(ReviewFilter.NOT_ACCEPTED, "")
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Return, CONTROL)
    assert told.accepted == [(0,), (1,), (2,)]
    assert table.n_shown == 0


def test_the_chosen_segment_stays_chosen_or_the_next_one_is_when_the_filter_changes(qtbot: QtBot) -> None:
    table = SegmentTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show_review(review_of(*("The seal" if number % 2 else "The pump" for number in range(300))))
    table.show()
    chosen: list[int] = []
    table.segment_chosen.connect(chosen.append)
    table.show_segment(200)
    for text, segment in (("pump", 200), ("seal", 201), ("", 201), ("nothing of the kind", -1), ("pump", 0)):
        table.show_filter(ReviewFilter.ALL, text)
        assert (table.current_segment, chosen[-1]) == (segment, segment)
        assert table.chosen_segments == (() if segment < 0 else (segment,))


def test_several_rows_are_accepted_and_asked_again_at_once(
    qtbot: QtBot, table: SegmentTable, review: DocumentReview
) -> None:
    told = Told(table, review)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_R, CONTROL)
    qtbot.keyClick(table, Qt.Key.Key_Return, CONTROL)
    assert (told.again, told.accepted) == ([(0, 1)], [(0, 1)])


def test_alt_and_arrows_look_for_the_next_doubt(qtbot: QtBot, table: SegmentTable, review: DocumentReview) -> None:
    told = Told(table, review)
    qtbot.keyClick(table, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(table, Qt.Key.Key_Up, ALT)
    assert told.next == [1, -1]


def test_all_can_be_done_from_the_menu_too(qtbot: QtBot, table: SegmentTable, review: DocumentReview) -> None:
    told = Told(table, review)
    QApplication.sendEvent(table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    (menu,) = table.findChildren(QMenu, "segment_menu")
    {action.text(): action for action in menu.actions()}["Accept"].trigger()
    menu.close()
    assert told.accepted == [(0,)]


def test_long_texts_have_high_rows_and_only_those_in_sight_are_measured(qtbot: QtBot) -> None:
    texts = ["The pump must not run dry. " * 12 if number % 2 else "Short." for number in range(4000)]
    table = SegmentTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show_review(review_of(*texts))
    table.show()
    one_px = table.verticalHeader().defaultSectionSize()
    qtbot.waitUntil(lambda: table.rowHeight(1) > 3 * one_px)
    assert table.rowHeight(0) == one_px
    assert table.rowHeight(3001) == one_px
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: table.rowHeight(3999) > 3 * one_px)


def test_rows_of_another_file_are_measured_anew_also_those_that_come_in_sight_then(qtbot: QtBot) -> None:
    table = SegmentTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show_review(review_of(*["The pump must not run dry. " * 12] * 30))
    table.show()
    one_px = table.verticalHeader().defaultSectionSize()
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: table.rowHeight(29) > 3 * one_px)
    table.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: table.rowHeight(0) > 3 * one_px)
    table.show_review(review_of(*["Short."] * 30))
    qtbot.waitUntil(lambda: table.rowHeight(0) == one_px)
    in_sight = range(table.rowAt(table.viewport().height() - 1) + 1)
    assert len(in_sight) > 8
    assert [table.rowHeight(row) for row in in_sight] == [one_px] * len(in_sight)


def test_a_narrow_grid_leaves_out_how_sure_the_model_was(qtbot: QtBot, table: SegmentTable) -> None:
    assert not table.isColumnHidden(SegmentColumn.CONFIDENCE)
    table.resize(560, 400)
    assert table.isColumnHidden(SegmentColumn.CONFIDENCE)
    widths = [table.columnWidth(column) for column in list(SegmentColumn)[:3]]
    assert sum(widths) == table.viewport().width()


def test_the_chosen_segment_is_told_again_when_it_changes(
    qtbot: QtBot, table: SegmentTable, review: DocumentReview
) -> None:
    chosen: list[int] = []
    table.segment_chosen.connect(chosen.append)
    table.show_segment(2)
    table.show_changes([1])
    table.show_changes([2])
    assert chosen == [2, 2]


def test_a_row_is_chosen_also_while_control_is_held(qtbot: QtBot, table: SegmentTable, review: DocumentReview) -> None:
    qtbot.keyPress(table, Qt.Key.Key_Control, CONTROL)
    table.show_segment(2)
    assert table.chosen_segments == (2,)
    table.show_review(review)
    assert table.chosen_segments == (0,)
    qtbot.keyRelease(table, Qt.Key.Key_Control)


def test_what_is_translated_again_is_not_edited_meanwhile(
    qtbot: QtBot, table: SegmentTable, review: DocumentReview
) -> None:
    table.show_busy([0])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not [each for each in table.findChildren(QPlainTextEdit) if each.isVisible()]
    table.show_busy([])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert field(table).toPlainText() == "Die Pumpe"


def test_another_font_makes_other_heights(qtbot: QtBot) -> None:
    table = SegmentTable()
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    table.show_review(review_of("The landlord keeps what repairs cost that the tenant caused. " * 3))
    before = table.rowHeight(0)
    qtbot.waitUntil(lambda: table.rowHeight(0) != before)
    before = table.rowHeight(0)
    font = table.font()
    font.setPointSizeF(2 * font.pointSizeF())
    table.setFont(font)
    qtbot.waitUntil(lambda: table.rowHeight(0) > 1.5 * before)

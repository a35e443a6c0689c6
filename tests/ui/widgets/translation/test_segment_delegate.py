from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.item_models.segment_table_model import SegmentColumn, SegmentEdit, SegmentTableModel
from desktop_llm.ui.widgets.translation.segment_delegate import SegmentDelegate
from tests.fakes.reviews import made, review_of


def test_a_line_is_broken_with_shift_and_what_comes_meanwhile_does_not_undo_typing(qtbot: QtBot) -> None:
    review = review_of("The pump")
    review.take(0, made(review, 0, "Pumpe"))
    model, delegate, parent = SegmentTableModel(), SegmentDelegate(), QWidget()
    qtbot.addWidget(parent)
    model.show_review(review)
    index = model.index(0, SegmentColumn.TARGET)
    editor = delegate.createEditor(parent, QStyleOptionViewItem(), index)
    assert isinstance(editor, QPlainTextEdit)
    editor.installEventFilter(delegate)
    delegate.setEditorData(editor, index)
    qtbot.keyClicks(editor, "Die")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    delegate.setEditorData(editor, index)
    qtbot.keyClicks(editor, "Pumpe")
    with qtbot.waitSignal(model.edit_made) as told:
        delegate.setModelData(editor, model, index)
    assert told.args == [SegmentEdit(0, "Die\nPumpe")]

"""Makes the field in which a translation is edited in place, in the review grid. GUI thread."""

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.translation.segment_painter import PADDING_PX

Index = QModelIndex | QPersistentModelIndex

_EDITOR_LINES: Final = 3
_EDITOR_MORE_PX: Final = 4


class SegmentDelegate(QStyledItemDelegate):
    """Enter ends editing, Ctrl+Enter accepts what was written as well, Esc leaves it as it was."""

    accept_requested = Signal()

    # Qt's own names

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setObjectName("segment_editor")
        editor.setAccessibleName(translate("SegmentTable", "Translation"))
        editor.setTabChangesFocus(True)
        editor.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        editor.document().setDocumentMargin(PADDING_PX - 1)  # the text stays where it was
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QPlainTextEdit) and isinstance(text, str) and not editor.property("is_filled"):
            editor.setProperty("is_filled", True)  # what the model brings meanwhile does not undo typing
            editor.setPlainText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit) and editor.document().isModified():
            model.setData(index, editor.toPlainText(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        least_px = _EDITOR_LINES * QFontMetrics(option.font).lineSpacing() + 2 * PADDING_PX
        rect = QRect(option.rect)
        rect.setHeight(max(rect.height() + _EDITOR_MORE_PX, least_px))
        viewport = editor.parentWidget()
        if viewport is not None and rect.bottom() > viewport.rect().bottom():
            rect.moveBottom(viewport.rect().bottom())
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QPlainTextEdit) and isinstance(event, QKeyEvent) and _is_enter(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.accept_requested.emit()
                return True
        return super().eventFilter(watched, event)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

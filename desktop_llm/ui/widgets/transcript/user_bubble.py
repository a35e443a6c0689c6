"""A question of the user's: a bubble on the right, its attachments, its buttons and an editor in place. GUI thread."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.widgets.action_button import BranchSwitch, action_button
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.transcript.markdown_chapters import clean
from desktop_llm.ui.widgets.transcript.message_content import MessageContent
from desktop_llm.ui.widgets.transcript.prose_view import ProseView

FOLD_CHARS: Final = 4000
_FOLDED_CHARS: Final = 1200
_WIDEST: Final = 0.78
_PADDING_PX: Final = 14
_TOP_PX: Final = 10


class UserBubble(QWidget):
    edit_submitted = Signal(str)
    edit_changed = Signal(str)
    edit_cancelled = Signal()
    copy_requested = Signal()
    step_requested = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget, content: MessageContent) -> None:
        super().__init__(parent)
        self._content = content
        self._is_unfolded = False
        self._bubble = QFrame(self)
        self._bubble.setObjectName("user_bubble")
        self._bubble.setProperty("look", "bubble")
        self._chips = QWidget(self._bubble)
        FlowLayout(self._chips)
        self._text = ProseView(self._bubble, is_dim=content.is_left_out)
        self._text.setObjectName("user_text")
        self._fold_button = action_button(self._bubble, "show_all_button", self.tr("Show all"))
        self._fold_button.clicked.connect(self._on_fold_clicked)
        self._editor: _EditForm | None = None
        self._actions = self._build_actions()
        self._show_content()

    @Slot()
    def start_editing(self) -> None:
        """Go to the editor, with the question as it is if it is not being changed yet."""
        self.show_editor(self._content.text)
        if self._editor is not None:
            self._editor.take_focus()

    def show_editor(self, text: str) -> None:
        """Open it with this text, unless it is open."""
        if self._editor is None:
            self._editor = _EditForm(self._bubble, self._content.text, text)
            self._editor.text_changed.connect(self.edit_changed)
            self._editor.cancelled.connect(self._on_edit_cancelled)
            self._editor.submitted.connect(self.edit_submitted)
            self._editor.setVisible(True)
            self._show_content()
            self.resized.emit()

    def _build_actions(self) -> QWidget:
        actions = QWidget(self)
        layout = QHBoxLayout(actions)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._left_out = QLabel(self.tr("Not sent to the model."), actions)
        self._left_out.setProperty("look", "small")
        self._copy = action_button(actions, "copy_button", self.tr("Copy"), self.tr("Copy this question"))
        self._edit = action_button(actions, "edit_button", self.tr("Edit"), self.tr("Ask this differently"))
        self._branches = BranchSwitch(actions)
        self._copy.clicked.connect(self.copy_requested)
        self._edit.clicked.connect(self.start_editing)
        self._branches.step_requested.connect(self.step_requested)
        for widget in (self._left_out, self._copy, self._edit, self._branches):
            layout.addWidget(widget)
        for button in actions.findChildren(QPushButton):
            button.installEventFilter(self)
        self._fading = QGraphicsOpacityEffect(actions)
        actions.setGraphicsEffect(self._fading)
        return actions

    def _fade_actions(self) -> None:
        """The buttons are always there for the keyboard; they are seen when pointed at, focused, or needed."""
        has_focus = any(button.hasFocus() for button in self._actions.findChildren(QPushButton))
        is_needed = self._content.branch_count > 1 or self._content.is_left_out
        self._fading.setOpacity(1.0 if has_focus or is_needed or self.underMouse() else 0.0)

    def _show_content(self) -> None:
        content = self._content
        is_editing = self._editor is not None
        is_long = len(content.text) > FOLD_CHARS
        is_folded = is_long and not self._is_unfolded
        text = clean(content.text)
        self._text.show_text(text[:_FOLDED_CHARS].rstrip() + " …" if is_folded else text)
        self._text.setVisible(bool(content.text) and not is_editing)
        self._text.setAccessibleName(self.tr("Your message"))
        self._fold_button.setVisible(is_long and not is_editing)
        self._fold_button.setText(self.tr("Show less") if self._is_unfolded else self.tr("Show all"))
        self._left_out.setVisible(content.is_left_out)
        self._branches.show_branch(content.branch_number, content.branch_count)
        self._show_chips()
        self._fade_actions()

    def _show_chips(self) -> None:
        layout = self._chips.layout()
        assert layout is not None
        if layout.count() == 0:
            for name in self._content.attachments:
                chip = QLabel(name, self._chips)
                chip.setProperty("look", "chip")
                chip.setTextFormat(Qt.TextFormat.PlainText)
                layout.addWidget(chip)
        self._chips.setVisible(bool(self._content.attachments))

    def _arrange(self, width: int) -> int:
        """Put everything in its place; returns the height."""
        widest = int(width * _WIDEST) - 2 * _PADDING_PX
        inner = self._inner_width(widest)
        y = _TOP_PX
        for widget, height in self._parts(inner):
            widget.setGeometry(_PADDING_PX, y, inner, height)
            y += height + 6
        bubble = QRect(width - inner - 2 * _PADDING_PX, 0, inner + 2 * _PADDING_PX, y - 6 + _TOP_PX)
        size = self._actions.sizeHint()
        actions = QRect(QPoint(width - size.width(), bubble.bottom() + 3), size)
        room, direction = QRect(0, 0, width, actions.bottom() + 1), self.layoutDirection()
        self._bubble.setGeometry(QStyle.visualRect(direction, room, bubble))
        self._actions.setGeometry(QStyle.visualRect(direction, room, actions))
        return room.height()

    def _inner_width(self, widest: int) -> int:
        if self._editor is not None or self._content.attachments or self._fold_button.isVisibleTo(self._bubble):
            return widest
        return max(24, min(widest, self._text.ideal_width(widest) + 1))

    def _parts(self, inner: int) -> list[tuple[QWidget, int]]:
        parts: list[tuple[QWidget, int]] = []
        if self._content.attachments:
            layout = self._chips.layout()
            assert layout is not None
            parts.append((self._chips, layout.heightForWidth(inner)))
        if self._editor is not None:
            parts.append((self._editor, self._editor.sizeHint().height()))
        elif self._content.text:
            parts.append((self._text, self._text.heightForWidth(inner)))
        if self._fold_button.isVisibleTo(self._bubble):
            parts.append((self._fold_button, self._fold_button.sizeHint().height()))
        return parts

    @Slot()
    def _on_fold_clicked(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._show_content()
        self.resized.emit()

    @Slot()
    def _on_edit_cancelled(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
            self._show_content()
            self.resized.emit()
            self.edit_cancelled.emit()

    # Qt's own names

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._fade_actions()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._fade_actions()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            QTimer.singleShot(0, self, self._fade_actions)
        return super().eventFilter(watched, event)


class _EditForm(QWidget):
    """A question again, to be changed and sent anew. `text` is how far that is."""

    text_changed = Signal(str)
    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget, question: str, text: str) -> None:
        super().__init__(parent)
        self._question = question
        self._field = QPlainTextEdit(text, self)
        self._field.setObjectName("edit_message_field")
        self._field.setAccessibleName(self.tr("Your message"))
        self._field.setTabChangesFocus(True)
        self._field.installEventFilter(self)
        self._field.moveCursor(QTextCursor.MoveOperation.End)
        self._field.textChanged.connect(self._on_text_changed)
        lines = min(10, max(3, text.count("\n") + 1 + len(text) // 60))
        self._field.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 24)
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setObjectName("cancel_edit_button")
        self._send = QPushButton(self.tr("Send"), self)
        self._send.setObjectName("send_edit_button")
        self._send.setProperty("look", "primary")
        self._cancel.clicked.connect(self.cancelled)
        self._send.clicked.connect(self._on_send_clicked)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.addWidget(self._field)
        layout.addLayout(buttons)

    def take_focus(self) -> None:
        self._field.setFocus()

    @Slot()
    def _on_text_changed(self) -> None:
        self.text_changed.emit(self._field.toPlainText())

    @Slot()
    def _on_send_clicked(self) -> None:
        text = self._field.toPlainText().strip()
        if text:
            self.submitted.emit(text)

    def _leave(self) -> None:
        """One key throws away nothing that was written: then it only leads to Cancel."""
        if self._field.toPlainText() == self._question:
            self.cancelled.emit()
        else:
            self._cancel.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_send_clicked()
            return True
        return False

"""The quiet text buttons below a message, and the pair of buttons that steps between branches. GUI thread."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget


def action_button(parent: QWidget, name: str, text: str, tip: str = "") -> QPushButton:
    """A button that looks like dim text until it is pointed at or has the focus."""
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(tip or text)
    button.setToolTip(tip)
    button.setProperty("look", "action")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def fold_sign(widget: QWidget, *, is_unfolded: bool) -> str:
    """Before the words of a button that unfolds something."""
    if is_unfolded:
        return "▾ "
    return "◂ " if widget.isRightToLeft() else "▸ "


class BranchSwitch(QWidget):
    """Which of a message's versions is shown: ‹ 2 / 3 ›."""

    step_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("branch_switch")
        self._label = QLabel(self)
        self._label.setProperty("look", "small")
        self._back = action_button(self, "previous_branch_button", "‹", self.tr("Previous version"))
        self._forward = action_button(self, "next_branch_button", "›", self.tr("Next version"))
        self._back.clicked.connect(self._on_back_clicked)
        self._forward.clicked.connect(self._on_forward_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._label.setContentsMargins(2, 0, 6, 0)
        for widget in (self._back, self._label, self._forward):
            layout.addWidget(widget)

    def show_branch(self, number: int, count: int) -> None:
        self.setVisible(count > 1)
        self._label.setText(f"{number} / {count}")
        self._label.setAccessibleName(self.tr("Version {number} of {count}").format(number=number, count=count))
        self._back.setEnabled(number > 1)
        self._forward.setEnabled(number < count)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_forward_clicked(self) -> None:
        self.step_requested.emit(1)

"""One sentence about what happened and one button that helps; details unfold. GUI thread."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.widgets.breakable_text import breakable

_ICON_PX = 18


class NoticeLevel(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`id` comes back with `action_requested`. `action` is the button's text, "" for none; so is `details`."""

    id: str
    text: str
    level: NoticeLevel = NoticeLevel.INFO
    action: str = ""
    details: str = ""
    is_dismissible: bool = True


class NoticeBar(QFrame):
    """Hidden until `show_notice`."""

    action_requested = Signal(str)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self._notice = Notice(id="", text="")
        self._icon = QLabel(self)
        self._text = _sentence(self, "notice_text")
        self._details = _sentence(self, "notice_details")
        self._details.setProperty("look", "small")
        self._details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._details_button = QPushButton(self.tr("Details"), self)
        self._details_button.setObjectName("notice_details_button")
        self._details_button.setProperty("look", "plain")
        self._details_button.setCheckable(True)
        self._action_button = QPushButton(self)
        self._action_button.setObjectName("notice_action_button")
        self._dismiss_button = QToolButton(self)
        self._dismiss_button.setObjectName("notice_dismiss_button")
        self._dismiss_button.setIcon(icon("x"))
        self._dismiss_button.setAccessibleName(self.tr("Dismiss"))
        self._dismiss_button.setToolTip(self.tr("Dismiss"))
        self._details_button.toggled.connect(self._details.setVisible)
        self._action_button.clicked.connect(self._on_action_clicked)
        self._dismiss_button.clicked.connect(self._on_dismiss_clicked)
        self._build_layout()
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """One that is shown already stays as it is, with its details open or not."""
        if notice == self._notice and not self.isHidden():
            return
        self._notice = notice
        self._text.setText(breakable(notice.text))
        self._text.setAccessibleName(notice.text)
        self._details.setText(notice.details)
        self._details_button.setChecked(False)
        self._details.hide()
        self._details_button.setVisible(bool(notice.details))
        self._action_button.setText(notice.action)
        self._action_button.setVisible(bool(notice.action))
        self._dismiss_button.setVisible(notice.is_dismissible)
        self._icon.setPixmap(_level_icon(notice.level))
        self.setProperty("look", f"notice_{notice.level}")
        self.setAccessibleName(notice.text)
        self.style().polish(self)
        self.show()

    def dismiss(self, id: str) -> None:
        """Hide the notice if it is still the one shown."""
        if self._notice.id == id:
            self.hide()

    def _build_layout(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        for widget in (self._details_button, self._action_button, self._dismiss_button):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._details)

    @Slot()
    def _on_action_clicked(self) -> None:
        self.action_requested.emit(self._notice.id)

    @Slot()
    def _on_dismiss_clicked(self) -> None:
        self.hide()
        self.dismissed.emit(self._notice.id)

    # Qt's own names

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._icon.setPixmap(_level_icon(self._notice.level))


def _sentence(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _level_icon(level: NoticeLevel) -> QPixmap:
    match level:
        case NoticeLevel.INFO:
            return icon("info", IconRole.ACCENT).pixmap(_ICON_PX, _ICON_PX)
        case NoticeLevel.WARNING:
            return icon("warning", IconRole.WARNING).pixmap(_ICON_PX, _ICON_PX)
        case NoticeLevel.ERROR:
            return icon("warning-circle", IconRole.ERROR).pixmap(_ICON_PX, _ICON_PX)

"""What the model is doing, in the top bar: a dot, a few words, and what can be done about it. GUI thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, size_text, translate
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.elided_label import ElidedLabel
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.progress_bar import ProgressBar

_DOT_PX: Final = 8
_BAR_WIDTH_PX: Final = 120


class ModelPhase(StrEnum):
    """What the model is doing, as far as the window shows it."""

    ABSENT = "absent"
    STARTING = "starting"
    CONNECTING = "connecting"
    LOADING = "loading"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"


class ModelStatus(Struct, frozen=True, kw_only=True):
    """memory_bytes and tokens_per_second are shown when ready, load_fraction (0 to 1) when loading,
    reading_fraction while a prompt is being read.

    When it failed, `failure` is the sentence, `details` unfold as a tooltip, and `button` is what helps, if anything.
    """

    phase: ModelPhase = ModelPhase.ABSENT
    memory_bytes: int = 0
    tokens_per_second: float | None = None
    load_fraction: float = 0.0
    reading_fraction: float | None = None
    failure: str = ""
    button: str | None = None
    details: str = ""


class ModelStatusLine(QWidget):
    """Dot, words, progress with Cancel while loading, a button when it failed."""

    load_cancel_requested = Signal()
    failure_action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_status")
        self._dot = _StateDot(self)
        self._label = ElidedLabel(self, "model_status_label", "dim")
        self._bar = ProgressBar(self, "model_load_bar")
        self._bar.setAccessibleName(translate("ModelStatusLine", "Loading the model"))
        self._bar.setFixedWidth(_BAR_WIDTH_PX)
        self._cancel = self._button("model_load_cancel", translate("ModelStatusLine", "Cancel"))
        self._cancel.clicked.connect(self.load_cancel_requested)
        self._help = self._button("model_failure_button", "")
        self._help.clicked.connect(self.failure_action_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self._dot, self._label, self._bar, self._cancel, self._help):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.show_status(ModelStatus())

    def show_status(self, status: ModelStatus) -> None:
        is_loading = status.phase is ModelPhase.LOADING
        is_failed = status.phase is ModelPhase.FAILED
        self._dot.show_phase(status.phase)
        set_look(self._label, "error" if is_failed else "dim")
        tip = "\n\n".join(part for part in (status.failure, status.details) if part)
        self._label.show_text(_status_text(status), tip)
        self._bar.setVisible(is_loading)
        self._bar.show_value(round(status.load_fraction * 1000), 1000)
        self._cancel.setVisible(is_loading or status.phase is ModelPhase.CONNECTING)
        self._help.setVisible(is_failed and status.button is not None)
        self._help.setText(status.button or "")

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("look", "plain")
        return button


class _StateDot(QWidget):
    """Green, amber or red; the words beside it say the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._phase = ModelPhase.ABSENT
        self.setFixedSize(QSize(_DOT_PX + 2, _DOT_PX + 2))

    def show_phase(self, phase: ModelPhase) -> None:
        self._phase = phase
        self.setVisible(phase is not ModelPhase.ABSENT)
        self.update()

    def _color(self) -> str:
        palette = current_palette()
        match self._phase:
            case ModelPhase.READY:
                return palette.accent
            case ModelPhase.FAILED:
                return palette.error
            case _:
                return palette.warning

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._color()))
        painter.drawEllipse(1, 1, _DOT_PX, _DOT_PX)


_WORDS: Final = {
    ModelPhase.ABSENT: "",
    ModelPhase.STARTING: QT_TRANSLATE_NOOP("ModelStatusLine", "starting"),
    ModelPhase.CONNECTING: QT_TRANSLATE_NOOP("ModelStatusLine", "connecting"),
    ModelPhase.RESTARTING: QT_TRANSLATE_NOOP("ModelStatusLine", "starting again"),
}


def _status_text(status: ModelStatus) -> str:
    match status.phase:
        case ModelPhase.LOADING:
            percent = number_text(round(status.load_fraction * 100))
            return translate("ModelStatusLine", "loading, {percent} %").format(percent=percent)
        case ModelPhase.FAILED:
            return status.failure
        case ModelPhase.READY:
            return _ready_text(status)
        case phase:
            return translate("ModelStatusLine", _WORDS[phase]) if _WORDS[phase] else ""


def _ready_text(status: ModelStatus) -> str:
    if status.reading_fraction is not None:
        percent = number_text(round(status.reading_fraction * 100))
        return translate("ModelStatusLine", "reading, {percent} %").format(percent=percent)
    parts = [translate("ModelStatusLine", "ready")]
    if status.memory_bytes:
        parts.append(size_text(status.memory_bytes))
    if status.tokens_per_second:
        speed = number_text(round(status.tokens_per_second))
        parts.append(translate("ModelStatusLine", "{speed} tokens/s").format(speed=speed))
    return " · ".join(parts)

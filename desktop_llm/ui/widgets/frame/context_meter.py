"""How much of the model's context the conversation takes, as words and a bar. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.progress_bar import ProgressBar

_BAR_WIDTH_PX: Final = 120
_LEAST_BAR_PX: Final = 16


class ContextUse(Struct, frozen=True):
    """Tokens that the next prompt takes, and how many there is room for; 0: nobody knows. is_estimate: a guess."""

    used_tokens: int
    context_tokens: int
    is_estimate: bool = False


class ContextMeter(QWidget):
    """Hidden while there is nothing to measure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("context_meter")
        self._label = QLabel(self)
        self._label.setObjectName("context_label")
        self._label.setProperty("look", "small")
        self._bar = ProgressBar(self, "context_bar")
        self._bar.setMinimumWidth(_LEAST_BAR_PX)  # words go first
        self._bar.setMaximumWidth(_BAR_WIDTH_PX)
        self._bar.setAccessibleName(translate("ContextMeter", "Context in use"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._label)
        layout.addWidget(self._bar, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_use(self, use: ContextUse | None) -> None:
        self.setVisible(use is not None)
        if use is None:
            return
        used, room = number_text(use.used_tokens), number_text(use.context_tokens)
        text = _use_text(use).format(used=used, room=room)
        self._label.setText(text)
        is_too_much = 0 < use.context_tokens < use.used_tokens
        set_look(self._label, "small_warning" if is_too_much else "small")
        self._bar.setVisible(use.context_tokens > 0)
        self._bar.show_value(min(use.used_tokens, use.context_tokens), max(1, use.context_tokens))
        self._bar.setAccessibleDescription(text)
        self.setToolTip(_tip_text(use).format(used=used, room=room))


def _use_text(use: ContextUse) -> str:
    if not use.context_tokens:
        return translate("ContextMeter", "Context about {used}")
    if use.is_estimate:
        return translate("ContextMeter", "Context about {used} of {room}")
    return translate("ContextMeter", "Context {used} of {room}")


def _tip_text(use: ContextUse) -> str:
    if not use.context_tokens:
        return translate(
            "ContextMeter",
            "The model reads about {used} tokens of this chat at once. The server does not say how many fit.",
        )
    if use.is_estimate:
        return translate(
            "ContextMeter",
            "The model reads about {used} tokens of this chat at once; it has room for {room}. This is a guess: what "
            "you write is not sent to the server to be counted.",
        )
    return translate("ContextMeter", "The model reads {used} tokens of this chat at once; it has room for {room}.")

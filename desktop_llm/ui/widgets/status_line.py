"""The line at the bottom of the window: how full the context is, and where text goes. GUI thread."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.context_meter import ContextMeter, ContextUse

STATUS_HEIGHT_PX: Final = 30


class StatusLine(QWidget):
    """Context on the left, privacy on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setMinimumHeight(STATUS_HEIGHT_PX)
        self._meter = ContextMeter(self)
        self._privacy = QLabel(self)
        self._privacy.setObjectName("privacy_label")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.addWidget(self._meter)
        layout.addStretch(1)
        layout.addWidget(self._privacy)
        self.show_server("")

    def show_context_use(self, use: ContextUse | None) -> None:
        self._meter.show_use(use)

    def show_server(self, server_name: str) -> None:
        """Name the server that text is sent to; empty while everything stays on this computer."""
        if server_name:
            text = translate("StatusLine", "Text is sent to {server}").format(server=server_name)
        else:
            text = translate("StatusLine", "Private: nothing left this computer")
        self._privacy.setText(text)
        self._privacy.setProperty("look", "small_warning" if server_name else "small")
        self._privacy.style().polish(self._privacy)

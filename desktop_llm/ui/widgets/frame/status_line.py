"""The line at the bottom of the window: how full the context is, and where text goes. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_llm.engine.server.server_address import ServerAddress
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.frame.context_meter import ContextMeter, ContextUse
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.plain_tip import plain_tip

STATUS_HEIGHT_PX: Final = 30


class TextPlace(Struct, frozen=True, kw_only=True):
    """Where the text of the chat that is open goes.

    address None: it stays on this computer. sent_to: the host it went to before. is_known is False for a chat whose
    server was taken off the list.
    """

    address: ServerAddress | None = None
    sent_to: str = ""
    is_known: bool = True


class StatusLine(QWidget):
    """Context on the left, privacy on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setMinimumHeight(STATUS_HEIGHT_PX)
        self._meter = ContextMeter(self)
        self._privacy = plain_label(self, "privacy_label")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.addWidget(self._meter)
        layout.addStretch(1)
        layout.addWidget(self._privacy)
        self.show_place(TextPlace())

    def show_context_use(self, use: ContextUse | None) -> None:
        self._meter.show_use(use)

    def show_place(self, place: TextPlace) -> None:
        """Name the server that text is sent to, in the warning colour once it leaves this computer."""
        address = place.address
        self._privacy.setText(_place_text(place))
        is_leaving = address is not None and not address.is_on_this_computer
        set_look(self._privacy, "small_warning" if is_leaving else "small")
        self._privacy.setToolTip(plain_tip(address.base_url) if address else "")


def _place_text(place: TextPlace) -> str:
    """What another program on this computer does with a text is its own affair: that is not promised to be private."""
    address = place.address
    if not place.is_known:
        return translate("StatusLine", "Nothing is sent: the server of this chat is not in your list")
    if address is None and place.sent_to:
        return translate("StatusLine", "Answered here; earlier messages went to {server}").format(server=place.sent_to)
    if address is None:
        return translate("StatusLine", "Private: nothing left this computer")
    if address.is_on_this_computer:
        return translate("StatusLine", "Text goes to a program here: {server}").format(server=address.host)
    if address.is_readable_on_the_way:
        return translate("StatusLine", "Text is sent to {server}, unencrypted").format(server=address.host)
    return translate("StatusLine", "Text is sent to {server}").format(server=address.host)

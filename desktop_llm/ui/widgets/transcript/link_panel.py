"""Shows where a link really leads before anything is opened. GUI thread."""

import unicodedata

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.plain_label import plain_label

_OPENABLE_SCHEMES = frozenset({"http", "https", "mailto"})


class LinkPanel(QFrame):
    """The target in full, its host in bold, and Open, Copy, Cancel. Only web and mail addresses can be opened."""

    open_confirmed = Signal(str)
    panel_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("link_panel")
        self.setProperty("look", "card")
        self._target = ""
        self._question = plain_label(self, "link_question", "heading", is_wrapped=True)
        self._address = plain_label(self, "link_target", "dim", is_wrapped=True)
        self._address.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._open = self._button("link_open", translate("LinkPanel", "Open in browser"))
        self._open.clicked.connect(self._on_open)
        self._copy = self._button("link_copy", translate("LinkPanel", "Copy"))
        self._copy.clicked.connect(self._on_copy)
        self._cancel = self._button("link_cancel", translate("LinkPanel", "Cancel"))
        self._cancel.clicked.connect(self.close_panel)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._open, self._copy, self._cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._question)
        layout.addWidget(self._address)
        layout.addLayout(buttons)
        self.hide()

    def show_link(self, target: str) -> None:
        url = QUrl(target, QUrl.ParsingMode.StrictMode)
        self._target = target
        is_openable = url.isValid() and url.scheme() in _OPENABLE_SCHEMES
        self._question.setText(_question(url) if is_openable else translate("LinkPanel", "This link cannot be opened."))
        self._address.setText(_breakable(_visible(target)))
        self._address.setAccessibleName(target)
        self._open.setVisible(is_openable)
        self.show()
        (self._open if is_openable else self._cancel).setFocus()

    @Slot()
    def close_panel(self) -> None:
        self.hide()
        self.panel_closed.emit()

    @Slot()
    def _on_open(self) -> None:
        self.close_panel()
        self.open_confirmed.emit(self._target)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._target)
        self.close_panel()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)


def _question(url: QUrl) -> str:
    if url.scheme() == "mailto":
        return translate("LinkPanel", "Write to {address}?").format(address=url.path())
    # The host as the network sees it: letters that only look like others show as xn--...
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return translate("LinkPanel", "Open a page of {host}?").format(host=host)


def _visible(target: str) -> str:
    """The address with invisible characters (directions, joiners, controls) written out."""
    return "".join(letter if unicodedata.category(letter)[0] != "C" else f"\\u{ord(letter):04x}" for letter in target)


def _breakable(target: str) -> str:
    """A long address breaks after a slash or an ampersand instead of widening the window."""
    for sign in "/&?=-_.":
        target = target.replace(sign, sign + "\u200b")
    return target

"""Asks whether to quit although something that was written is not saved. GUI thread."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.i18n import sentences_text, translate

_Role = QMessageBox.ButtonRole


class QuitQuestion(QMessageBox):
    """Shown by `open`; nobody waits for it. Who closes it stays."""

    retry_requested = Signal()
    quit_requested = Signal()
    stay_requested = Signal()

    def __init__(self, parent: QWidget, failure: DesktopLlmError | None, *, is_lost: bool) -> None:
        """failure: why it is not saved; None: that still goes on. is_lost: what was written is nowhere else."""
        super().__init__(parent)
        self.setObjectName("quit_question")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(translate("QuitQuestion", "Not saved"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(_what(failure, is_lost=is_lost))
        self.setInformativeText(_why(failure, is_lost=is_lost))
        self._retry = self._button("quit_retry_button", translate("QuitQuestion", "Try again"), _Role.AcceptRole)
        self._retry.setVisible(failure is not None and is_lost)
        self._quit = self._button("quit_anyway_button", translate("QuitQuestion", "Quit anyway"), _Role.DestructiveRole)
        self._stay = self._button("quit_stay_button", translate("QuitQuestion", "Do not quit"), _Role.RejectRole)
        self.setDefaultButton(self._stay)
        self.setEscapeButton(self._stay)
        self.finished.connect(self._on_finished)

    def put_away(self) -> None:
        """It is answered by itself."""
        self.blockSignals(True)
        self.close()

    def _button(self, name: str, text: str, role: QMessageBox.ButtonRole) -> QPushButton:
        button = self.addButton(text, role)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    @Slot()
    def _on_finished(self) -> None:
        clicked = self.clickedButton()
        if clicked is self._retry:
            self.retry_requested.emit()
        elif clicked is self._quit:
            self.quit_requested.emit()
        else:
            self.stay_requested.emit()


def _what(failure: DesktopLlmError | None, *, is_lost: bool) -> str:
    if failure is None:
        return translate("QuitQuestion", "What you wrote is still being saved.")
    if is_lost:
        return translate("QuitQuestion", "Not all that you wrote could be saved.")
    return translate("QuitQuestion", "A file could not be saved.")


def _why(failure: DesktopLlmError | None, *, is_lost: bool) -> str:
    if failure is None:
        return translate(
            "QuitQuestion", "A slow disk or network may take a while. If you quit now, the last of it may be lost."
        )
    text = error_text_of(failure)
    if is_lost:
        end = translate("QuitQuestion", "If you quit now, what could not be saved is lost.")
    else:
        end = translate("QuitQuestion", "Your text itself is kept, and is there again at the next start.")
    return sentences_text((text.whole, end))

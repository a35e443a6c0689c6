"""The one window of a program that may not start: it says why and ends. GUI thread."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.error_text import error_text_of


def show_refused_start(error: DesktopLlmError) -> QMessageBox:
    """Shown without waiting; the application ends when it is closed, because it is the last window."""
    text = error_text_of(error)
    sys.stderr.write(f"desktop-llm: {text.sentence} {text.advice}\n")
    box = QMessageBox(QMessageBox.Icon.Information, "Desktop LLM", text.sentence)
    box.setObjectName("refused_start")
    box.setInformativeText(text.advice)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.show()
    return box

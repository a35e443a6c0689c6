"""A label for text that nobody vouches for. GUI thread."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(
    parent: QWidget | None, name: str, look: str = "", *, is_wrapped: bool = False, is_selectable: bool = False
) -> QLabel:
    """It shows text as it is: Qt takes any that looks like HTML for HTML, images included."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setProperty("look", look)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(is_wrapped)
    if is_selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

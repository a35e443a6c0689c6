"""An attachment in the prompt box: its name, what it costs of the context, and a button to take it away. GUI thread."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.plain_tip import plain_tip
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptAttachment

_LONGEST_NAME_PX = 240


class AttachmentChip(QFrame):
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget, attachment: PromptAttachment) -> None:
        super().__init__(parent)
        self.attachment = attachment
        self.setObjectName("attachment_chip")
        self.setProperty("look", "chip")
        self.setToolTip(plain_tip(attachment.path or attachment.name))
        picture = QLabel(self)
        picture.setPixmap(icon("file-text").pixmap(16, 16))
        name = QLabel(self)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setText(name.fontMetrics().elidedText(attachment.name, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME_PX))
        self._cost = QLabel(self)
        self._cost.setTextFormat(Qt.TextFormat.PlainText)
        remove = QToolButton(self)
        remove.setObjectName("remove_attachment_button")
        remove.setIcon(icon("x"))
        remove.setAccessibleName(self.tr("Remove {name}").format(name=attachment.name))
        remove.setToolTip(self.tr("Remove"))
        remove.clicked.connect(self._on_remove_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 4, 2)
        layout.setSpacing(6)
        for widget in (picture, name, self._cost, remove):
            layout.addWidget(widget)
        self.show_cost("", is_too_large=False)

    def show_cost(self, text: str, *, is_too_large: bool) -> None:
        self._cost.setText(text)
        self._cost.setVisible(bool(text))
        self._cost.setProperty("look", "error" if is_too_large else "dim")
        self._cost.style().polish(self._cost)
        self.setAccessibleName(f"{self.attachment.name} {text}".strip())
        self.updateGeometry()

    def show_remarks(self, sentences: tuple[str, ...]) -> None:
        """On hover, below the file's path."""
        lines = (self.attachment.path or self.attachment.name, *sentences)
        self.setToolTip("".join(map(plain_tip, lines)))
        self.setAccessibleDescription(" ".join(sentences))

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.remove_requested.emit(self.attachment.id)

"""Above a document that is translated: its name, the way back to the text, translate and save. GUI thread."""

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.elided_label import ElidedLabel
from desktop_llm.ui.widgets.form_controls import set_look


class HeadView(Struct, frozen=True, kw_only=True):
    """translate_text: what the button says that begins or goes on; empty: there is nothing to begin.

    is_save_next: saving is what is likely to be wished now.
    """

    name: str = ""
    tip: str = ""
    translate_text: str = ""
    can_save: bool = False
    is_save_next: bool = False


class DocumentHead(QWidget):
    text_requested = Signal()
    translate_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_head")
        back = QPushButton(icon("caret-left"), translate("DocumentHead", "Text"), self)
        back.setObjectName("back_to_text_button")
        back.setProperty("look", "plain")
        tip = translate("DocumentHead", "Back to the text")
        back.setAccessibleName(tip)
        back.setToolTip(tip)
        back.clicked.connect(self.text_requested)
        self._name = ElidedLabel(self, "document_name", "heading", keeps_end=True)
        self._name.fill_room()
        self._translate = self._button("translate_document_button")
        self._translate.clicked.connect(self.translate_requested)
        self._save = self._button("save_document_button")
        self._save.setText(translate("DocumentHead", "Save as…"))
        self._save.setAccessibleName(translate("DocumentHead", "Save the translated file"))
        self._save.setToolTip(translate("DocumentHead", "Save the translated file (Ctrl+S)"))
        self._save.clicked.connect(self.save_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 16, 0)
        row.setSpacing(8)
        row.addWidget(back)
        row.addWidget(self._name, 1)
        row.addWidget(self._translate)
        row.addWidget(self._save)
        self.show_head(HeadView())

    def show_head(self, view: HeadView) -> None:
        self._name.show_text(view.name, view.tip)
        self._translate.setVisible(bool(view.translate_text))
        self._translate.setText(view.translate_text)
        self._translate.setAccessibleName(view.translate_text)
        self._save.setEnabled(view.can_save)
        set_look(self._save, "primary" if view.is_save_next else "")
        set_look(self._translate, "" if view.is_save_next else "primary")

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        return button

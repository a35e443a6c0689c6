"""Asks for the password of a locked file, between the transcript and the prompt box. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.breakable_text import breakable
from desktop_llm.ui.widgets.plain_label import plain_label

_FIELD_PX: Final = 240


class PasswordQuestion(Struct, frozen=True):
    """The id is that of the file's chip."""

    id: str
    sentence: str


class GivenPassword(Struct, frozen=True):
    id: str
    password: str


class PasswordPanel(QFrame):
    """A password that was given leaves the field at once."""

    password_given = Signal(object)  # GivenPassword
    question_refused = Signal(str)  # PasswordQuestion.id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("password_panel")
        self.setProperty("look", "card")
        self._id = ""
        self._sentence = plain_label(self, "password_sentence", "heading", is_wrapped=True)
        self._field = QLineEdit(self)
        self._field.setObjectName("attachment_password_field")
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName(translate("PasswordPanel", "Password"))
        self._field.setPlaceholderText(translate("PasswordPanel", "Password"))
        self._field.setMaximumWidth(_FIELD_PX)
        self._field.returnPressed.connect(self._on_given)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(self._button("attachment_password_open", translate("PasswordPanel", "Open"), self._on_given))
        refuse = translate("PasswordPanel", "Remove the file")
        row.addWidget(self._button("attachment_password_refuse", refuse, self._on_refused))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._sentence)
        layout.addLayout(row)
        self.hide()

    @property
    def question_id(self) -> str:
        """The file that is asked about; empty if none is."""
        return self._id

    def show_question(self, question: PasswordQuestion | None) -> None:
        """None takes it back."""
        self._id = question.id if question else ""
        self._field.clear()
        self.setVisible(question is not None)
        if question is not None:
            self._sentence.setText(breakable(question.sentence))
            self.setAccessibleName(question.sentence)
            self._field.setFocus()

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _on_given(self) -> None:
        if password := self._field.text():
            given = GivenPassword(self._id, password)
            self.show_question(None)
            self.password_given.emit(given)

    @Slot()
    def _on_refused(self) -> None:
        refused = self._id
        self.show_question(None)
        self.question_refused.emit(refused)

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_refused()
            return
        super().keyPressEvent(event)

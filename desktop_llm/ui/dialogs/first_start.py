"""The first page a person sees: one decision, which model to start with. GUI thread."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import size_text, translate

_COLUMN_PX = 560


class FirstStartOffer(Struct, frozen=True):
    """What there is to start with. Without a starter model only opening a file is offered."""

    starter_name: str = ""
    starter_size_bytes: int = 0


class FirstStartPage(QScrollArea):
    """Cards with one button each, and quieter ways below them."""

    start_requested = Signal()
    model_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self.setAccessibleName(translate("FirstStart", "First start"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(16)
        self._starter = ChoiceCard("first_start_starter", translate("FirstStart", "Start"), is_primary=True)
        self._starter.chosen.connect(self.start_requested)
        self._file = ChoiceCard("first_start_file_card", translate("FirstStart", "Open…"), is_primary=True)
        self._file.chosen.connect(self.model_file_requested)
        self._open = QPushButton(translate("FirstStart", "Open a model file"))
        self._open.setObjectName("first_start_open")
        self._open.setProperty("look", "link")
        self._open.clicked.connect(self.model_file_requested)
        self.setWidget(self._page())

    def show_offer(self, offer: FirstStartOffer) -> None:
        has_starter = bool(offer.starter_name)
        self.setFocusProxy(self._starter.button if has_starter else self._file.button)
        self._starter.setVisible(has_starter)
        self._open.setVisible(has_starter)
        self._file.setVisible(not has_starter)
        note = translate("FirstStart", "With the small model that is already here. Quick, English, not clever.")
        if offer.starter_size_bytes:
            detail = f"{offer.starter_name} · {size_text(offer.starter_size_bytes)}"
            self._starter.show_choice(translate("FirstStart", "Start now"), note, detail)
        else:
            self._starter.show_choice(translate("FirstStart", "Start now"), note)
        self._file.show_choice(
            translate("FirstStart", "Open a model file"),
            translate("FirstStart", "A file in the GGUF format that is on this computer."),
        )

    def _page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("first_start_page")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(2)
        title = _label(translate("FirstStart", "Write, read and ask, on your own computer"), "title")
        column.addWidget(title)
        column.addWidget(_label(translate("FirstStart", "Nothing you type or open here is sent anywhere."), "dim"))
        column.addSpacing(8)
        self._cards.addWidget(self._starter)
        self._cards.addWidget(self._file)
        column.addLayout(self._cards)
        column.addSpacing(8)
        column.addWidget(self._open, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addStretch(5)
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        holder = QWidget(page)
        holder.setMaximumWidth(_COLUMN_PX)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        row.addWidget(holder, 1000)
        row.addStretch(1)
        return page


class ChoiceCard(QFrame):
    """A title, a sentence, and the one button that takes this choice."""

    chosen = Signal()

    def __init__(self, name: str, button: str, *, is_primary: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "card")
        self._title = _label("", "heading")
        self._note = _label("", "dim")
        self._detail = _label("", "small")
        self.button = QPushButton(button)
        self.button.setObjectName(f"{name}_button")
        self.button.setProperty("look", "primary" if is_primary else "")
        self.button.clicked.connect(self.chosen)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._title, self._note, self._detail):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)

    def show_choice(self, title: str, note: str, detail: str = "") -> None:
        self._title.setText(title)
        self._note.setText(note)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.button.setAccessibleDescription(f"{title}. {note}")


def _label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    label.setWordWrap(True)
    return label

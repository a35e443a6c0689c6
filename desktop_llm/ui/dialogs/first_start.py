"""The first page a person sees: one decision, which model to start with. GUI thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import number_text, size_text, spoken_text, translate
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.progress_bar import ProgressBar

_COLUMN_PX: Final = 560


class FirstStartChoice(StrEnum):
    """What a person can choose at the first start."""

    STARTER = "starter"
    OPEN_FILE = "open_file"
    FOUND_MODELS = "found_models"
    SERVER = "server"
    DOWNLOAD = "download"
    PAUSE = "pause"
    RESUME = "resume"
    USE_DOWNLOADED = "use_downloaded"


class RecommendedOffer(Struct, frozen=True, kw_only=True):
    """The model that suits this computer, and how far its download is (0 to 1). `button` does `choice`."""

    name: str
    note: str
    button: str
    choice: FirstStartChoice
    progress: float | None = None
    is_ready: bool = True


class FirstStartOffer(Struct, frozen=True):
    """What there is to start with. Without a starter model opening a file takes its place."""

    starter_name: str = ""
    starter_size_bytes: int = 0
    recommended: RecommendedOffer | None = None
    n_found: int = 0


class FirstStartPage(QScrollArea):
    """Cards with one button each, and quieter ways below them."""

    choice_made = Signal(object)  # FirstStartChoice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self.setAccessibleName(translate("FirstStart", "First start"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._starter = ChoiceCard("first_start_starter", FirstStartChoice.STARTER, translate("FirstStart", "Start"))
        self._recommended = ChoiceCard(
            "first_start_recommended", FirstStartChoice.DOWNLOAD, translate("FirstStart", "Download")
        )
        self._file = ChoiceCard("first_start_file_card", FirstStartChoice.OPEN_FILE, translate("FirstStart", "Open…"))
        for card in (self._starter, self._recommended, self._file):
            card.choice_made.connect(self.choice_made)
        self._open = self._link("first_start_open", FirstStartChoice.OPEN_FILE)
        self._found = self._link("first_start_found", FirstStartChoice.FOUND_MODELS)
        self._server = self._link("first_start_server", FirstStartChoice.SERVER)
        self._open.setText(translate("FirstStart", "Open a model file"))
        self._server.setText(translate("FirstStart", "Connect to a server"))
        self.setWidget(self._page())

    def show_offer(self, offer: FirstStartOffer) -> None:
        has_starter = bool(offer.starter_name)
        self._show_starter(offer)
        self._show_recommended(offer.recommended)
        self._open.setVisible(has_starter)
        self._file.setVisible(not has_starter)
        self._file.show_choice(
            translate("FirstStart", "Open a model file"),
            translate("FirstStart", "A file in the GGUF format that is on this computer."),
        )
        self._found.setVisible(offer.n_found > 0)
        found = translate("FirstStart", "Use models found here ({count})")
        self._found.setText(found.format(count=number_text(offer.n_found)))
        first = self._starter if has_starter else self._recommended if offer.recommended else self._file
        self.setFocusProxy(first.button)
        for card in (self._starter, self._recommended, self._file):
            card.show_primary(is_primary=card is first or card.has_ready_model)

    def _show_starter(self, offer: FirstStartOffer) -> None:
        self._starter.setVisible(bool(offer.starter_name))
        self._starter.show_choice(
            translate("FirstStart", "Start now"),
            translate("FirstStart", "With the small model that is already here. Quick, English, not clever."),
        )
        size = size_text(offer.starter_size_bytes) if offer.starter_size_bytes else ""
        self._starter.show_detail(f"{offer.starter_name} · {size}" if size else "")

    def _show_recommended(self, offer: RecommendedOffer | None) -> None:
        self._recommended.setVisible(offer is not None)
        if offer is None:
            return
        self._recommended.choice = offer.choice
        self._recommended.show_choice(offer.name, offer.note)
        self._recommended.button.setText(offer.button)
        self._recommended.button.setEnabled(offer.is_ready)
        self._recommended.show_tag(translate("FirstStart", "recommended for this computer"))
        self._recommended.show_progress(offer.progress)

    def _link(self, name: str, choice: FirstStartChoice) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("look", "link")
        button.setProperty("choice", choice)
        button.clicked.connect(self._on_link)
        return button

    @Slot()
    def _on_link(self) -> None:
        self.choice_made.emit(FirstStartChoice(self.sender().property("choice")))

    def _page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("first_start_page")
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(_label(translate("FirstStart", "Write, read and ask, on your own computer"), "title"))
        column.addWidget(_label(translate("FirstStart", "Nothing you type or open here is sent anywhere."), "dim"))
        column.addSpacing(8)
        cards = QVBoxLayout()
        cards.setSpacing(16)
        for card in (self._starter, self._recommended, self._file):
            cards.addWidget(card)
        column.addLayout(cards)
        column.addSpacing(8)
        column.addWidget(self._links())
        column.addStretch(5)
        holder = QWidget(page)
        holder.setMaximumWidth(_COLUMN_PX)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        holder.setLayout(column)
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(holder, 1000)
        row.addStretch(1)
        return page

    def _links(self) -> QWidget:
        links = QWidget()
        flow = FlowLayout(links, spacing_px=16)
        for link in (self._open, self._found, self._server):
            flow.addWidget(link)
        return links


class ChoiceCard(QFrame):
    """A title, a sentence, how far a download is, and the one button that takes this choice."""

    choice_made = Signal(object)  # FirstStartChoice

    def __init__(self, name: str, choice: FirstStartChoice, button: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "card")
        self.choice = choice
        self._title = _label("", "heading")
        self._title.setWordWrap(False)
        self._tag = _label("", "dim")
        self._note = _label("", "dim")
        self._detail = _label("", "small")
        self._bar = ProgressBar(None, f"{name}_progress")
        self.button = QPushButton(button)
        self.button.setObjectName(f"{name}_button")
        self.button.clicked.connect(self._on_clicked)
        self._lay_out()
        for part in (self._tag, self._detail, self._bar):
            part.hide()

    @property
    def has_ready_model(self) -> bool:
        return self.choice is FirstStartChoice.USE_DOWNLOADED

    def show_choice(self, title: str, note: str) -> None:
        self._title.setText(title)
        self._note.setText(note)
        self.button.setAccessibleDescription(spoken_text((title, note)))
        self._bar.setAccessibleName(title)

    def show_tag(self, text: str) -> None:
        """A few dim words after the title."""
        self._tag.setText(text)
        self._tag.setVisible(bool(text))

    def show_detail(self, text: str) -> None:
        self._detail.setText(text)
        self._detail.setVisible(bool(text))

    def show_progress(self, progress: float | None) -> None:
        self._bar.setVisible(progress is not None)
        self._bar.show_value(round((progress or 0.0) * 1000), 1000)

    def show_primary(self, *, is_primary: bool) -> None:
        set_look(self.button, "primary" if is_primary else "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._tag, 1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(head)
        for part in (self._note, self._bar, self._detail):
            words.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _on_clicked(self) -> None:
        self.choice_made.emit(self.choice)


def _label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    label.setWordWrap(True)
    return label

"""What stands above the lists of the Models page: the way back, a title, the search field. GUI thread."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.widgets.plain_label import plain_label

_GAP_PX: Final = 12


class ModelsHeader(QWidget):
    """A search begins with Enter or the button: nothing is sent while somebody types."""

    back_requested = Signal()
    search_submitted = Signal(str)
    model_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("models_header")
        self._back = QToolButton(self)
        self._back.setObjectName("models_back")
        self._back.setIcon(icon("arrow-left"))
        self._back.setProperty("look", "flush")
        self._back.setAccessibleName(translate("ModelsHeader", "Back"))
        self._back.setToolTip(translate("ModelsHeader", "Back (Esc)"))
        self._back.clicked.connect(self.back_requested)
        self._title = plain_label(self, "models_title", "title", is_wrapped=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._open_file = QPushButton(translate("ModelsHeader", "Open a model file…"), self)
        self._open_file.setObjectName("models_open_file")
        self._open_file.clicked.connect(self.model_file_requested)
        self._title.setMinimumHeight(self._open_file.sizeHint().height())  # the same on every page
        self._field = self._search_field()
        self._search = QPushButton(translate("ModelsHeader", "Search"), self)
        self._search.setObjectName("models_search_button")
        self._search.clicked.connect(self._on_submitted)
        self._search_row = QWidget(self)
        self._lay_out()

    def show_place(self, title: str, *, is_home: bool, has_search: bool) -> None:
        self._title.setText(title)
        self._back.setVisible(not is_home)
        self._open_file.setVisible(is_home)
        self._search_row.setVisible(has_search)

    @property
    def query(self) -> str:
        return self._field.text().strip()

    @property
    def last_stop(self) -> QWidget:
        """After it Tab leaves the header, where there is a search."""
        return self._search

    @Slot()
    def focus_search(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("models_search")
        field.setAccessibleName(translate("ModelsHeader", "Search all models"))
        field.setPlaceholderText(translate("ModelsHeader", "Search all models on huggingface.co"))
        field.setClearButtonEnabled(True)
        field.setAcceptDrops(False)
        field.returnPressed.connect(self._on_submitted)
        for button in field.findChildren(QToolButton):
            button.setObjectName("models_search_clear")
            button.setAccessibleName(translate("ModelsHeader", "Clear the search"))
        return field

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._back)
        top.addWidget(self._title, 1)
        top.addWidget(self._open_file)
        search = QHBoxLayout(self._search_row)
        search.setContentsMargins(0, 0, 0, 0)
        search.setSpacing(8)
        search.addWidget(self._field, 1)
        search.addWidget(self._search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP_PX)
        layout.addLayout(top)
        layout.addWidget(self._search_row)

    @Slot()
    def _on_submitted(self) -> None:
        self.search_submitted.emit(self.query)

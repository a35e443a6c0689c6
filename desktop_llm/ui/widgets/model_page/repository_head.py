"""What stands above a model's card: its facts, its licence, the sizes to choose from, all files. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.model_rows import RepositoryContent, RowLevel
from desktop_llm.ui.widgets.form_controls import Fold, heading, set_look
from desktop_llm.ui.widgets.model_page.model_rows_view import ModelRowsView
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.row_painting import divider

_FILES_PX: Final = 900  # a dozen: what most repositories have stands there without a bar of its own
_NO_LIMIT_PX: Final = 10_000
_ICON_PX: Final = 18


class RepositoryHead(QWidget):
    """As high as its content; long lists of files scroll in themselves."""

    action_requested = Signal(object)  # RowWish
    page_requested = Signal(str)
    height_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("repository_head")
        self._page_url = ""
        self._facts = plain_label(self, "repository_facts", "small", is_wrapped=True)
        self._licence_icon = QLabel(self)
        self._licence = plain_label(self, "repository_licence", "dim", is_wrapped=True)
        self._sizes = _FittedRows("repository_sizes", translate("RepositoryHead", "Sizes"), self)
        self._files = _FittedRows("repository_files", translate("RepositoryHead", "All files"), self, _FILES_PX)
        self._files_fold = Fold("repository_files_fold", "", self._files)
        self._files_fold.fold_toggled.connect(self._on_fold_toggled)
        self._page = QPushButton(translate("RepositoryHead", "Open its page"), self)
        self._page.setObjectName("repository_page")
        self._page.setProperty("look", "link")
        self._page.clicked.connect(self._on_page)
        self._card_parts = (divider(self), heading(translate("RepositoryHead", "What its makers say")))
        for view in (self._sizes, self._files):
            view.action_requested.connect(self.action_requested)
        self._lay_out()

    def show_repository(self, content: RepositoryContent) -> None:
        self._facts.setText(content.facts)
        self._facts.setVisible(bool(content.facts))
        self._show_licence(content.licence, content.licence_level)
        self._sizes.show_rows(content.rows)
        self._files.show_rows(content.file_rows)
        self._files_fold.setVisible(bool(content.file_rows))
        count = number_text(len(content.file_rows))
        self._files_fold.show_title(translate("RepositoryHead", "All files by name ({count})").format(count=count))
        self._page_url = content.page_url
        self._page.setVisible(bool(content.page_url))
        for part in self._card_parts:
            part.setVisible(bool(content.card))

    @property
    def sizes(self) -> QWidget:
        """The list of sizes, where the keyboard begins."""
        return self._sizes

    def _show_licence(self, text: str, level: RowLevel) -> None:
        self._licence.setText(text)
        is_warning = level in {RowLevel.WARNING, RowLevel.ERROR}
        set_look(self._licence, "warning" if is_warning else "dim")
        role = IconRole.WARNING if is_warning else IconRole.DIM
        self._licence_icon.setPixmap(icon("scales", role).pixmap(_ICON_PX, _ICON_PX))
        for part in (self._licence, self._licence_icon):
            part.setVisible(bool(text))

    def _lay_out(self) -> None:
        licence = QHBoxLayout()
        licence.setSpacing(8)
        licence.addWidget(self._licence_icon, alignment=Qt.AlignmentFlag.AlignTop)
        licence.addWidget(self._licence, 1)
        facts = QHBoxLayout()
        facts.setSpacing(16)
        facts.addWidget(self._facts, 1)
        facts.addWidget(self._page, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(facts)
        layout.addLayout(licence)
        layout.addWidget(self._sizes)
        layout.addWidget(self._files_fold)
        for part in self._card_parts:
            layout.addWidget(part)

    @Slot()
    def _on_page(self) -> None:
        self.page_requested.emit(self._page_url)

    @Slot()
    def _on_fold_toggled(self) -> None:
        self.height_changed.emit()

    def heightForWidth(self, width: int) -> int:
        for label in self.findChildren(QLabel):
            label.ensurePolished()  # the style sheet's fonts come before the measuring
        for view in (self._sizes, self._files):
            view.fit(width)
        for part in self.findChildren(QLayout):
            part.invalidate()  # that something was hidden just now it is told only later
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0


class _FittedRows(ModelRowsView):
    """A list that is as high as its rows, up to a limit."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget, limit_px: int = _NO_LIMIT_PX) -> None:
        super().__init__(name, accessible_name, parent, side_px=0)
        self._limit_px = limit_px

    def fit(self, width_px: int) -> None:
        content_px = self.content_height(width_px)
        height = min(content_px, self._limit_px)
        # A bar that came for a moment would make the rows narrower, and so higher, and stay.
        is_scrolled = content_px > height
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_scrolled else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        if height != self.height():
            self.setFixedHeight(height)

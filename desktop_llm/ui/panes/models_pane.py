"""The Models page: downloads, models on this computer, models to be had, a search on the Hub, and a model in detail.

GUI thread. It composes lists and keeps no models; `show_` methods give it rows, signals tell what a person wants.
What belongs to a search or to one model is made when it is shown for the first time: the first page is there sooner.
"""

from collections.abc import Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise
from typing import Final

from msgspec import structs
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.ui.dropped_files import dropped_paths, model_paths
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.model_rows import ModelRow, RepositoryContent, SearchWish
from desktop_llm.ui.theme import TEXT_COLUMN_PX
from desktop_llm.ui.widgets.frame.drop_overlay import DropOverlay
from desktop_llm.ui.widgets.model_page.card_column import CardColumn
from desktop_llm.ui.widgets.model_page.model_rows_view import ModelRowsView
from desktop_llm.ui.widgets.model_page.models_header import ModelsHeader
from desktop_llm.ui.widgets.model_page.repository_head import RepositoryHead
from desktop_llm.ui.widgets.model_page.search_filters import SearchFilters
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.transcript.link_panel import LinkPanel
from desktop_llm.ui.widgets.virtual_column import SIDE_MARGIN_PX

_TOP_PX: Final = 16
_GAP_PX: Final = 12


class ModelsPage(Enum):
    """What the pane shows below its header."""

    HOME = auto()
    RESULTS = auto()
    REPOSITORY = auto()


class ModelsPane(QWidget):
    """Back, Esc and Alt+Left lead from a model to the results and from there to the models on this computer."""

    row_action_requested = Signal(object)  # RowWish: of a row of the first page
    result_action_requested = Signal(object)  # RowWish: of a row of the results
    repository_action_requested = Signal(object)  # RowWish: of a size or a file of the model in detail
    search_requested = Signal(object)  # SearchWish
    page_changed = Signal(object)  # ModelsPage
    model_file_requested = Signal()
    model_files_dropped = Signal(object)  # tuple[Path, ...]
    notice_action_requested = Signal(str)  # Notice.id
    link_open_confirmed = Signal(str)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("models_pane")
        self._trail = [ModelsPage.HOME]
        self._repository_id = ""
        self._repository_title = ""
        self._header = ModelsHeader(self)
        self._notice = NoticeBar(self)
        self._home = ModelRowsView("models_list", translate("ModelsPane", "Models"), self)
        self._body = QStackedWidget(self)
        self._body.setObjectName("models_body")
        self._drop_overlay = DropOverlay(self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_page()

    # State in

    def show_rows(self, rows: Sequence[ModelRow]) -> None:
        """The first page: downloads, models on this computer, models to be had."""
        self._home.show_rows(rows)

    def show_results(self, rows: Sequence[ModelRow]) -> None:
        """What a search found, or how it goes."""
        self._results.show_rows(rows)

    def show_repository(self, content: RepositoryContent) -> None:
        """A model in detail; opens its page unless that is open already."""
        is_other = content.id != self._repository_id
        self._repository_id = content.id
        self._repository_title = content.title
        self._head.show_repository(content)
        self._repository.show_text(content.card)
        if is_other:
            self._repository.go_to_top()
        if self.page is ModelsPage.REPOSITORY:
            self._show_header()
        else:
            self._go(ModelsPage.REPOSITORY)

    def show_notice(self, notice: Notice) -> None:
        """Say what happened, below the header, with one button that helps."""
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    def show_home(self, key: str = "") -> None:
        """The first page, from its top or from the row with this key."""
        self._trail = [ModelsPage.HOME]
        self._show_page()
        if key:
            self._home.go_to(key)

    @property
    def page(self) -> ModelsPage:
        return self._trail[-1]

    @property
    def repository_id(self) -> str:
        """The repository that is shown in detail, or was last."""
        return self._repository_id

    @Slot()
    def focus_start(self) -> None:
        """The keyboard begins at the list."""
        self._current_list().setFocus()

    @Slot()
    def focus_search(self) -> None:
        self._header.focus_search()

    # Parts

    def _lay_out(self) -> None:
        self._body.addWidget(self._home)
        self._top = QVBoxLayout()
        self._top.setContentsMargins(0, _TOP_PX, 0, _GAP_PX)
        self._top.setSpacing(_GAP_PX)
        for widget in (self._header, self._notice):
            self._top.addLayout(_column(widget))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._top)
        layout.addWidget(self._body, 1)

    def _connect(self) -> None:
        self._header.back_requested.connect(self.go_back)
        self._header.search_submitted.connect(self._on_search_submitted)
        self._header.model_file_requested.connect(self.model_file_requested)
        self._notice.action_requested.connect(self.notice_action_requested)
        self._home.action_requested.connect(self.row_action_requested)

    @cached_property
    def _filters(self) -> SearchFilters:
        filters = SearchFilters(self)
        filters.filters_changed.connect(self._on_filters_changed)
        self._top.insertLayout(1, _column(filters))
        return filters

    @cached_property
    def _results(self) -> ModelRowsView:
        results = ModelRowsView("models_results", translate("ModelsPane", "Results"), self)
        results.action_requested.connect(self.result_action_requested)
        self._body.addWidget(results)
        for before, after in pairwise((self._header.last_stop, *self._filters.stops(), results)):
            QWidget.setTabOrder(before, after)
        return results

    @cached_property
    def _head(self) -> RepositoryHead:
        head = RepositoryHead(self)
        head.action_requested.connect(self.repository_action_requested)
        head.page_requested.connect(self._link.show_link)
        return head

    @cached_property
    def _repository(self) -> CardColumn:
        repository = CardColumn("models_repository", self._head, self)
        repository.link_activated.connect(self._link.show_link)
        self._head.height_changed.connect(repository.head_changed)
        self._body.addWidget(repository)
        return repository

    @cached_property
    def _link(self) -> LinkPanel:
        link = LinkPanel(self)
        link.open_confirmed.connect(self.link_open_confirmed)
        link.panel_closed.connect(self.focus_start)
        if isinstance(layout := self.layout(), QVBoxLayout):
            layout.addLayout(_column(link))
        return link

    def _is_made(self, part: str) -> bool:
        return part in vars(self)

    # Wishes out

    @Slot()
    def go_back(self) -> None:
        """One page back; from the first page, to where the person came from."""
        if len(self._trail) == 1:
            self.leave_requested.emit()
            return
        self._trail.pop()
        self._show_page()
        self.focus_start()

    def _go(self, page: ModelsPage) -> None:
        self._trail.append(page)
        self._show_page()
        self.focus_start()

    def _show_page(self) -> None:
        self._body.setCurrentWidget(self._shown_part())
        if self._is_made("_filters"):
            self._filters.setVisible(self.page is ModelsPage.RESULTS)
        if self._is_made("_link"):
            self._link.hide()
        self._show_header()
        self.page_changed.emit(self.page)

    def _show_header(self) -> None:
        page = self.page
        titles = {
            ModelsPage.HOME: translate("ModelsPane", "Models"),
            ModelsPage.RESULTS: translate("ModelsPane", "Search"),
            ModelsPage.REPOSITORY: self._repository_title,
        }
        is_home = page is ModelsPage.HOME
        self._header.show_place(titles[page], is_home=is_home, has_search=page is not ModelsPage.REPOSITORY)

    def _shown_part(self) -> QWidget:
        match self.page:
            case ModelsPage.HOME:
                return self._home
            case ModelsPage.RESULTS:
                return self._results
            case ModelsPage.REPOSITORY:
                return self._repository

    def _current_list(self) -> QWidget:
        return self._head.sizes if self.page is ModelsPage.REPOSITORY else self._shown_part()

    @Slot(str)
    def _on_search_submitted(self, _text: str) -> None:
        if self.page is not ModelsPage.RESULTS:
            self._go(ModelsPage.RESULTS)
        self._ask()

    @Slot(object)
    def _on_filters_changed(self, _wish: SearchWish) -> None:
        self._ask()

    def _ask(self) -> None:
        self.search_requested.emit(structs.replace(self._filters.wish, text=self._header.query))

    # Qt's own names

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Model files are added here; anything else is the window's."""
        if model_paths(dropped_paths(event.mimeData())):
            event.acceptProposedAction()
            self._drop_overlay.show_text(translate("ModelsPane", "Drop to add to your models"))
            return
        event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_overlay.hide()
        event.acceptProposedAction()
        self.model_files_dropped.emit(model_paths(dropped_paths(event.mimeData())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Back):
            self.go_back()
            return
        super().keyPressEvent(event)


def _column(widget: QWidget) -> QHBoxLayout:
    """The widget as wide as the rows of the lists, in the middle."""
    widget.setMaximumWidth(TEXT_COLUMN_PX)
    row = QHBoxLayout()
    row.setContentsMargins(SIDE_MARGIN_PX, 0, SIDE_MARGIN_PX, 0)
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row

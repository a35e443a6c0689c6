"""The list of a pane's documents, beside the pane: add, choose, remove. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.document_list_model import DOCUMENT_ROW_ROLE, DocumentListModel
from desktop_llm.ui.rows.document_rows import DocumentRow
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.row_painting import draw_line, fill_row, mirrored, outline_row

Index = QModelIndex | QPersistentModelIndex

_SIDE_PX: Final = 12
_PADDING_PX: Final = 6
_CROSS_PX: Final = 14
_TRACK_PX: Final = 2


class DocumentList(QWidget):
    """A heading with the button that adds, and the rows."""

    document_chosen = Signal(str)
    remove_requested = Signal(str)
    files_requested = Signal()
    folder_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, takes_only_files: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("document_list_panel")
        title = QLabel(translate("DocumentList", "Documents"), self)
        title.setProperty("look", "small")
        self._add = QToolButton(self)
        self._add.setObjectName("add_documents_button")
        self._add.setIcon(icon("plus"))
        name = translate("DocumentList", "Add documents")
        self._add.setAccessibleName(name)
        self._add.setToolTip(name)
        if takes_only_files:
            self._add.clicked.connect(self.files_requested)
        else:
            self._add.setMenu(self._additions())
            self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._view = DocumentListView(self)
        self._view.document_chosen.connect(self.document_chosen)
        self._view.remove_requested.connect(self.remove_requested)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE_PX, 0, 0, 0)
        head.addWidget(title, 1)
        head.addWidget(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._view, 1)
        self.setFocusProxy(self._view)

    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        self._view.show_rows(rows)

    def show_open(self, key: str) -> None:
        self._view.show_open(key)

    def _additions(self) -> QMenu:
        menu = QMenu(self._add)
        menu.setObjectName("add_documents_menu")
        menu.addAction(translate("DocumentList", "Files…")).triggered.connect(self.files_requested)
        menu.addAction(translate("DocumentList", "A folder…")).triggered.connect(self.folder_requested)
        menu.addAction(translate("DocumentList", "Text from the clipboard")).triggered.connect(self.paste_requested)
        return menu


class DocumentListView(QListView):
    """Click or Enter shows a document, Delete or its cross takes it off the list; the file stays where it is."""

    document_chosen = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_list")
        self.setAccessibleName(translate("DocumentList", "Documents"))
        self.setProperty("look", "bare")
        self._rows = DocumentListModel(self)
        self._delegate = _DocumentDelegate(self)
        self._menu: QMenu | None = None
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._on_chosen)
        self._delegate.remove_requested.connect(self.remove_requested)
        self.clicked.connect(self._on_chosen)

    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        self._rows.show_rows(rows)

    def show_open(self, key: str) -> None:
        """Mark the document that the pane shows."""
        is_other = key != self._delegate.open_key
        self._delegate.open_key = key
        index = self._rows.index_of(key)
        if is_other and index.isValid():
            self.setCurrentIndex(index)
        self.viewport().update()

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None and row.key != self._delegate.removed_key:
            self.document_chosen.emit(row.key)

    @Slot()
    def _on_remove(self) -> None:
        if (row := self._rows.row_at(self.currentIndex())) is not None:
            self.remove_requested.emit(row.key)

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._on_remove()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_chosen(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setObjectName("document_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = menu.addAction(translate("DocumentList", "Take off the list"))
        remove.setShortcut("Del")
        remove.triggered.connect(self._on_remove)
        menu.popup(event.globalPos() if is_by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center()))


class _DocumentDelegate(QStyledItemDelegate):
    """Name and state in two lines, a cross at the end of the row that is pointed at."""

    remove_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open_key = ""
        self.removed_key = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(DOCUMENT_ROW_ROLE)
        if not isinstance(row, DocumentRow):
            return
        palette = current_palette()
        is_pointed_at = bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.key == self.open_key:
            fill_row(painter, option.rect, palette.hover)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            fill_row(painter, option.rect, palette.user_message)
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline_row(painter, option.rect, palette.accent)
        end_px = _SIDE_PX + (_CROSS_PX + 4 if is_pointed_at else 0)
        rect = option.rect.adjusted(_SIDE_PX, _PADDING_PX, -end_px, -_PADDING_PX)
        draw_line(painter, mirrored(option, rect), row.name, option.font, palette.text)
        rect.setTop(rect.top() + QFontMetrics(option.font).height())
        color = palette.warning if row.is_problem else palette.dim_text
        draw_line(painter, mirrored(option, rect), row.note, scaled_font(option.font, SMALL_FONT), color)
        if row.fraction >= 0:
            track = QRect(rect.left(), option.rect.bottom() - 3, rect.width(), _TRACK_PX)
            painter.fillRect(mirrored(option, track), palette.line)
            track.setWidth(round(track.width() * min(row.fraction, 1.0)))
            painter.fillRect(mirrored(option, track), palette.accent)
        if is_pointed_at:
            icon("x", IconRole.DIM).paint(painter, self._cross(option))
        painter.restore()

    def _cross(self, option: QStyleOptionViewItem) -> QRect:
        rect = option.rect
        place = QRect(rect.right() - _SIDE_PX - _CROSS_PX + 4, rect.center().y() - _CROSS_PX // 2, _CROSS_PX, _CROSS_PX)
        return mirrored(option, place)

    # Qt's own names

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small_px = QFontMetrics(scaled_font(option.font, SMALL_FONT)).height()
        return QSize(0, QFontMetrics(option.font).height() + small_px + 2 * _PADDING_PX)

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        row = index.data(DOCUMENT_ROW_ROLE)
        if not isinstance(event, QMouseEvent) or not isinstance(row, DocumentRow):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self.removed_key = ""
        place: QPoint = event.position().toPoint()
        is_on_cross = self._cross(option).adjusted(-4, -4, 4, 4).contains(place)
        if event.type() == QEvent.Type.MouseButtonRelease and is_on_cross:
            self.removed_key = row.key
            self.remove_requested.emit(row.key)
            return True
        return False

"""The button that names the loaded model, and the list that opens below it. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.model_list_model import MODEL_ROLE, ModelChoice, ModelListModel, model_note
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.plain_tip import plain_tip
from desktop_llm.ui.widgets.row_painting import divider, draw_line, fill_row, mirrored, semibold

_POPUP_WIDTH_PX: Final = 340
_VISIBLE_ROWS: Final = 7
_PADDING_PX: Final = 8
_CHECK_PX: Final = 16
_NAME_LENGTH: Final = 28
_HEADING_GAP_PX: Final = 14

Index = QModelIndex | QPersistentModelIndex


class ModelPicker(QPushButton):
    """Shows the model in use; opens the others by click, Down or Space."""

    model_selected = Signal(str)
    model_file_requested = Signal()
    models_requested = Signal()
    servers_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_picker")
        self.setProperty("look", "picker")
        self._model = ModelListModel(self)
        self._popup = _ModelPopup(self._model, self)
        self._popup.model_selected.connect(self.model_selected)
        self._popup.model_file_requested.connect(self.model_file_requested)
        self._popup.models_requested.connect(self.models_requested)
        self._popup.servers_requested.connect(self.servers_requested)
        self.clicked.connect(self.open_list)
        self.show_models((), "")

    def show_models(self, models: Sequence[ModelChoice], current_id: str) -> None:
        self._model.show_models(models, current_id)
        current = self._model.model_at(self._model.current_index())
        name = current.name if current else translate("ModelPicker", "No model loaded")
        short = name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…"
        is_elsewhere = current is not None and current.is_elsewhere
        # Nothing else keeps the icon and the name apart.
        self.setText(f"{' ' if is_elsewhere else ''}{short} ▾".replace("&", "&&"))
        self.setIcon(icon("cloud", IconRole.WARNING) if is_elsewhere else QIcon())
        self.setToolTip(plain_tip(name) if short != name else "")
        spoken = translate("ModelPicker", "Model on a server: {name}, {note}") if is_elsewhere else ""
        note = current.note if current else ""
        self.setAccessibleName((spoken or translate("ModelPicker", "Model: {name}")).format(name=name, note=note))

    @Slot()
    def open_list(self) -> None:
        self._popup.open_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_list()
            return
        super().keyPressEvent(event)


class _ModelPopup(QFrame):
    """The list, and below it the ways to more models."""

    model_selected = Signal(str)
    model_file_requested = Signal()
    models_requested = Signal()
    servers_requested = Signal()

    def __init__(self, model: ModelListModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("model_popup")
        self.setProperty("look", "popup")
        self.setAccessibleName(translate("ModelPicker", "Models"))
        self._model = model
        self._list = self._model_list()
        self._open_file = self._entry("model_popup_open", translate("ModelPicker", "Open a model file…"), "folder-open")
        self._manage = self._entry("model_popup_manage", translate("ModelPicker", "Manage models…"), "sliders")
        self._open_file.clicked.connect(self._on_open_file)
        self._manage.clicked.connect(self._on_manage)
        self._servers = self._entry("model_popup_servers", translate("ModelPicker", "Servers…"), "cloud")
        self._servers.clicked.connect(self._on_servers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(2)
        layout.addWidget(self._list)
        layout.addWidget(divider(self))
        layout.addWidget(self._open_file)
        layout.addWidget(self._manage)
        layout.addWidget(self._servers)

    def open_below(self, button: QWidget) -> None:
        rows = min(self._model.rowCount(), _VISIBLE_ROWS)
        self._list.setVisible(rows > 0)
        self._list.setFixedHeight(sum(map(self._list.sizeHintForRow, range(rows))) + 4 if rows else 0)
        self.setFixedWidth(_POPUP_WIDTH_PX)
        self.adjustSize()
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        current = self._model.current_index()
        self._list.setCurrentIndex(current if current.isValid() else self._model.index(0, 0))
        (self._list if rows else self._open_file).setFocus()

    def _model_list(self) -> QListView:
        view = QListView(self)
        view.setObjectName("model_popup_list")
        view.setAccessibleName(translate("ModelPicker", "Models"))
        view.setProperty("look", "bare")
        view.setModel(self._model)
        view.setItemDelegate(ModelDelegate(view))
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self._on_model_chosen)
        view.installEventFilter(self)
        return view

    def _entry(self, name: str, text: str, icon_name: str) -> QPushButton:
        button = QPushButton(icon(icon_name, IconRole.DIM), text, self)
        button.setObjectName(name)
        button.setProperty("look", "nav")
        return button

    @Slot(QModelIndex)
    def _on_model_chosen(self, index: QModelIndex) -> None:
        model = self._model.model_at(index)
        if model is None:
            return
        self.close()
        self.model_selected.emit(model.id)

    @Slot()
    def _on_open_file(self) -> None:
        self.close()
        self.model_file_requested.emit()

    @Slot()
    def _on_manage(self) -> None:
        self.close()
        self.models_requested.emit()

    @Slot()
    def _on_servers(self) -> None:
        self.close()
        self.servers_requested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
                self._on_model_chosen(self._list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Down and self._list.currentIndex().row() == self._model.rowCount() - 1:
                self._open_file.setFocus()
                return True
        return super().eventFilter(watched, event)


class ModelDelegate(QStyledItemDelegate):
    """A model's name, below it size and note, and a check before the one in use."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.data(MODEL_ROLE)
        if not isinstance(model, ModelChoice):
            return
        palette = current_palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if model.heading:
            _draw_heading(painter, option, model.heading)
            option.rect.setTop(option.rect.top() + _heading_height(option))
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            fill_row(painter, option.rect, palette.soft_accent)
        rect = option.rect.adjusted(_PADDING_PX, 6, -_PADDING_PX, -6)
        source = index.model()
        if isinstance(source, ModelListModel) and source.is_current(index):
            place = QRect(rect.left(), rect.center().y() - _CHECK_PX // 2, _CHECK_PX, _CHECK_PX)
            icon("check", IconRole.ACCENT).paint(painter, mirrored(option, place))
        rect.setLeft(rect.left() + _CHECK_PX + _PADDING_PX)
        font = option.font
        draw_line(
            painter,
            mirrored(option, rect),
            model.name,
            semibold(font),
            palette.dim_text if model.is_missing else palette.text,
        )
        rect.setTop(rect.top() + QFontMetrics(font).height() + 2)
        draw_line(painter, mirrored(option, rect), model_note(model), scaled_font(font, SMALL_FONT), palette.dim_text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.data(MODEL_ROLE)
        font = option.font
        small = QFontMetrics(scaled_font(font, SMALL_FONT)).height()
        heading = _heading_height(option) if isinstance(model, ModelChoice) and model.heading else 0
        return QSize(0, QFontMetrics(font).height() + small + 18 + heading)


def _heading_height(option: QStyleOptionViewItem) -> int:
    return QFontMetrics(scaled_font(option.font, SMALL_FONT)).height() + _HEADING_GAP_PX


def _draw_heading(painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
    """Small and dim above the first row of a group; not part of what lights up below the mouse."""
    place = option.rect.adjusted(_PADDING_PX, _HEADING_GAP_PX - 4, -_PADDING_PX, 0)
    draw_line(painter, mirrored(option, place), text, scaled_font(option.font, SMALL_FONT), current_palette().dim_text)

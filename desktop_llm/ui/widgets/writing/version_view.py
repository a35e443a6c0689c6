"""Versions of a text that a model writes, beside one another or one at a time, and what differs. GUI thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.action_button import BranchSwitch
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.writing.version_column import ShownVersion, VersionColumn, VersionUse, use_button

_LEAST_COLUMN_PX: Final = 228
_GAP_PX: Final = 16


class VersionWish(Struct, frozen=True):
    """index: of the version, from 0."""

    use: VersionUse
    index: int = 0


class VersionView(QWidget):
    """Where there is no room for all, one steps through them."""

    use_requested = Signal(object)  # VersionWish

    def __init__(self, name: str, uses: Sequence[VersionUse], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_versions")
        self._name = name
        self._uses = [use for use in uses if use is not VersionUse.LEAVE]
        self._columns: list[VersionColumn] = []
        self._n_shown = self._index = 0
        self._switch = BranchSwitch(self)
        self._switch.step_requested.connect(self._on_step)
        self._difference = QCheckBox(translate("VersionView", "Show what is different"), self)
        self._difference.setObjectName(f"{name}_difference_box")
        self._difference.setChecked(True)
        self._difference.toggled.connect(self._on_difference_toggled)
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP_PX)
        head = QWidget(self)
        flow = FlowLayout(head, 8)
        flow.addWidget(self._difference)
        flow.addWidget(self._switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if VersionUse.LEAVE in uses:
            leave = use_button(f"{name}_leave_button", VersionUse.LEAVE, self)
            leave.clicked.connect(self._on_leave)
            flow.addWidget(leave)
        layout.addWidget(head)
        layout.addLayout(self._row, 1)

    @property
    def are_side_by_side(self) -> bool:
        return self.width() >= self._n_shown * _LEAST_COLUMN_PX + (self._n_shown - 1) * _GAP_PX

    def show_versions(self, versions: Sequence[ShownVersion]) -> None:
        """As far as they are written."""
        if len(versions) != self._n_shown:
            self._n_shown, self._index = len(versions), 0
        while len(self._columns) < self._n_shown:
            self._add_column()
        for column, version in zip(self._columns, versions, strict=False):
            column.show_version(version)
        self._difference.setVisible(any(version.difference for version in versions))
        self._fit()

    def _add_column(self) -> None:
        column = VersionColumn(self._name, len(self._columns) + 1, self._uses, self)
        column.show_difference(is_wanted=self._difference.isChecked())
        column.use_requested.connect(self._on_use)
        self._columns.append(column)
        self._row.addWidget(column, 1)

    def _fit(self) -> None:
        is_wide = self.are_side_by_side
        for index, column in enumerate(self._columns):
            column.setVisible(index < self._n_shown and (is_wide or index == self._index))
            column.show_title(is_shown=is_wide and self._n_shown > 1)
        self._switch.show_branch(self._index + 1, 1 if is_wide else self._n_shown)

    @Slot(int)
    def _on_step(self, direction: int) -> None:
        self._index = min(max(0, self._index + direction), self._n_shown - 1)
        self._fit()

    @Slot(bool)
    def _on_difference_toggled(self, is_wanted: bool) -> None:
        for column in self._columns:
            column.show_difference(is_wanted=is_wanted)

    @Slot(object)
    def _on_use(self, use: VersionUse) -> None:
        column = self.sender()
        self.use_requested.emit(VersionWish(use, next(n for n, each in enumerate(self._columns) if each is column)))

    @Slot()
    def _on_leave(self) -> None:
        self.use_requested.emit(VersionWish(VersionUse.LEAVE))

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

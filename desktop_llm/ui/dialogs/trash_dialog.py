"""Deleted chats and texts, which stay for 30 days: put them back, or delete them for good. GUI thread."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.storage.records import Conversation
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.i18n import date_text, translate
from desktop_llm.ui.widgets.form_controls import close_box, dialog_button, heading, hint

_SIZE_PX: Final = (520, 460)
_ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)
Deleted = Conversation | WrittenDocument


class TrashDialog(QDialog):
    """Deleting for good asks once more, in place."""

    restore_requested = Signal(object)  # tuple[str, ...] of ids
    delete_for_good_requested = Signal(object)  # tuple[str, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trash_dialog")
        self.setWindowTitle(translate("TrashDialog", "Trash"))
        self.resize(*_SIZE_PX)
        self._doomed: tuple[str, ...] = ()
        self._list = QListWidget(self)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setObjectName("trash_list")
        self._list.setAccessibleName(translate("TrashDialog", "Deleted chats and texts"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.itemSelectionChanged.connect(self._on_selection_changed)
        self._restore = dialog_button(self, "trash_restore", translate("TrashDialog", "Put back"), "primary")
        self._restore.clicked.connect(self._on_restore)
        self._delete = dialog_button(self, "trash_delete", translate("TrashDialog", "Delete for good"), "danger")
        self._delete.clicked.connect(self._on_delete)
        self._empty = dialog_button(self, "trash_empty", translate("TrashDialog", "Empty the trash"), "danger")
        self._empty.clicked.connect(self._on_empty)
        self._question = hint("")
        self._question.setObjectName("trash_question")
        self._confirm = dialog_button(self, "trash_confirm", translate("TrashDialog", "Delete for good"), "danger")
        self._confirm.clicked.connect(self._on_confirmed)
        self._keep = dialog_button(self, "trash_keep", translate("TrashDialog", "Keep"))
        self._keep.clicked.connect(self._on_kept)
        self._lay_out()
        self._ask_about(())

    def show_deleted(self, deleted: Sequence[Deleted]) -> None:
        self._list.clear()
        for each in sorted(deleted, key=_deleted_at, reverse=True):
            title = each.title or _untitled(each)
            item = QListWidgetItem(f"{title}\n{_when(each)}")
            item.setData(_ID_ROLE, each.id)
            self._list.addItem(item)
        self._ask_about(())
        self._on_selection_changed()

    def _ask_about(self, ids: tuple[str, ...]) -> None:
        self._doomed = ids
        is_asking = bool(ids)
        text = translate("TrashDialog", "Delete what is chosen for good? This cannot be undone.")
        self._question.setText(text)
        for widget in (self._question, self._confirm, self._keep):
            widget.setVisible(is_asking)
        for widget in (self._restore, self._delete, self._empty):
            widget.setVisible(not is_asking)
        if is_asking:
            self._keep.setFocus()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self._restore, self._delete, self._empty):
            buttons.addWidget(widget)
        buttons.addWidget(self._question, 1)
        for widget in (self._confirm, self._keep):
            buttons.addWidget(widget)
        buttons.addStretch(0)
        close = close_box(self, "trash_close")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(translate("TrashDialog", "Deleted chats and texts")))
        layout.addWidget(hint(translate("TrashDialog", "They are kept for 30 days.")))
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)
        layout.addWidget(close)

    def _selected(self) -> tuple[str, ...]:
        return tuple(str(item.data(_ID_ROLE)) for item in self._list.selectedItems())

    def _all(self) -> tuple[str, ...]:
        return tuple(str(self._list.item(row).data(_ID_ROLE)) for row in range(self._list.count()))

    @Slot()
    def _on_selection_changed(self) -> None:
        has_selection = bool(self._selected())
        self._restore.setEnabled(has_selection)
        self._delete.setEnabled(has_selection)
        self._empty.setEnabled(self._list.count() > 0)

    @Slot()
    def _on_restore(self) -> None:
        self.restore_requested.emit(self._selected())

    @Slot()
    def _on_delete(self) -> None:
        self._ask_about(self._selected())

    @Slot()
    def _on_empty(self) -> None:
        self._list.selectAll()
        self._ask_about(self._all())

    @Slot()
    def _on_confirmed(self) -> None:
        doomed = self._doomed
        self._ask_about(())
        self.delete_for_good_requested.emit(doomed)

    @Slot()
    def _on_kept(self) -> None:
        self._ask_about(())


def _untitled(deleted: Deleted) -> str:
    if isinstance(deleted, Conversation):
        return translate("TrashDialog", "New chat")
    return translate("TrashDialog", "New text")


def _deleted_at(deleted: Deleted) -> float:
    return deleted.deleted_at or 0.0


def _when(deleted: Deleted) -> str:
    day = date_text(datetime.fromtimestamp(_deleted_at(deleted), UTC))
    return translate("TrashDialog", "Deleted on {day}").format(day=day)

"""Earlier states of a text: when, why, how it was; one of them can become the text again. GUI thread."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.documents.rich_text import RichText
from desktop_llm.storage.written_records import DocumentVersion, VersionReason
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, list_text, moment_text, number_text, translate
from desktop_llm.ui.widgets.form_controls import close_box, dialog_button, heading, hint
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor

_SIZE_PX: Final = (760, 520)
_LIST_PX: Final = 260
_ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_REASONS: Final = {
    VersionReason.WISHED: QT_TRANSLATE_NOOP("VersionsDialog", "kept by you"),
    VersionReason.BEFORE_ACTION: QT_TRANSLATE_NOOP("VersionsDialog", "before the model changed it"),
    VersionReason.OPENED_AGAIN: QT_TRANSLATE_NOOP("VersionsDialog", "when it was opened again"),
    VersionReason.BEFORE_RESTORING: QT_TRANSLATE_NOOP("VersionsDialog", "before a version came back"),
    VersionReason.BEFORE_RELOADING: QT_TRANSLATE_NOOP("VersionsDialog", "before the file was read again"),
}


class VersionsDialog(QDialog):
    version_chosen = Signal(str)  # id
    restore_requested = Signal(str)
    keep_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versions_dialog")
        self.setWindowTitle(translate("VersionsDialog", "Versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._list = QListWidget(self)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setObjectName("version_list")
        self._list.setAccessibleName(translate("VersionsDialog", "Versions, the latest first"))
        self._list.setFixedWidth(_LIST_PX)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._preview = RichEditor(self)
        self._preview.setObjectName("version_preview")
        self._preview.setAccessibleName(translate("VersionsDialog", "The text in this version"))
        self._preview.text_loaded.connect(self._on_preview_loaded)
        self._restore = dialog_button(
            self, "version_restore", translate("VersionsDialog", "Restore this version"), "primary"
        )
        self._restore.clicked.connect(self._on_restore)
        self._keep = dialog_button(self, "version_keep", translate("VersionsDialog", "Keep a version now"))
        self._keep.clicked.connect(self.keep_requested)
        self._lay_out()
        self.show_versions(())

    def show_versions(self, versions: Sequence[DocumentVersion]) -> None:
        self._list.clear()
        for each in versions:
            item = QListWidgetItem(_described(each))
            item.setData(_ID_ROLE, each.id)
            self._list.addItem(item)
        self._restore.setEnabled(bool(versions))
        self._preview.show_rich_text(RichText())
        if versions:
            self._list.setCurrentRow(0)

    def show_preview(self, version_id: str, text: RichText) -> None:
        """Of another version than is chosen by now it is not shown."""
        if version_id == self._current_id():
            self._preview.show_rich_text(text)

    def _current_id(self) -> str:
        item = self._list.currentItem()
        return "" if item is None else str(item.data(_ID_ROLE))

    @Slot()
    def _on_current_changed(self) -> None:
        if version_id := self._current_id():
            self.version_chosen.emit(version_id)

    @Slot()
    def _on_preview_loaded(self) -> None:
        self._preview.setReadOnly(True)

    @Slot()
    def _on_restore(self) -> None:
        self.restore_requested.emit(self._current_id())

    def _lay_out(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self._list)
        both.addWidget(self._preview, 1)
        close = close_box(self, "versions_close")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._restore)
        buttons.addWidget(self._keep)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(translate("VersionsDialog", "Earlier versions of this text")))
        said = translate("VersionsDialog", "Restoring one keeps the text as it is now as a version, too.")
        layout.addWidget(hint(said))
        layout.addLayout(both, 1)
        layout.addLayout(buttons)


def _described(version: DocumentVersion) -> str:
    moment = datetime.fromtimestamp(version.created_at).astimezone()
    words = translate("VersionsDialog", "{count} words").format(count=number_text(version.n_words))
    return f"{moment_text(moment)}\n{list_text((translate('VersionsDialog', _REASONS[version.reason]), words))}"

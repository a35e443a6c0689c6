"""One server: its address, key and first model, and whether it answers. GUI thread.

Nothing changes until Save, and nothing is sent until Test, which asks the server for its models.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct, structs
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.engine.server.server_address import ServerAddress, server_address
from desktop_llm.errors import DesktopLlmError, ServerError
from desktop_llm.settings import ServerEntry
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.i18n import number_text, translate
from desktop_llm.ui.widgets.form_controls import Fold, OptionalNumber, add_row, dialog_button, form, hint, set_look
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.wrapped_buttons import WrappedCheckBox

_SIZE_PX: Final = (560, 480)
_FIELD_PX: Final = 300


class ServerDraft(Struct, frozen=True, kw_only=True):
    """A server as it stands in the form. key None: nothing changes about it; empty: the one that is kept goes."""

    entry: ServerEntry
    key: str | None = None
    is_file_allowed: bool = False


class ReportLevel(StrEnum):
    """How a test went."""

    RUNNING = "dim"
    GOOD = ""
    BAD = "error"


class ServerDialog(QDialog):
    """Tests and saves are the program's part; it shows how they went."""

    saved = Signal(object)  # ServerDraft
    test_requested = Signal(object)  # ServerDraft
    test_abandoned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("server_dialog")
        self.resize(*_SIZE_PX)
        self._entry = ServerEntry(id="", name="", url="")
        self._is_key_kept = False
        self._is_key_unwanted = False
        self._kept_host = ""
        self._make_fields()
        self._make_advanced()
        self._make_buttons()
        self._lay_out()
        self._on_address_edited()

    def show_server(self, entry: ServerEntry, *, is_key_kept: bool) -> None:
        """A server to change; one without an address is new."""
        self._entry = entry
        self._is_key_kept, self._is_key_unwanted = is_key_kept, False
        self._kept_host = _host_of(entry.url)
        is_new = not entry.url
        title = translate("ServerDialog", "Add a server") if is_new else translate("ServerDialog", "Change a server")
        self.setWindowTitle(title)
        self._address.setText(entry.url)
        self._name.setText("" if entry.name == self._kept_host else entry.name)  # the host's name follows the address
        self._key.clear()
        self.show_models(entry.models)
        self._model.setCurrentText(entry.model)
        self._timeout.show_number(entry.timeout_s)
        self._context.show_number(entry.n_ctx_tokens)
        self._is_first.setChecked(entry.is_for_new_chats)
        self._on_address_edited()

    def show_models(self, names: Sequence[str]) -> None:
        """What the server offers. The chosen one stays; the only one is chosen."""
        chosen = self._model.currentText()
        self._model.clear()
        self._model.addItems(list(names))
        self._model.setCurrentText(chosen or (names[0] if len(names) == 1 else ""))
        self._entry = structs.replace(self._entry, models=tuple(names))

    def show_test(self, text: str, level: ReportLevel) -> None:
        self._result.setText(text)
        self._result.setAccessibleName(text)
        self._result.setVisible(bool(text))
        set_look(self._result, level.value)
        self._test.setEnabled(level is not ReportLevel.RUNNING)

    @property
    def draft(self) -> ServerDraft:
        address = self._typed_address()
        entry = structs.replace(
            self._entry,
            url=address.base_url if address else self._address.text().strip(),
            name=self._name.text().strip() or (address.host if address else ""),
            model=self._model.currentText().strip(),
            timeout_s=self._timeout.number or ServerEntry(id="", name="", url="").timeout_s,
            n_ctx_tokens=None if self._context.number is None else int(self._context.number),
            is_for_new_chats=self._is_first.isChecked(),
        )
        key = self._key.text().strip()
        is_kept_outdated = self._is_key_kept and not self._is_key_of(address)
        is_file_allowed = self._is_file_allowed.isChecked()
        return ServerDraft(entry=entry, key=key if key or is_kept_outdated else None, is_file_allowed=is_file_allowed)

    def _is_key_of(self, address: ServerAddress | None) -> bool:
        """The key that is kept is for the host it was given for, and is sent to no other."""
        return (
            self._is_key_kept and not self._is_key_unwanted and address is not None and address.host == self._kept_host
        )

    def _make_fields(self) -> None:
        self._address = _line("server_address", "https://gpu-box.example/v1")
        self._address.textChanged.connect(self._on_address_edited)
        self._warning = plain_label(None, "server_warning", is_wrapped=True)
        self._warning.setMinimumWidth(_FIELD_PX)
        self._name = _line("server_name", "")
        self._key = _line("server_key", "")
        self._key.textEdited.connect(self._forget_test)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key_forget = dialog_button(None, "server_key_forget", translate("ServerDialog", "Forget it"))
        self._key_forget.setAccessibleName(translate("ServerDialog", "Forget the key that is kept"))
        self._key_forget.clicked.connect(self._on_forget_key)
        self._is_file_allowed = WrappedCheckBox(
            translate("ServerDialog", "Without a keyring, keep it in a file that only you can read")
        )
        self._is_file_allowed.setObjectName("server_key_file")
        self._model = QComboBox()
        self._model.setObjectName("server_model")
        self._model.setEditable(True)
        self._model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._model.setMinimumWidth(_FIELD_PX)
        typed = QLineEdit()
        typed.setPlaceholderText(translate("ServerDialog", "Test the server to see its models"))
        self._model.setLineEdit(typed)
        self._is_first = WrappedCheckBox(translate("ServerDialog", "New chats begin with this server"))
        self._is_first.setObjectName("server_for_new_chats")

    def _make_advanced(self) -> None:
        self._timeout = OptionalNumber("server_timeout", "", low=10, high=3600, step=10)
        self._timeout.setMinimum(10)
        self._timeout.setSuffix(translate("ServerDialog", " s"))
        self._context = OptionalNumber(
            "server_context", translate("ServerDialog", "As the server says"), low=512, high=10_000_000, step=512
        )

    def _make_buttons(self) -> None:
        self._test = dialog_button(None, "server_test", translate("ServerDialog", "Test"))
        self._test.clicked.connect(self._on_test)
        self._result = plain_label(None, "server_test_result", is_wrapped=True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        self._save.setObjectName("server_save")
        set_look(self._save, "primary")
        self._save.setDefault(True)
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("server_cancel")
        cancel.setAutoDefault(False)
        self._buttons.accepted.connect(self._on_save)
        self._buttons.rejected.connect(self.close)

    def _lay_out(self) -> None:
        rows = form()
        add_row(rows, translate("ServerDialog", "Address"), self._address)
        rows.addRow("", self._warning)
        add_row(rows, translate("ServerDialog", "Key"), self._key, beside=self._key_forget)
        kept = hint(translate("ServerDialog", "Kept in this system's keyring, or until the program ends."))
        kept.setMinimumWidth(_FIELD_PX)
        rows.addRow("", kept)
        rows.addRow("", self._is_file_allowed)
        add_row(rows, translate("ServerDialog", "Model"), self._model)
        add_row(rows, translate("ServerDialog", "Name in your list"), self._name)
        rows.addRow("", self._is_first)
        more = form()
        add_row(more, translate("ServerDialog", "Longest silence"), self._timeout)
        add_row(more, translate("ServerDialog", "Context in tokens"), self._context)
        advanced = QWidget()
        advanced.setLayout(more)
        testing = QHBoxLayout()
        testing.setSpacing(12)
        testing.addWidget(self._test)
        testing.addWidget(self._result, 1)
        testing.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(rows)
        layout.addWidget(Fold("server_fold", translate("ServerDialog", "Advanced"), advanced))
        layout.addStretch(1)
        layout.addLayout(testing)
        layout.addWidget(self._buttons)

    def _typed_address(self) -> ServerAddress | None:
        return _address_of(self._address.text())

    @Slot()
    def _on_address_edited(self) -> None:
        address = self._typed_address()
        self._save.setEnabled(address is not None)
        self._test.setEnabled(address is not None)
        self._name.setPlaceholderText(address.host if address else "")
        is_key_kept = self._is_key_of(address)
        kept = translate("ServerDialog", "The key that is kept")
        self._key.setPlaceholderText(kept if is_key_kept else translate("ServerDialog", "None"))
        self._key_forget.setVisible(is_key_kept)
        self._warning.setText(_warning_text(address))
        self._warning.setVisible(bool(self._warning.text()))
        set_look(self._warning, "warning")
        self._forget_test()

    @Slot()
    def _on_forget_key(self) -> None:
        """With Save. A server may want none any more."""
        self._is_key_unwanted = True
        self._key.clear()
        self._key.setFocus()
        self._on_address_edited()

    @Slot()
    def _forget_test(self) -> None:
        """It was one of another address or key."""
        self.show_test("", ReportLevel.GOOD)
        self._test.setEnabled(self._typed_address() is not None)
        self.test_abandoned.emit()

    @Slot()
    def _on_test(self) -> None:
        self.show_test(translate("ServerDialog", "Asking the server…"), ReportLevel.RUNNING)
        self.test_requested.emit(self.draft)

    @Slot()
    def _on_save(self) -> None:
        self.close()
        self.saved.emit(self.draft)


def report_text(names: Sequence[str], answer_ms: float) -> str:
    """What a test that went well says."""
    time = number_text(round(answer_ms))
    if not names:
        return translate("ServerDialog", "It answers after {time} ms and names no models.").format(time=time)
    if len(names) == 1:
        text = translate("ServerDialog", "It answers after {time} ms and has one model: {model}")
        return text.format(time=time, model=names[0])
    text = translate("ServerDialog", "It answers after {time} ms and has {count} models. Choose one of them.")
    return text.format(time=time, count=number_text(len(names)))


def failure_text(error: DesktopLlmError) -> str:
    text = error_text_of(error)
    return text.whole


def _address_of(text: str) -> ServerAddress | None:
    try:
        return server_address(text)
    except ServerError:
        return None


def _host_of(text: str) -> str:
    address = _address_of(text)
    return address.host if address else ""


def _warning_text(address: ServerAddress | None) -> str:
    if address is None or not address.is_readable_on_the_way:
        return ""
    text = translate(
        "ServerDialog",
        "Without https everybody on the network between here and {host} can read what you send, and the key.",
    )
    return text.format(host=address.host)


def _line(name: str, placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setPlaceholderText(placeholder)
    line.setMinimumWidth(_FIELD_PX)
    return line

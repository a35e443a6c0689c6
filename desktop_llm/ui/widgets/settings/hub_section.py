"""Where models are downloaded from, and the access token for it: a section of the settings. GUI thread."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_llm.settings import HubSettings
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.form_controls import Fold, add_row, dialog_button, form, heading, hint, set_look
from desktop_llm.ui.widgets.wrapped_buttons import WrappedCheckBox


class HubSectionContent(Struct, frozen=True, kw_only=True):
    """What is shown beside the settings. `token_line` says where the token is, `result` what the last check found.

    default_address is asked where no other is set; is_offline_forced: something stronger than the settings says so.
    """

    default_address: str = ""
    is_offline_forced: bool = False
    token_line: str = ""
    has_token: bool = False
    is_file_offered: bool = False
    is_busy: bool = False
    result: str = ""
    is_failure: bool = False


class HubSection(QWidget):
    """A token is typed and saved, and never shown again."""

    hub_changed = Signal(object)  # HubSettings
    token_saved = Signal(str)
    token_removed = Signal()
    token_file_allowed = Signal()
    check_requested = Signal()
    result_shown = Signal(QWidget)  # what was asked for has been found out, and is in this widget

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hub_section")
        self._hub = HubSettings()
        self._is_offline_forced = False
        self._is_busy = False
        self._make_token_controls()
        self._make_way_controls()
        self._lay_out()
        self.show_content(HubSectionContent())

    def show_hub(self, hub: HubSettings) -> None:
        """Leaves alone what is being typed."""
        self._hub = hub
        self._show_offline()
        for field, text in ((self._endpoint, hub.endpoint), (self._proxy, hub.proxy)):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)

    @Slot(object)
    def show_content(self, content: HubSectionContent) -> None:
        self._endpoint.setPlaceholderText(content.default_address)
        self._is_offline_forced = content.is_offline_forced
        self._show_offline()
        self._token_line.setText(content.token_line)
        self._remove.setVisible(content.has_token)
        self._file.setVisible(content.is_file_offered)
        was_busy, self._is_busy = self._is_busy, content.is_busy
        self._token.setReadOnly(content.is_busy)
        self._on_token_edited()
        self._check.setText(
            translate("HubSection", "Checking…") if content.is_busy else translate("HubSection", "Check the connection")
        )
        self._result.setText(content.result)
        self._result.setVisible(bool(content.result))
        set_look(self._result, "small_warning" if content.is_failure else "small")
        if was_busy and not content.is_busy and content.result:
            self.result_shown.emit(self._result)

    @property
    def first_field(self) -> QWidget:
        return self._token

    def _show_offline(self) -> None:
        was_blocked = self._offline.blockSignals(True)
        self._offline.setChecked(self._hub.is_offline or self._is_offline_forced)
        self._offline.blockSignals(was_blocked)
        self._offline.setEnabled(not self._is_offline_forced)
        self._forced.setVisible(self._is_offline_forced)

    def _make_token_controls(self) -> None:
        self._token = _field("hub_token", translate("HubSection", "hf_…"))
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.setAccessibleName(translate("HubSection", "Access token"))
        self._token.textEdited.connect(self._on_token_edited)
        self._token.returnPressed.connect(self._on_save)
        self._save = dialog_button(None, "hub_token_save", translate("HubSection", "Save"))
        self._save.clicked.connect(self._on_save)
        self._remove = dialog_button(None, "hub_token_remove", translate("HubSection", "Remove the token"))
        self._remove.clicked.connect(self._on_remove)
        self._file = dialog_button(None, "hub_token_file", translate("HubSection", "Keep it in a file"))
        self._file.clicked.connect(self._on_file)
        self._token_line = hint("")
        self._token_line.setObjectName("hub_token_line")

    def _make_way_controls(self) -> None:
        self._offline = WrappedCheckBox(translate("HubSection", "Stay offline: fetch nothing, ask nobody"))
        self._offline.setObjectName("hub_offline")
        self._offline.toggled.connect(self._on_offline)
        self._forced = hint(translate("HubSection", "The variable HF_HUB_OFFLINE says so for this start."))
        self._endpoint = _field("hub_endpoint", "")
        self._endpoint.editingFinished.connect(self._on_way_edited)
        self._proxy = _field("hub_proxy", translate("HubSection", "Like the system"))
        self._proxy.editingFinished.connect(self._on_way_edited)
        self._check = dialog_button(None, "hub_check", "")
        self._check.clicked.connect(self._on_check)
        self._result = hint("")
        self._result.setObjectName("hub_result")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading(translate("HubSection", "Downloads")))
        column.addWidget(
            hint(
                translate(
                    "HubSection", "Models are looked for and fetched only when you ask for one. No account is needed."
                )
            )
        )
        column.addWidget(self._offline)
        column.addWidget(self._forced)
        token = QLabel(translate("HubSection", "Access token, for models whose publisher asks for an account"))
        token.setBuddy(self._token)
        token.setWordWrap(True)
        column.addWidget(token)
        column.addLayout(_row(self._token, self._save))
        column.addWidget(self._token_line)
        column.addLayout(_row(self._file, self._remove))
        column.addWidget(Fold("hub_way", translate("HubSection", "Another address, or a proxy"), self._way()))
        column.addLayout(_row(self._check))
        column.addWidget(self._result)

    def _way(self) -> QWidget:
        way = QWidget()
        rows = form()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        add_row(rows, translate("HubSection", "Fetch from"), self._endpoint)
        add_row(rows, translate("HubSection", "Proxy"), self._proxy)
        column = QVBoxLayout(way)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)
        column.addWidget(
            hint(
                translate(
                    "HubSection",
                    "Each address has an access token of its own. A proxy's name and password are saved as typed here.",
                )
            )
        )
        return way

    def _change(self, hub: HubSettings) -> None:
        if hub != self._hub:
            self._hub = hub
            self.hub_changed.emit(hub)

    @Slot(bool)
    def _on_offline(self, is_on: bool) -> None:
        self._change(replace(self._hub, is_offline=is_on))

    @Slot()
    def _on_way_edited(self) -> None:
        self._change(replace(self._hub, endpoint=self._endpoint.text().strip(), proxy=self._proxy.text().strip()))

    @Slot()
    def _on_token_edited(self) -> None:
        self._save.setEnabled(not self._is_busy and bool(self._token.text().strip()))

    @Slot()
    def _on_save(self) -> None:
        token = self._token.text().strip()
        if token and not self._is_busy:
            self._token.setFocus()  # the button can do no more, and would leave the keyboard to what comes next
            self._token.clear()
            self._on_token_edited()
            self.token_saved.emit(token)

    # While something is done nothing can be wished; the buttons keep the keyboard meanwhile.

    @Slot()
    def _on_check(self) -> None:
        if not self._is_busy:
            self.check_requested.emit()

    @Slot()
    def _on_remove(self) -> None:
        if not self._is_busy:
            self._token.setFocus()
            self.token_removed.emit()

    @Slot()
    def _on_file(self) -> None:
        if not self._is_busy:
            self._token.setFocus()
            self.token_file_allowed.emit()


def _field(name: str, placeholder: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setPlaceholderText(placeholder)
    return field


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    if not any(isinstance(widget, QLineEdit) for widget in widgets):
        row.addStretch(1)
    return row

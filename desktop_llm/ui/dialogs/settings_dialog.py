"""Everything that can be set: a few plain things, and the rest folded under Advanced. GUI thread.

Every change is reported at once as a whole `Settings`; saving and applying it is the program's part.
"""

from enum import Enum, auto
from typing import Final, assert_never

from msgspec import Struct, structs
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.settings import HubSettings, Settings, Theme
from desktop_llm.ui.dialogs.file_choosers import choose_folder
from desktop_llm.ui.i18n import WINDOW_LANGUAGES, size_text, translate
from desktop_llm.ui.widgets.form_controls import (
    Choice,
    Fold,
    OptionalNumber,
    add_row,
    close_box,
    dialog_button,
    form,
    heading,
    hint,
)
from desktop_llm.ui.widgets.settings.computer_report import ComputerReport, ComputerReportContent
from desktop_llm.ui.widgets.settings.hub_section import HubSection, HubSectionContent
from desktop_llm.ui.widgets.settings.note_field import NoteField
from desktop_llm.ui.widgets.settings.sampling_fields import SamplingFields
from desktop_llm.ui.widgets.wrapped_buttons import WrappedCheckBox

_SIZE_PX: Final = (560, 640)
_INSTRUCTIONS_PX: Final = 80
_BYTES_PER_GB: Final = 10**9
_SECTION_TOP_PX: Final = 12
_WINDOW_FRAME_PX: Final = 48  # what the system's title bar takes, so that the buttons are on the screen


class SettingsSection(Enum):
    """A part of the settings to which somebody can be led."""

    DATA = auto()
    DOWNLOADS = auto()
    COMPUTER = auto()
    LOADING = auto()


class SettingsContent(Struct, frozen=True, kw_only=True):
    """The settings, and what the dialog needs to know of the machine and the loaded model to show them."""

    settings: Settings
    data_folder: str
    snapshot_bytes: int = 0
    n_processors: int = 64
    max_context_tokens: int = 1_048_576
    max_gpu_layers: int = 999
    is_reload_due: bool = False
    is_restart_due: bool = False


class SettingsDialog(QDialog):
    """Stands beside the window; what is changed holds at once."""

    settings_changed = Signal(object)  # Settings
    data_folder_open_requested = Signal()
    data_folder_move_requested = Signal(str)
    snapshots_delete_requested = Signal()
    model_reload_requested = Signal()
    restart_requested = Signal()
    computer_check_requested = Signal()
    computer_advice_taken = Signal()
    computer_report_copy_requested = Signal()
    hub_token_saved = Signal(str)
    hub_token_removed = Signal()
    hub_token_file_allowed = Signal()
    hub_check_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle(translate("Settings", "Settings"))
        width, height = _SIZE_PX
        self.resize(width, min(height, self.screen().availableGeometry().height() - _WINDOW_FRAME_PX))
        self._settings = Settings()
        self._make_look_controls()
        self._make_chat_controls()
        self._make_load_controls()
        self._make_data_controls()
        self._computer = ComputerReport()
        self._computer.check_requested.connect(self.computer_check_requested)
        self._computer.advice_button_clicked.connect(self.computer_advice_taken)
        self._computer.copy_requested.connect(self.computer_report_copy_requested)
        self._make_hub_controls()
        self._advanced = Fold("setting_advanced", translate("Settings", "Advanced"), self._advanced_section())
        self._page = QWidget()
        self._scroll = QScrollArea(self)
        self._lay_out()

    def show_content(self, content: SettingsContent) -> None:
        settings = content.settings
        self._settings = settings
        self._language.show_value(settings.language)
        self._restart_row.setVisible(content.is_restart_due)
        self._theme.show_value(settings.theme)
        self._font_size.show_number(settings.font_size_pt)
        self._enter_sends.setChecked(settings.enter_sends)
        self._titles.setChecked(settings.suggest_titles)
        self._instructions.show_note(settings.default_instructions)
        self._show_load(settings.load, content)
        self._sampling.show_params(settings.sampling)
        self._hub.show_hub(settings.hub)
        self._folder.setText(content.data_folder)
        self._snapshot_limit.show_number(settings.snapshot_limit_bytes / _BYTES_PER_GB)
        self._snapshot_size.setText(
            translate("Settings", "{size} in use").format(size=size_text(content.snapshot_bytes))
        )
        self._snapshots_delete.setEnabled(content.snapshot_bytes > 0)

    def show_section(self, section: SettingsSection) -> None:
        """Scroll to a section; the keyboard begins there."""
        match section:
            case SettingsSection.DATA:
                title, first = self._data, self._folder_move
            case SettingsSection.DOWNLOADS:
                title, first = self._hub, self._hub.first_field
            case SettingsSection.COMPUTER:
                title, first = self._computer, self._computer.first_button
            case SettingsSection.LOADING:
                self._advanced.unfold()
                title, first = self._advanced, self._context
            case _:
                assert_never(section)
        first.setFocus()
        self._bring_to_top(title)

    def _bring_to_top(self, part: QWidget) -> None:
        """What was unfolded or not yet shown has its place only once it is laid out."""
        self._lay_out_again()
        self._scroll.verticalScrollBar().setValue(part.mapTo(self._page, QPoint(0, 0)).y() - _SECTION_TOP_PX)

    def _lay_out_again(self) -> None:
        for widget in (self, self._page):
            if (layout := widget.layout()) is not None:
                layout.activate()

    @Slot(QWidget)
    def _on_result_shown(self, result: QWidget) -> None:
        """What was asked for is not left below the edge."""
        self._lay_out_again()
        self._scroll.ensureWidgetVisible(result, 0, _SECTION_TOP_PX)

    @Slot(object)
    def show_hub(self, content: HubSectionContent) -> None:
        self._hub.show_content(content)

    @Slot(object)
    def show_computer(self, report: ComputerReportContent) -> None:
        self._computer.show_report(report)

    def _show_load(self, load: LoadParams, content: SettingsContent) -> None:
        self._threads.show_highest(content.n_processors)
        self._gpu_layers.show_highest(content.max_gpu_layers)
        self._context.show_highest(content.max_context_tokens)
        self._threads.show_number(load.n_threads)
        self._gpu_layers.show_number(load.n_gpu_layers)
        self._context.show_number(load.n_ctx_tokens)
        self._cache_type.show_value(load.cache_type)
        self._reload_row.setVisible(content.is_reload_due)

    def _make_look_controls(self) -> None:
        languages = [(code, name) for code, name in WINDOW_LANGUAGES.items()]
        self._language = Choice("setting_language", [(None, translate("Settings", "Like the system")), *languages])
        self._language.value_chosen.connect(self._on_language)
        self._restart = dialog_button(None, "setting_restart", translate("Settings", "Start again now"))
        self._restart.clicked.connect(self.restart_requested)
        self._theme = Choice(
            "setting_theme",
            [
                (Theme.SYSTEM, translate("Settings", "Like the system")),
                (Theme.LIGHT, translate("Settings", "Light")),
                (Theme.DARK, translate("Settings", "Dark")),
            ],
        )
        self._theme.value_chosen.connect(self._on_theme)
        self._font_size = OptionalNumber(
            "setting_font_size", translate("Settings", "Like the system"), low=7, high=32, step=1
        )
        self._font_size.setSuffix(translate("Settings", " pt"))
        self._font_size.number_changed.connect(self._on_font_size)

    def _make_chat_controls(self) -> None:
        self._enter_sends = WrappedCheckBox(
            translate("Settings", "Enter sends the message, Shift+Enter makes a new line")
        )
        self._enter_sends.setObjectName("setting_enter_sends")
        self._enter_sends.toggled.connect(self._on_enter_sends)
        self._titles = WrappedCheckBox(translate("Settings", "The model suggests a title for each chat"))
        self._titles.setObjectName("setting_suggest_titles")
        self._titles.toggled.connect(self._on_titles)
        self._instructions = NoteField("setting_instructions", translate("Settings", "Instructions for every chat"))
        self._instructions.setFixedHeight(_INSTRUCTIONS_PX)
        self._instructions.setPlaceholderText(translate("Settings", "For example: I am a nurse. Answer briefly."))
        self._instructions.note_edited.connect(self._on_instructions)
        self._sampling = SamplingFields("setting_sampling", translate("Settings", "The model's own"))
        self._sampling.params_changed.connect(self._on_sampling)

    def _make_load_controls(self) -> None:
        auto = translate("Settings", "Automatic")
        self._threads = OptionalNumber("setting_threads", auto, low=1, high=64, step=1)
        self._gpu_layers = OptionalNumber("setting_gpu_layers", auto, low=0, high=999, step=1)
        self._context = OptionalNumber("setting_context", auto, low=512, high=1_048_576, step=512)
        self._cache_type = Choice(
            "setting_cache_type",
            [
                ("f16", translate("Settings", "16 bit, exact")),
                ("q8_0", translate("Settings", "8 bit, half the memory")),
                ("q4_0", translate("Settings", "4 bit, a quarter of it")),
            ],
        )
        for control in (self._threads, self._gpu_layers, self._context):
            control.number_changed.connect(self._on_load)
        self._cache_type.value_chosen.connect(self._on_load)
        self._reload = dialog_button(None, "setting_reload", translate("Settings", "Load the model again"))
        self._reload.clicked.connect(self.model_reload_requested)

    def _make_data_controls(self) -> None:
        self._folder = QLabel()
        self._folder.setObjectName("setting_data_folder")
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._folder.setWordWrap(True)
        self._folder.setTextFormat(Qt.TextFormat.PlainText)
        self._folder_open = dialog_button(None, "setting_data_folder_open", translate("Settings", "Open"))
        self._folder_open.clicked.connect(self.data_folder_open_requested)
        self._folder_move = dialog_button(None, "setting_data_folder_move", translate("Settings", "Move…"))
        self._folder_move.clicked.connect(self._on_move_folder)
        self._snapshot_limit = OptionalNumber(
            "setting_snapshot_limit", translate("Settings", "None"), low=1, high=1000, step=1
        )
        self._snapshot_limit.setSuffix(translate("Settings", " GB"))
        self._snapshot_limit.number_changed.connect(self._on_snapshot_limit)
        self._snapshot_size = QLabel()
        self._snapshot_size.setObjectName("setting_snapshot_size")
        self._snapshot_size.setProperty("look", "small")
        self._snapshots_delete = dialog_button(
            None, "setting_snapshots_delete", translate("Settings", "Delete cached prompts")
        )
        self._snapshots_delete.clicked.connect(self.snapshots_delete_requested)

    def _make_hub_controls(self) -> None:
        self._hub = HubSection()
        self._hub.hub_changed.connect(self._on_hub)
        self._hub.token_saved.connect(self.hub_token_saved)
        self._hub.token_removed.connect(self.hub_token_removed)
        self._hub.token_file_allowed.connect(self.hub_token_file_allowed)
        self._hub.check_requested.connect(self.hub_check_requested)
        for part in (self._hub, self._computer):
            part.result_shown.connect(self._on_result_shown)

    def _lay_out(self) -> None:
        page = self._page
        page.setObjectName("settings_page")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self._data = self._data_section()
        sections = (self._look_section(), self._chat_section(), self._data, self._hub, self._computer)
        for part in (*sections, self._advanced):
            column.addWidget(part)
            column.addSpacing(8)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setObjectName("settings_scroll")
        scroll.setAccessibleName(translate("Settings", "Settings"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        buttons = close_box(self, "settings_close")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        buttons.setContentsMargins(0, 0, 24, 0)

    def _look_section(self) -> QWidget:
        rows = form()
        add_row(rows, translate("Settings", "Language"), self._language)
        self._restart_row = QWidget()
        restart_row = _row(self._restart)
        restart_row.insertWidget(0, hint(translate("Settings", "This holds from the next start on.")))
        self._restart_row.setLayout(restart_row)
        rows.addRow(self._restart_row)
        add_row(rows, translate("Settings", "Colours"), self._theme)
        add_row(rows, translate("Settings", "Text size"), self._font_size)
        return _section(translate("Settings", "Look"), rows)

    def _chat_section(self) -> QWidget:
        rows = form()
        rows.addRow(self._enter_sends)
        rows.addRow(self._titles)
        label = QLabel(translate("Settings", "Instructions for every chat"))
        return _section(translate("Settings", "Chat"), rows, label, self._instructions)

    def _data_section(self) -> QWidget:
        section = QWidget()
        column = QVBoxLayout(section)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading(translate("Settings", "Your data")))
        column.addWidget(
            hint(
                translate(
                    "Settings",
                    "Chats, settings and downloaded models are in this folder. Moving takes them along, and leaves a "
                    "copy of the chats and settings behind.",
                )
            )
        )
        column.addWidget(self._folder)
        column.addLayout(_row(self._folder_open, self._folder_move))
        return section

    def _advanced_section(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        rows = form()
        add_row(rows, translate("Settings", "Context in tokens"), self._context)
        add_row(rows, translate("Settings", "Layers on the graphics card"), self._gpu_layers)
        add_row(rows, translate("Settings", "Processor threads"), self._threads)
        add_row(rows, translate("Settings", "Memory of the context"), self._cache_type)
        column.addWidget(_section(translate("Settings", "Loading a model"), rows))
        self._reload_row = QWidget()
        reload_row = _row(self._reload)
        reload_row.insertWidget(0, hint(translate("Settings", "This holds from the next loading of the model on.")))
        self._reload_row.setLayout(reload_row)
        column.addWidget(self._reload_row)
        column.addWidget(heading(translate("Settings", "Sampling")))
        column.addWidget(self._sampling)
        column.addWidget(heading(translate("Settings", "Cached prompts")))
        column.addWidget(
            hint(translate("Settings", "They let an earlier chat go on at once. Deleting them loses nothing else."))
        )
        cache_rows = form()
        add_row(cache_rows, translate("Settings", "At most"), self._snapshot_limit)
        column.addLayout(cache_rows)
        column.addLayout(_row(self._snapshots_delete, self._snapshot_size))
        return content

    def _change(self, settings: Settings) -> None:
        if settings == self._settings:
            return
        self._settings = settings
        self.settings_changed.emit(settings)

    @Slot(object)
    def _on_language(self, language: str | None) -> None:
        self._change(structs.replace(self._settings, language=language))

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self._change(structs.replace(self._settings, theme=theme))

    @Slot(object)
    def _on_font_size(self, size_pt: float | None) -> None:
        self._change(structs.replace(self._settings, font_size_pt=size_pt))

    @Slot(bool)
    def _on_enter_sends(self, is_on: bool) -> None:
        self._change(structs.replace(self._settings, enter_sends=is_on))

    @Slot(bool)
    def _on_titles(self, is_on: bool) -> None:
        self._change(structs.replace(self._settings, suggest_titles=is_on))

    @Slot(str)
    def _on_instructions(self, instructions: str) -> None:
        self._change(structs.replace(self._settings, default_instructions=instructions))

    @Slot(object)
    def _on_sampling(self, sampling: SamplingParams) -> None:
        self._change(structs.replace(self._settings, sampling=sampling))

    @Slot(object)
    def _on_hub(self, hub: HubSettings) -> None:
        self._change(structs.replace(self._settings, hub=hub))

    @Slot()
    def _on_load(self) -> None:
        load = structs.replace(
            self._settings.load,
            n_threads=_whole(self._threads.number),
            n_gpu_layers=_whole(self._gpu_layers.number),
            n_ctx_tokens=_whole(self._context.number),
            cache_type=self._cache_type.chosen,
        )
        self._reload_row.setVisible(self._reload_row.isVisible() or load != self._settings.load)
        self._change(structs.replace(self._settings, load=load))

    @Slot(object)
    def _on_snapshot_limit(self, limit_gb: float | None) -> None:
        self._change(structs.replace(self._settings, snapshot_limit_bytes=int((limit_gb or 0) * _BYTES_PER_GB)))

    @Slot()
    def _on_move_folder(self) -> None:
        choose_folder(self, translate("Settings", "Move the data folder to"), self.data_folder_move_requested.emit)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _section(title: str, rows: QLayout, *below: QWidget) -> QWidget:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(heading(title))
    column.addLayout(rows)
    for widget in below:
        column.addWidget(widget)
    return section

from collections.abc import Callable
from typing import TypeVar

import pytest
from msgspec import structs
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.settings import HubSettings, Settings, Theme
from desktop_llm.ui.dialogs.settings_dialog import SettingsContent, SettingsDialog, SettingsSection
from desktop_llm.ui.widgets.form_controls import Choice, OptionalNumber
from desktop_llm.ui.widgets.settings.hub_section import HubSectionContent
from desktop_llm.ui.widgets.settings.note_field import NoteField

_Widget = TypeVar("_Widget", bound=QWidget)

SETTINGS = Settings(
    theme=Theme.DARK,
    font_size_pt=12,
    enter_sends=False,
    suggest_titles=False,
    default_instructions="Be brief.",
    load=LoadParams(n_ctx_tokens=4096, n_gpu_layers=0, n_threads=3, cache_type="q8_0", is_memory_mapped=False),
    sampling=SamplingParams(temperature=0.5),
    snapshot_limit_bytes=2 * 10**9,
    last_model_id="s",
)


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    dialog.show_content(SettingsContent(settings=SETTINGS, data_folder="/data", snapshot_bytes=412_000_000))
    dialog.show()
    return dialog


def child(dialog: SettingsDialog, kind: type[_Widget], name: str) -> _Widget:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def test_enter_in_a_field_presses_no_button(qtbot: QtBot, dialog: SettingsDialog) -> None:
    """Such as the one that starts the program again."""
    dialog.show_content(SettingsContent(settings=SETTINGS, data_folder="/data", is_restart_due=True))
    assert child(dialog, QPushButton, "setting_restart").isVisible()
    pressed: list[str] = []
    for button in dialog.findChildren(QPushButton):
        button.clicked.connect(lambda _checked, button=button: pressed.append(button.objectName()))
    for name in ("setting_font_size", "setting_threads"):
        field = child(dialog, OptionalNumber, name)
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(child(dialog, QLineEdit, "hub_token"), Qt.Key.Key_Return)
    assert pressed == []
    assert dialog.isVisible()


def test_opening_reports_nothing_and_shows_everything(qtbot: QtBot) -> None:
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    with qtbot.assertNotEmitted(dialog.settings_changed):
        dialog.show_content(SettingsContent(settings=SETTINGS, data_folder="/data"))
    assert child(dialog, Choice, "setting_theme").chosen is Theme.DARK
    assert child(dialog, OptionalNumber, "setting_font_size").number == 12
    assert not child(dialog, QCheckBox, "setting_enter_sends").isChecked()
    assert child(dialog, OptionalNumber, "setting_gpu_layers").number == 0
    assert child(dialog, Choice, "setting_cache_type").chosen == "q8_0"
    assert child(dialog, OptionalNumber, "setting_sampling_temperature").number == 0.5
    assert child(dialog, NoteField, "setting_instructions").note == "Be brief."
    assert child(dialog, QLabel, "setting_data_folder").text() == "/data"


def load(**changes: object) -> Settings:
    return structs.replace(SETTINGS, load=structs.replace(SETTINGS.load, **changes))


CHANGES: list[tuple[str, Callable[[SettingsDialog], None], Settings]] = [
    ("enter", lambda d: child(d, QCheckBox, "setting_enter_sends").click(),
     structs.replace(SETTINGS, enter_sends=True)),
    ("titles", lambda d: child(d, QCheckBox, "setting_suggest_titles").click(),
     structs.replace(SETTINGS, suggest_titles=True)),
    ("offline", lambda d: child(d, QCheckBox, "hub_offline").click(),
     structs.replace(SETTINGS, hub=HubSettings(is_offline=True))),
    ("theme", lambda d: child(d, Choice, "setting_theme").value_chosen.emit(Theme.LIGHT),
     structs.replace(SETTINGS, theme=Theme.LIGHT)),
    ("font", lambda d: child(d, OptionalNumber, "setting_font_size").setValue(6),
     structs.replace(SETTINGS, font_size_pt=None)),
    ("context", lambda d: child(d, OptionalNumber, "setting_context").setValue(8192), load(n_ctx_tokens=8192)),
    ("layers", lambda d: child(d, OptionalNumber, "setting_gpu_layers").setValue(-1), load(n_gpu_layers=None)),
    ("threads", lambda d: child(d, OptionalNumber, "setting_threads").setValue(2), load(n_threads=2)),
    ("temperature", lambda d: child(d, OptionalNumber, "setting_sampling_temperature").setValue(1.0),
     structs.replace(SETTINGS, sampling=SamplingParams(temperature=1.0))),
    ("snapshots", lambda d: child(d, OptionalNumber, "setting_snapshot_limit").setValue(8),
     structs.replace(SETTINGS, snapshot_limit_bytes=8 * 10**9)),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CHANGES])
def test_a_change_is_reported_at_once_and_changes_nothing_else(
    dialog: SettingsDialog, qtbot: QtBot, change: Callable[[SettingsDialog], None], expected: Settings
) -> None:
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        change(dialog)
    assert changed.args == [expected]


def test_instructions_are_reported_when_the_field_is_left(dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = child(dialog, NoteField, "setting_instructions")
    field.setPlainText("Be kind.")
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        field.report()
    assert changed.args == [structs.replace(SETTINGS, default_instructions="Be kind.")]


def test_changed_loading_offers_to_load_again(dialog: SettingsDialog, qtbot: QtBot) -> None:
    child(dialog, QToolButton, "setting_advanced").click()
    reload = child(dialog, QPushButton, "setting_reload")
    assert not reload.isVisible()
    child(dialog, OptionalNumber, "setting_threads").setValue(2)
    assert reload.isVisible()
    with qtbot.waitSignal(dialog.model_reload_requested):
        reload.click()


def test_advanced_is_folded_at_first(dialog: SettingsDialog) -> None:
    assert not child(dialog, OptionalNumber, "setting_threads").isVisible()
    child(dialog, QToolButton, "setting_advanced").click()
    assert child(dialog, OptionalNumber, "setting_threads").isVisible()


def test_cached_prompts_can_be_deleted_only_where_there_are_some(dialog: SettingsDialog, qtbot: QtBot) -> None:
    button = child(dialog, QPushButton, "setting_snapshots_delete")
    assert child(dialog, QLabel, "setting_snapshot_size").text() == "0.4 GB in use"
    with qtbot.waitSignal(dialog.snapshots_delete_requested):
        button.click()
    dialog.show_content(SettingsContent(settings=SETTINGS, data_folder="/data"))
    assert not button.isEnabled()


def test_the_data_folder_is_opened_and_moved_by_wish(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.data_folder_open_requested):
        child(dialog, QPushButton, "setting_data_folder_open").click()
    child(dialog, QPushButton, "setting_data_folder_move").click()
    chooser = child(dialog, QFileDialog, "folder_dialog")
    with qtbot.waitSignal(dialog.data_folder_move_requested) as moved:
        chooser.fileSelected.emit("/elsewhere")
    assert moved.args == ["/elsewhere"]
    chooser.close()


def test_every_control_is_named(dialog: SettingsDialog) -> None:
    for kind in (QAbstractSpinBox, QComboBox, QCheckBox, QPushButton, NoteField):
        for control in dialog.findChildren(kind):
            spoken = control.accessibleName() or (
                control.text() if isinstance(control, QPushButton | QCheckBox) else ""
            )
            assert control.objectName()
            assert spoken


@pytest.mark.parametrize(
    ("section", "name"),
    [
        (SettingsSection.DATA, "setting_data_folder_move"),
        (SettingsSection.DOWNLOADS, "hub_token"),
        (SettingsSection.COMPUTER, "computer_check"),
        (SettingsSection.LOADING, "setting_context"),
    ],
)
def test_a_section_that_helps_is_brought_into_view_with_the_keyboard(
    dialog: SettingsDialog, qtbot: QtBot, section: SettingsSection, name: str
) -> None:
    dialog.resize(560, 300)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.show_section(section)
    first = child(dialog, QWidget, name)
    assert first.hasFocus()
    assert in_view(dialog, first)


def in_view(dialog: SettingsDialog, widget: QWidget) -> bool:
    viewport = child(dialog, QScrollArea, "settings_scroll").viewport()
    top_left = widget.mapTo(viewport, widget.rect().topLeft())
    return viewport.rect().contains(QRect(top_left, widget.size()))


def test_what_a_check_found_is_not_left_below_the_edge(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.resize(560, 300)
    dialog.show_hub(HubSectionContent(is_busy=True))
    dialog.show_hub(HubSectionContent(result="Connected to example.org."))
    qtbot.waitUntil(lambda: in_view(dialog, child(dialog, QLabel, "hub_result")))


def test_another_language_is_reported_and_a_new_start_is_offered(dialog: SettingsDialog, qtbot: QtBot) -> None:
    language, restart = child(dialog, Choice, "setting_language"), child(dialog, QPushButton, "setting_restart")
    assert [language.itemText(number) for number in range(language.count())] == [
        "Like the system",
        "English",
        "简体中文",
    ]
    assert not restart.isVisible()
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        language.setCurrentIndex(2)
        language.activated.emit(2)
    assert changed.args == [structs.replace(SETTINGS, language="zh_CN")]
    dialog.show_content(SettingsContent(settings=changed.args[0], data_folder="/data", is_restart_due=True))
    assert language.currentText() == "简体中文"
    assert restart.isVisible()
    with qtbot.waitSignal(dialog.restart_requested):
        restart.click()

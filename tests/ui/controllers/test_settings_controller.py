from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.errors import ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, Theme, WindowPlacement, load_settings
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.event_bridge import EventBridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[EventBridge]:
    bridge = EventBridge()
    yield bridge
    bridge.stop()


@pytest.fixture
def controller(bridge: EventBridge, folder: DataFolder) -> SettingsController:
    return SettingsController(Settings(), folder, bridge, bridge)


def test_a_change_holds_at_once_and_is_saved(
    controller: SettingsController, bridge: EventBridge, folder: DataFolder, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(controller.settings_changed) as changed:
        controller.change(Settings(theme=Theme.DARK))
    assert changed.args == [Settings(theme=Theme.DARK)]
    assert controller.settings.theme is Theme.DARK
    bridge.stop()
    assert load_settings(folder.settings) == Settings(theme=Theme.DARK)


def test_what_stays_the_same_is_nobodys_news(controller: SettingsController, folder: DataFolder, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(controller.settings_changed):
        controller.change(Settings())
    assert not folder.settings.exists()


def test_notes_change_one_thing_each(controller: SettingsController, bridge: EventBridge, folder: DataFolder) -> None:
    controller.note_model("own")
    controller.note_placement(WindowPlacement(is_sidebar_shown=False))
    controller.note_context_tokens(2048)
    bridge.stop()
    saved = load_settings(folder.settings)
    assert saved == controller.settings
    assert (saved.last_model_id, saved.window.is_sidebar_shown, saved.load.n_ctx_tokens) == ("own", False, 2048)


def test_a_change_that_cannot_be_saved_holds_and_is_told(
    controller: SettingsController, folder: DataFolder, qtbot: QtBot
) -> None:
    folder.root.write_text("a file where the folder should be", "utf-8")
    with qtbot.waitSignal(controller.saving_failed) as failed:
        controller.change(Settings(theme=Theme.DARK))
    assert failed.args is not None
    assert failed.args[0].code is ErrorCode.DATA_FOLDER_FAILED
    assert controller.settings.theme is Theme.DARK

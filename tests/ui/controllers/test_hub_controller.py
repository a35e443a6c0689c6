import stat
from collections.abc import Callable, Iterator

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.credentials import CredentialPlace, Credentials
from desktop_llm.hub.hub_access import token_name
from desktop_llm.paths import DataFolder
from desktop_llm.settings import HubSettings, Settings
from desktop_llm.ui.controllers.hub_controller import HubController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.widgets.settings.hub_section import HubSectionContent
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram

TOKEN = "hf_s3cret"


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        hub.users[TOKEN] = "ana"
        yield hub


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[EventBridge]:
    bridge = EventBridge()
    yield bridge
    bridge.stop()


@pytest.fixture
def settings(bridge: EventBridge, folder: DataFolder, hub: LoopbackHub) -> SettingsController:
    return SettingsController(Settings(hub=HubSettings(endpoint=hub.endpoint)), folder, bridge, bridge)


@pytest.fixture
def controller(
    bridge: EventBridge, settings: SettingsController, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HubController]:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    controller = HubController(Credentials(folder), settings, bridge, bridge)
    yield controller
    controller.stop()


class Sight:
    """An open dialog, and what it was told to show last."""

    def __init__(self, qtbot: QtBot, controller: HubController) -> None:
        self._qtbot = qtbot
        self.dialog = SettingsDialog()
        qtbot.addWidget(self.dialog)
        self.content = HubSectionContent(is_busy=True)
        controller.content_changed.connect(self._on_content)
        controller.attend(self.dialog)
        self.settle()

    def _on_content(self, content: HubSectionContent) -> None:
        self.content = content

    def settle(self) -> HubSectionContent:
        self._qtbot.waitUntil(lambda: not self.content.is_busy, timeout=10_000)
        return self.content

    def save(self, token: str) -> HubSectionContent:
        self.dialog.hub_token_saved.emit(token)
        return self.settle()


@pytest.fixture
def sight(qtbot: QtBot, controller: HubController) -> Sight:
    return Sight(qtbot, controller)


def test_a_dialog_is_told_where_the_token_is(sight: Sight) -> None:
    assert "none" in sight.content.token_line
    assert (sight.content.has_token, sight.content.is_file_offered, sight.content.result) == (False, False, "")


def test_a_check_tells_who_was_reached(sight: Sight, hub: LoopbackHub) -> None:
    sight.dialog.hub_check_requested.emit()
    assert sight.settle().result == f"Connected to {hub.endpoint.removeprefix('http://')}."
    assert not sight.content.is_failure


def test_a_token_is_saved_tried_and_told_where_it_is(sight: Sight, folder: DataFolder) -> None:
    content = sight.save(TOKEN)
    assert content.result.endswith("signed in as ana.")
    assert "forgotten" in content.token_line
    assert (content.has_token, content.is_file_offered) == (True, True)
    assert not folder.credentials.exists()


def test_a_token_goes_to_a_file_only_when_that_is_wished(
    sight: Sight, folder: DataFolder, hub: LoopbackHub, controller: HubController, qtbot: QtBot
) -> None:
    sight.save(TOKEN)
    with qtbot.waitSignal(controller.token_place_changed) as told:
        sight.dialog.hub_token_file_allowed.emit()
    assert told.args == [CredentialPlace.FILE]
    assert "not encrypted" in sight.settle().token_line
    assert not sight.content.is_file_offered
    assert stat.S_IMODE(folder.credentials.stat().st_mode) == 0o600
    assert Credentials(folder).get(token_name(hub.endpoint)) == TOKEN


def test_a_token_stays_with_the_address_that_it_was_given_for(
    sight: Sight, settings: SettingsController, controller: HubController, hub: LoopbackHub, qtbot: QtBot
) -> None:
    sight.save(TOKEN)
    with LoopbackHub() as mirror:
        settings.change(replace(settings.settings, hub=HubSettings(endpoint=mirror.endpoint)))
        qtbot.waitUntil(lambda: not sight.content.has_token)
        assert (sight.content.result, controller.access().token()) == ("", "")
        sight.dialog.hub_check_requested.emit()
        assert sight.settle().result.startswith("Connected to")
        assert TOKEN not in str(mirror.hub.requests)
    settings.change(replace(settings.settings, hub=HubSettings(endpoint=hub.endpoint)))
    qtbot.waitUntil(lambda: sight.content.has_token)
    assert controller.access().token() == TOKEN


def test_an_address_that_changes_while_something_is_done_is_looked_up_after_it(
    sight: Sight, settings: SettingsController, hub: LoopbackHub, qtbot: QtBot
) -> None:
    sight.save(TOKEN)
    hub.hub.fail(Fault(delay_s=0.3))
    sight.dialog.hub_check_requested.emit()
    settings.change(replace(settings.settings, hub=HubSettings(endpoint="http://127.0.0.1:9")))
    qtbot.waitUntil(lambda: not sight.content.is_busy and not sight.content.has_token, timeout=10_000)
    assert sight.content.result == ""


def test_a_token_is_removed_everywhere(sight: Sight, folder: DataFolder, controller: HubController) -> None:
    sight.save(TOKEN)
    sight.dialog.hub_token_file_allowed.emit()
    sight.settle()
    sight.dialog.hub_token_removed.emit()
    assert not sight.settle().has_token
    assert (controller.access().token(), folder.credentials.exists()) == ("", False)


def test_a_token_that_is_not_accepted_is_told(sight: Sight) -> None:
    content = sight.save("hf_other")
    assert content.is_failure
    assert "not accepted" in content.result
    assert content.has_token


@pytest.mark.parametrize(
    ("change", "words"),
    [({"endpoint": "ftp://x"}, "not the address of a server"), ({"is_offline": True}, "set to stay offline")],
)
def test_what_is_wrong_with_the_settings_is_told(
    sight: Sight, settings: SettingsController, change: dict[str, object], words: str
) -> None:
    settings.change(replace(settings.settings, hub=replace(settings.settings.hub, **change)))
    sight.dialog.hub_check_requested.emit()
    assert words in sight.settle().result
    assert sight.content.is_failure


def test_a_server_that_fails_is_told_in_a_sentence(sight: Sight, hub: LoopbackHub) -> None:
    hub.hub.fail(Fault(status=503))
    sight.dialog.hub_check_requested.emit()
    assert "trouble of its own" in sight.settle().result


def test_offline_a_token_is_saved_and_nobody_asked(
    sight: Sight, settings: SettingsController, hub: LoopbackHub
) -> None:
    settings.change(replace(settings.settings, hub=replace(settings.settings.hub, is_offline=True)))
    content = sight.save(TOKEN)
    assert (content.has_token, content.is_failure, hub.hub.requests) == (True, False, [])


def test_one_thing_is_done_at_a_time_and_the_window_never_waits(
    sight: Sight, hub: LoopbackHub, controller: HubController
) -> None:
    hub.hub.fail(Fault(delay_s=0.3))
    controller.check()
    assert sight.content.is_busy
    controller.check()
    assert not sight.settle().is_failure
    assert len(hub.hub.requests) == 1


def test_the_program_s_own_settings_reach_the_hub_that_they_name(
    start_program: Callable[..., SmallProgram], hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    program = start_program(settings=Settings(hub=HubSettings(endpoint=hub.endpoint)))
    program.window.settings_requested.emit()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    check, result = dialog.findChild(QPushButton, "hub_check"), dialog.findChild(QLabel, "hub_result")
    assert check is not None
    assert result is not None
    program.wait_for(check.isEnabled)
    check.click()
    program.wait_for(lambda: result.text().startswith("Connected to"))
    assert len(hub.hub.requests) == 1


def test_a_check_is_done_although_the_address_was_just_changed(
    sight: Sight, settings: SettingsController, hub: LoopbackHub
) -> None:
    """Whoever types an address and clicks at once: leaving the field looks the address's token up."""
    settings.change(
        replace(settings.settings, hub=HubSettings(endpoint=hub.endpoint.replace("127.0.0.1", "localhost")))
    )
    sight.dialog.hub_check_requested.emit()
    assert sight.settle().result.startswith("Connected to")


def test_the_environment_can_keep_everything_offline(
    bridge: EventBridge, settings: SettingsController, folder: DataFolder, qtbot: QtBot
) -> None:
    """As the tests' own environment does."""
    controller = HubController(Credentials(folder), settings, bridge, bridge)
    assert Sight(qtbot, controller).content.is_offline_forced
    assert controller.access().is_offline
    controller.stop()

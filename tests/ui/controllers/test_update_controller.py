from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.paths import DataFolder
from desktop_llm.settings import HubSettings, Settings
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.controllers.update_controller import UpdateController
from desktop_llm.ui.dialogs.about_dialog import AboutDialog
from desktop_llm.ui.event_bridge import EventBridge
from tests.fakes.loopback_host import Answer, Content, LoopbackHost
from tests.fakes.small_program import SmallProgram


@pytest.fixture
def feed() -> Iterator[LoopbackHost]:
    content = Content(b'{"tag_name": "v99.0", "html_url": "https://forge.example/99"}')
    host = LoopbackHost(lambda _request: Answer(200, {}, content))
    yield host
    host.close()


@pytest.fixture
def bridge(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventBridge]:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    bridge = EventBridge()
    yield bridge
    bridge.stop()


@pytest.fixture
def dialog(qtbot: QtBot) -> AboutDialog:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    return dialog


def _controller(
    bridge: EventBridge, folder: DataFolder, address: str, hub: HubSettings | None = None
) -> UpdateController:
    settings = SettingsController(Settings(hub=hub or HubSettings()), folder, bridge, bridge)
    return UpdateController(settings, bridge, bridge, address)


def _said(dialog: AboutDialog) -> str:
    label = dialog.findChild(QLabel, "about_update")
    assert label is not None
    return label.text()


def _click(dialog: AboutDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_nobody_is_asked_before_the_click_and_one_question_is_asked_then(
    qtbot: QtBot,
    bridge: EventBridge,
    folder: DataFolder,
    dialog: AboutDialog,
    feed: LoopbackHost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pages.append(QUrl(url).toString()))
    controller = _controller(bridge, folder, feed.url)
    controller.attend(dialog)
    assert (_said(dialog), feed.requests) == ("", [])
    _click(dialog, "about_check")
    assert _said(dialog).startswith("Asking 127.0.0.1")
    controller.check()
    qtbot.waitUntil(lambda: _said(dialog) == "Version 99.0 is out. Nothing was downloaded.")
    assert len(feed.requests) == 1
    assert pages == []
    _click(dialog, "about_open_page")
    assert pages == ["https://forge.example/99"]
    controller.stop()


def test_a_dialog_that_is_opened_again_shows_what_came_of_it(
    qtbot: QtBot, bridge: EventBridge, folder: DataFolder, dialog: AboutDialog
) -> None:
    controller = _controller(bridge, folder, "")
    controller.check()
    controller.attend(dialog)
    assert "where you got this one" in _said(dialog)


def test_offline_is_offline(
    qtbot: QtBot, bridge: EventBridge, folder: DataFolder, dialog: AboutDialog, feed: LoopbackHost
) -> None:
    controller = _controller(bridge, folder, feed.url, HubSettings(is_offline=True))
    controller.attend(dialog)
    _click(dialog, "about_check")
    qtbot.waitUntil(lambda: "stay offline" in _said(dialog))
    assert feed.requests == []
    controller.stop()


def test_a_feed_that_cannot_be_reached_is_told(
    qtbot: QtBot, bridge: EventBridge, folder: DataFolder, dialog: AboutDialog, feed: LoopbackHost
) -> None:
    feed.close()
    controller = _controller(bridge, folder, feed.url)
    controller.attend(dialog)
    _click(dialog, "about_check")
    qtbot.waitUntil(lambda: "Nobody could be reached" in _said(dialog))
    controller.stop()


def test_about_in_the_window_has_the_question(program: SmallProgram) -> None:
    program.window.about_requested.emit()
    (dialog,) = program.window.findChildren(AboutDialog)
    _click(dialog, "about_check")
    assert _said(dialog)

"""Adding, testing, changing and removing a server, against one that answers on this computer."""

import stat
from collections.abc import Iterator

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.servers import server_key_name
from desktop_llm.credentials import CredentialPlace, Credentials
from desktop_llm.params import EngineChoice
from desktop_llm.paths import DataFolder
from desktop_llm.settings import ServerEntry, Settings
from desktop_llm.ui.controllers.engines.server_controller import ServerController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.server_dialog import ServerDialog
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow, WindowPane
from desktop_llm.ui.widgets.frame.sidebar import PaneEntry
from tests.fakes.hostile_server import HostileServer, models, stall, status
from tests.fakes.scripted_servers import GPU_BOX, NEAR

KEY = "sk-s3cret"
WAIT_MS = 10_000


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    yield
    keyring.set_keyring(before)


class Person:
    """Uses the windows of servers."""

    def __init__(self, qtbot: QtBot, folder: DataFolder, servers: tuple[ServerEntry, ...]) -> None:
        self._qtbot = qtbot
        self.bridge = EventBridge()
        self.window = MainWindow([WindowPane(PaneEntry("chat", "Chat", "chat-centered"), QWidget())])
        qtbot.addWidget(self.window)
        self.window.show()
        self.settings = SettingsController(Settings(servers=servers), folder, self.bridge, self.bridge)
        self.credentials = Credentials(folder)
        self.controller = ServerController(self.window, self.settings, self.credentials, self.bridge)

    @property
    def servers(self) -> tuple[ServerEntry, ...]:
        return self.settings.settings.servers

    @property
    def toast(self) -> str:
        toasts = [each for each in self.window.findChildren(QLabel) if each.isVisible()]
        return " ".join(each.text() for each in toasts)

    def find(self, kind: type, name: str) -> object:
        (found,) = [each for each in self.window.findChildren(kind, name) if each.isVisible()]
        return found

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        button.click()

    def write(self, name: str, text: str) -> None:
        line = self.find(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setText(text)

    def choose(self, row: int) -> None:
        view = self.find(QListView, "servers_list")
        assert isinstance(view, QListView)
        view.setCurrentIndex(view.model().index(row, 0))

    @property
    def form(self) -> ServerDialog | None:
        forms = [each for each in self.window.findChildren(ServerDialog) if each.isVisible()]
        return forms[0] if forms else None

    @property
    def result(self) -> str:
        return self.form.findChild(QLabel, "server_test_result").text() if self.form else ""

    def wait_for(self, condition: object) -> None:
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def add(self, url: str, key: str = "") -> None:
        self.controller.open_list()
        self.click("servers_add")
        self.write("server_address", url)
        self.write("server_key", key)

    def change(self, row: int) -> None:
        self.controller.open_list()
        self.choose(row)
        self.click("servers_change")
        self.wait_for(lambda: self.form is not None)

    def stop(self) -> None:
        self.controller.stop()
        self.bridge.stop()


@pytest.fixture
def servers() -> tuple[ServerEntry, ...]:
    return (GPU_BOX, NEAR)


@pytest.fixture
def person(qtbot: QtBot, folder: DataFolder, servers: tuple[ServerEntry, ...]) -> Iterator[Person]:
    person = Person(qtbot, folder, servers)
    yield person
    person.stop()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as server:
        server.on("/v1/models", models("granite"))
        yield server


def test_a_server_is_tested_added_and_its_key_kept_out_of_the_settings(
    person: Person, server: HostileServer, folder: DataFolder
) -> None:
    person.add(server.url, KEY)
    person.click("server_test")
    person.wait_for(lambda: person.result.endswith("has one model: granite"))
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert person.servers == (GPU_BOX, NEAR)
    person.click("server_save")
    person.wait_for(lambda: len(person.servers) == 3)
    added = person.servers[-1]
    assert (added.model, added.models, added.is_for_new_chats) == ("granite", ("granite",), False)
    assert person.credentials.get(server_key_name(added)) == KEY
    assert "There is no keyring here" in person.toast
    person.bridge.stop()
    assert KEY not in folder.settings.read_text("utf-8")
    assert not folder.credentials.exists()


def test_a_key_goes_to_a_file_only_when_that_is_wished(person: Person, folder: DataFolder) -> None:
    person.add("https://new.example", KEY)
    box = person.find(QCheckBox, "server_key_file")
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    person.click("server_save")
    person.wait_for(lambda: len(person.servers) == 3)
    assert stat.S_IMODE(folder.credentials.stat().st_mode) == 0o600
    assert Credentials(folder).get(server_key_name(person.servers[-1])) == KEY


def test_a_failed_test_says_why_and_what_to_do(person: Person, server: HostileServer) -> None:
    server.on("/v1/models", status(401, {"error": {"message": "no"}}))
    person.add(server.url, KEY)
    person.click("server_test")
    person.wait_for(lambda: "does not accept the key" in person.result)
    assert "Check the key" in person.result
    assert person.servers == (GPU_BOX, NEAR)


def test_typing_another_address_ends_the_test_of_the_first(person: Person, server: HostileServer) -> None:
    server.on("/v1/models", stall(is_silent=True))
    person.add(server.url)
    person.click("server_test")
    person.wait_for(lambda: bool(server.requests))
    person.write("server_address", "https://new.example")
    person.wait_for(server.deserted.is_set)
    assert person.result == ""


def test_closing_the_window_ends_a_test_that_waits(person: Person, server: HostileServer) -> None:
    server.on("/v1/models", stall(is_silent=True))
    person.add(server.url)
    person.click("server_test")
    person.wait_for(lambda: bool(server.requests))
    person.click("server_cancel")
    person.wait_for(server.deserted.is_set)
    assert person.servers == (GPU_BOX, NEAR)


def test_a_change_keeps_the_place_and_the_key(person: Person) -> None:
    person.credentials.set(server_key_name(GPU_BOX), KEY)
    person.change(0)
    person.write("server_name", "Renamed")
    person.click("server_save")
    assert person.servers == (replace(GPU_BOX, name="Renamed"), NEAR)
    assert person.credentials.get(server_key_name(person.servers[0])) == KEY


def test_a_key_that_is_forgotten_is_gone_and_its_server_stays(person: Person) -> None:
    person.credentials.set(server_key_name(GPU_BOX), KEY)
    person.change(0)
    person.click("server_key_forget")
    assert person.credentials.get(server_key_name(GPU_BOX)) == KEY  # until Save
    person.click("server_save")
    person.wait_for(lambda: person.credentials.place(server_key_name(GPU_BOX)) is CredentialPlace.NONE)
    assert person.servers == (GPU_BOX, NEAR)


def test_another_host_gets_no_key_that_was_given_for_the_first(person: Person) -> None:
    person.credentials.set(server_key_name(GPU_BOX), KEY)
    person.change(0)
    person.write("server_address", "https://elsewhere.example")
    person.click("server_save")
    person.wait_for(lambda: person.servers[0].url == "https://elsewhere.example/v1")
    assert person.credentials.get(server_key_name(person.servers[0])) == ""
    assert person.credentials.place(server_key_name(GPU_BOX)) is CredentialPlace.NONE


def test_a_new_key_is_told_to_whoever_uses_the_server(person: Person, qtbot: QtBot) -> None:
    person.change(1)
    person.write("server_key", KEY)
    with qtbot.waitSignal(person.controller.key_changed, timeout=WAIT_MS) as told:
        person.click("server_save")
    assert told.args == ["near"]
    assert person.credentials.get(server_key_name(NEAR)) == KEY


def test_new_chats_begin_on_one_server_at_most(person: Person) -> None:
    for row in (0, 1):
        person.change(row)
        box = person.find(QCheckBox, "server_for_new_chats")
        assert isinstance(box, QCheckBox)
        box.setChecked(True)
        person.click("server_save")
        person.wait_for(lambda: person.form is None)
    assert [each.is_for_new_chats for each in person.servers] == [False, True]


def test_a_removed_server_takes_its_key_along_and_comes_back_with_it(person: Person) -> None:
    person.credentials.set(server_key_name(GPU_BOX), KEY)
    person.controller.open_list()
    person.choose(0)
    person.click("servers_remove")
    assert person.servers == (NEAR,)
    person.wait_for(lambda: "Removed “GPU box”" in person.toast)
    assert person.credentials.place(server_key_name(GPU_BOX)) is CredentialPlace.NONE
    person.window.toast_clicked.emit("undo_server_removal")
    person.wait_for(lambda: person.servers == (GPU_BOX, NEAR))
    assert person.credentials.get(server_key_name(GPU_BOX)) == KEY


def test_the_first_server_is_wished_for_and_a_later_one_is_not(person: Person, qtbot: QtBot) -> None:
    person.controller.begin()
    person.write("server_address", "https://new.example")
    with qtbot.waitSignal(person.controller.first_server_named) as named:
        person.click("server_save")
    assert named.args == [EngineChoice(person.servers[-1].id, "")]
    person.add("https://another.example")
    with qtbot.assertNotEmitted(person.controller.first_server_named):
        person.click("server_save")
    assert len(person.servers) == 4


@pytest.mark.parametrize("servers", [()])
def test_a_server_that_is_gone_cannot_be_changed(person: Person) -> None:
    person.controller.change("gone")
    person.controller.remove("gone")
    assert person.form is None
    assert person.servers == ()

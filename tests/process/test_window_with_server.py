"""The window, and the server that comes with llama-cpp-python as the engine of one chat."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_llm.engine.messages import Generate
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import EngineChoice
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.storage.records import MessageState
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.server_choices import server_choice_id
from tests.fakes.llama_cpp_server import KEY, LlamaCppServer
from tests.fakes.small_program import SmallProgram, prepared_settings

_ANSWER_MS = 60_000


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def server(starter_model_path: Path, tmp_path: Path) -> Iterator[LlamaCppServer]:
    with LlamaCppServer(starter_model_path, tmp_path / "server.log") as server:
        yield server


@pytest.fixture
def program(qtbot: QtBot, data_folder_of_test: Path) -> Iterator[SmallProgram]:
    settings = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False)
    program = SmallProgram(qtbot, prepared_settings(DataFolder(data_folder_of_test), settings))
    program.wait_until_composed()
    program.settle()
    yield program
    program.stop()


def test_a_server_is_added_answers_one_chat_and_is_not_replaced_when_it_goes(
    program: SmallProgram, server: LlamaCppServer, qtbot: QtBot
) -> None:
    add(program, server.url, KEY)
    (entry,) = program.program.findChildren(SettingsController)[0].settings.servers
    assert entry.models == ("starter",)
    program.choose_model(server_choice_id(EngineChoice(entry.id, "starter")))
    assert program.text_place[0].startswith("Text goes to a program here: 127.0.0.1:")
    program.send("Say hello.")
    qtbot.waitUntil(lambda: is_answered(program), timeout=_ANSWER_MS)
    program.settle()
    (_question, answer) = program.stored_messages()
    assert answer.text
    assert program.store.conversation(answer.conversation_id).sent_to == urlsplit(server.url).netloc

    server.stop()
    program.send("And again.")
    qtbot.waitUntil(lambda: "127.0.0.1" in program.notice + program.message_notices(), timeout=_ANSWER_MS)
    assert [each for each in program.engine.submitted if isinstance(each, Generate)] == []


def add(program: SmallProgram, url: str, key: str) -> None:
    """By hand: address, key, Test, Save."""
    program.window.servers_requested.emit()
    program.click("servers_add")
    program.part(QLineEdit, "server_address").setText(url)
    program.part(QLineEdit, "server_key").setText(key)
    program.click("server_test")
    program.wait_for(lambda: program.part(QLabel, "server_test_result").text().endswith("one model: starter"))
    program.click("server_save")
    program.wait_for(lambda: len(program.program.findChildren(SettingsController)[0].settings.servers) == 1)
    program.click("servers_close")


def is_answered(program: SmallProgram) -> bool:
    messages = program.stored_messages()
    return len(messages) == 2 and messages[1].state is MessageState.COMPLETE

"""What the top bar says of the engine that answers, through the whole window."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLineEdit

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed, Generate, LoadModel
from desktop_llm.engine.scripted_client import READY_STATUS
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import EngineChoice
from desktop_llm.settings import Settings
from desktop_llm.ui.controllers.engines.engine_controller import EngineController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.server_choices import server_choice_id
from tests.fakes.scripted_servers import GPU_BOX, NEAR, ON_GPU_BOX, SERVER_READY, ScriptedServers
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]

SETTINGS = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, servers=(GPU_BOX, NEAR))


@pytest.fixture
def servers() -> ScriptedServers:
    return ScriptedServers()


@pytest.fixture
def program(start_program: StartProgram, servers: ScriptedServers) -> SmallProgram:
    program = start_program(settings=SETTINGS, connect_server=servers)
    program.wait_for(lambda: bool(program.loads))
    program.settle()
    return program


@pytest.fixture
def on_server(program: SmallProgram) -> SmallProgram:
    program.choose_model(server_choice_id(ON_GPU_BOX))
    return program


def set_server_status(program: SmallProgram, servers: ScriptedServers, status: EngineStatus) -> None:
    servers.clients[GPU_BOX.id].set_status(status)
    program.settle()


def lookups(servers: ScriptedServers) -> list[str]:
    return [each.path for each in servers.clients[GPU_BOX.id].submitted if isinstance(each, LoadModel)]


def failed(code: ErrorCode) -> EngineStatus:
    return EngineStatus(state=EngineState.EMPTY, failure=Failed(code=code, facts={"host": "gpu-box.example"}))


def change_servers(program: SmallProgram, *servers: object) -> None:
    (controller,) = program.program.findChildren(SettingsController)
    controller.change(replace(controller.settings, servers=servers))


def controller_of(program: SmallProgram) -> EngineController:
    (controller,) = program.window.findChildren(EngineController)
    return controller


def test_no_server_is_connected_to_before_it_is_chosen(program: SmallProgram, servers: ScriptedServers) -> None:
    assert servers.clients == {}
    program.choose_model(server_choice_id(EngineChoice("near", "qwen")))
    assert set(servers.clients) == {"near"}
    assert program.text_place == ("Text goes to a program here: localhost:11434", "small")


def test_connecting_and_failing_are_shown_and_tried_again(on_server: SmallProgram, servers: ScriptedServers) -> None:
    set_server_status(on_server, servers, EngineStatus(state=EngineState.LOADING))
    assert on_server.model_status == "connecting"
    set_server_status(on_server, servers, failed(ErrorCode.SERVER_UNREACHABLE))
    assert on_server.model_status.startswith("gpu-box.example")
    assert lookups(servers) == []
    on_server.click("model_failure_button")
    assert lookups(servers) == ["granite"]
    set_server_status(on_server, servers, SERVER_READY)
    assert "gpu-box.example" not in on_server.model_status


def test_a_wrong_key_leads_to_the_servers(on_server: SmallProgram, servers: ScriptedServers) -> None:
    set_server_status(on_server, servers, failed(ErrorCode.SERVER_KEY_WRONG))
    with on_server.qtbot.waitSignal(on_server.window.servers_requested):
        on_server.click("model_failure_button")
    assert on_server.is_shown("servers_dialog")


def test_connecting_can_be_cancelled(start_program: StartProgram, servers: ScriptedServers) -> None:
    servers.status = EngineStatus(state=EngineState.EMPTY)
    program = start_program(settings=SETTINGS, connect_server=servers)
    program.settle()
    program.choose_model(server_choice_id(ON_GPU_BOX))
    set_server_status(program, servers, EngineStatus(state=EngineState.LOADING))
    program.click("model_load_cancel")
    (asked,) = [each for each in servers.clients[GPU_BOX.id].submitted if isinstance(each, LoadModel)]
    assert servers.clients[GPU_BOX.id].aborted_ids == [asked.request_id]
    assert program.engine.aborted_ids == []


def test_what_happens_here_is_not_said_of_the_server(on_server: SmallProgram) -> None:
    shown = on_server.model_status
    on_server.engine.set_status(EngineStatus(state=EngineState.LOADING, load_fraction=0.5))
    on_server.settle()
    assert on_server.model_status == shown
    on_server.engine.set_status(READY_STATUS)
    on_server.settle()
    on_server.choose_model(STARTER_MODEL_ID)
    assert on_server.text_place[1] == "small"


def test_the_speed_is_that_of_the_engine_that_answered(on_server: SmallProgram) -> None:
    controller_of(on_server).show_speed(123.0)
    assert "123" in on_server.model_status
    on_server.choose_model(STARTER_MODEL_ID)
    assert "123" not in on_server.model_status


def test_a_model_here_that_is_loaded_is_not_loaded_again(on_server: SmallProgram) -> None:
    n_loads = len(on_server.loads)
    on_server.choose_model(STARTER_MODEL_ID)
    assert len(on_server.loads) == n_loads


def test_a_server_that_moved_is_connected_anew(on_server: SmallProgram, servers: ScriptedServers) -> None:
    before = servers.clients[GPU_BOX.id]
    change_servers(on_server, replace(GPU_BOX, url="http://10.0.0.7:8000/v1"))
    on_server.wait_for(lambda: before.is_closed and servers.clients[GPU_BOX.id] is not before)
    on_server.wait_for(lambda: on_server.text_place == ("Text is sent to 10.0.0.7:8000, unencrypted", "small_warning"))


def test_a_server_that_is_removed_is_left_and_none_takes_its_place(
    on_server: SmallProgram, servers: ScriptedServers
) -> None:
    change_servers(on_server, NEAR)
    on_server.wait_for(lambda: servers.clients[GPU_BOX.id].is_closed)
    on_server.wait_for(lambda: on_server.text_place[0].startswith("Nothing is sent"))
    assert on_server.model_status == "The server of this chat is no longer in your list."
    assert set(servers.clients) == {GPU_BOX.id}


def test_a_new_key_is_tried_at_once_where_it_is_in_use(on_server: SmallProgram, servers: ScriptedServers) -> None:
    set_server_status(on_server, servers, failed(ErrorCode.SERVER_KEY_WRONG))
    controller_of(on_server).try_again("near")
    assert lookups(servers) == []
    controller_of(on_server).try_again(GPU_BOX.id)
    assert lookups(servers) == ["granite"]


def test_connections_end_with_the_program(on_server: SmallProgram, servers: ScriptedServers) -> None:
    on_server.stop()
    assert servers.clients[GPU_BOX.id].is_closed


def test_a_server_named_at_the_first_start_answers_at_once(
    start_program: StartProgram, servers: ScriptedServers
) -> None:
    program = start_program(settings=Settings(suggest_titles=False), connect_server=servers)
    program.click("first_start_server")
    program.part(QLineEdit, "server_address").setText("gpu-box.example")
    program.click("server_save")
    program.wait_for(lambda: not program.is_shown("first_start"))
    assert program.text_place == ("Text is sent to gpu-box.example", "small_warning")
    (client,) = servers.clients.values()
    program.send("One")
    program.wait_for(lambda: program.last_shown() == "ok")
    assert any(isinstance(each, Generate) for each in client.submitted)
    program.new_chat()
    assert program.text_place[0] == "Private: nothing left this computer"

import pytest
from msgspec.structs import replace

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed, LoadModel
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from tests.fakes.scripted_servers import GPU_BOX, NEAR, ON_GPU_BOX, ScriptedServers


@pytest.fixture
def local() -> ScriptedEngineClient:
    return ScriptedEngineClient()


@pytest.fixture
def servers() -> ScriptedServers:
    return ScriptedServers()


@pytest.fixture
def engines(local: ScriptedEngineClient, servers: ScriptedServers) -> Engines:
    engines = Engines(local, servers)
    engines.use_servers((GPU_BOX, NEAR))
    return engines


def test_nobody_is_connected_to_before_it_is_chosen(engines: Engines, servers: ScriptedServers) -> None:
    assert servers.clients == {}
    assert engines.engine(ON_GPU_BOX) is servers.clients["gpu-box"]
    assert set(servers.clients) == {"gpu-box"}


def test_the_chosen_engine_is_the_one_that_is_got(
    engines: Engines, local: ScriptedEngineClient, servers: ScriptedServers
) -> None:
    assert engines.engine(LOCAL_ENGINE) is local
    assert engines.engine(ON_GPU_BOX) is engines.engine(ON_GPU_BOX)
    assert engines.engine(EngineChoice("near", "llama")) is servers.clients["near"]


def test_a_server_that_is_not_known_is_no_reason_to_take_another(engines: Engines) -> None:
    with pytest.raises(ServerError) as raised:
        engines.engine(EngineChoice("removed", "granite"))
    assert raised.value.code is ErrorCode.SERVER_UNKNOWN


def test_a_model_is_looked_up_once(local: ScriptedEngineClient) -> None:
    servers = ScriptedServers(EngineStatus())
    engines = Engines(local, servers)
    engines.use_servers((GPU_BOX,))
    client = engines.ready(ON_GPU_BOX)
    assert client.status.state is EngineState.READY
    engines.ready(ON_GPU_BOX)
    loads = [request for request in servers.clients["gpu-box"].submitted if isinstance(request, LoadModel)]
    assert [load.path for load in loads] == ["granite"]
    assert local.submitted == []


def test_a_model_that_was_not_found_is_looked_up_again(local: ScriptedEngineClient) -> None:
    failed = EngineStatus(state=EngineState.FAILED, failure=Failed(code=ErrorCode.SERVER_NOT_RUNNING))
    engines = Engines(local, ScriptedServers(failed))
    engines.use_servers((GPU_BOX,))
    assert engines.ready(ON_GPU_BOX).status.state is EngineState.READY


def test_the_local_model_is_loaded_by_others(engines: Engines, local: ScriptedEngineClient) -> None:
    engines.ready(LOCAL_ENGINE)
    assert local.submitted == []


def test_a_server_that_is_removed_or_reached_otherwise_is_let_go(engines: Engines, servers: ScriptedServers) -> None:
    engines.engine(ON_GPU_BOX)
    engines.engine(EngineChoice("near", "llama"))
    first, near = servers.clients["gpu-box"], servers.clients["near"]
    engines.use_servers((replace(GPU_BOX, url="https://other.example"), NEAR))
    assert first.is_closed
    assert not near.is_closed
    assert engines.engine(ON_GPU_BOX) is not first
    engines.use_servers((GPU_BOX,))
    assert near.is_closed


def test_another_name_ends_no_answer(engines: Engines, servers: ScriptedServers) -> None:
    engines.engine(ON_GPU_BOX)
    engines.use_servers((replace(GPU_BOX, name="Big box", model="other", is_for_new_chats=True),))
    assert not servers.clients["gpu-box"].is_closed


def test_where_text_goes_is_known_for_servers_alone(engines: Engines) -> None:
    address = engines.address(ON_GPU_BOX)
    assert address is not None
    assert address.host == "gpu-box.example"
    assert engines.address(LOCAL_ENGINE) is None
    assert engines.address(EngineChoice("removed", "granite")) is None


def test_looking_a_model_up_can_be_cancelled(local: ScriptedEngineClient) -> None:
    servers = ScriptedServers(EngineStatus())
    engines = Engines(local, servers)
    engines.use_servers((GPU_BOX,))
    engines.cancel(ON_GPU_BOX)
    engines.ready(ON_GPU_BOX)
    engines.cancel(ON_GPU_BOX)
    (load,) = servers.clients["gpu-box"].submitted
    assert servers.clients["gpu-box"].aborted_ids == [load.request_id]


def test_closing_leaves_the_local_engine_alone(
    engines: Engines, local: ScriptedEngineClient, servers: ScriptedServers
) -> None:
    engines.engine(ON_GPU_BOX)
    engines.close()
    assert servers.clients["gpu-box"].is_closed
    assert not local.is_closed

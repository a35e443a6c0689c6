from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.client_in_front import ClientInFront
from desktop_llm.engine.messages import AnyEvent, Finished, FinishReason, Generate, TextPrompt
from desktop_llm.engine.scripted_client import READY_STATUS, ScriptedEngineClient


def test_all_goes_through() -> None:
    engine = ScriptedEngineClient(is_manual=True)
    client: EngineClient = ClientInFront(engine)
    states: list[EngineState] = []
    events: list[AnyEvent] = []
    stop_watching = client.watch(lambda status: states.append(status.state))
    client.submit(Generate(request_id="a", prompt=TextPrompt("Hello")), events.append)
    client.abort("a")
    engine.deliver_all("a")
    assert client.status == READY_STATUS
    assert isinstance(ended := events[-1], Finished)
    assert ended.reason is FinishReason.ABORT
    stop_watching()
    client.close()
    assert (engine.is_closed, client.status, states) == (True, EngineStatus(), [EngineState.READY])

"""What tests ask a server, and how they make a client for it."""

from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import AnyEvent, ChatPrompt, ChatTurn, Generate, LoadModel, ModelLoaded, TextGrew
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.server_address import server_address
from desktop_llm.engine.server.server_client import ServerEngineClient
from tests.fakes.event_log import submitted


def access(url: str, key: str = "", timeout_s: float = 20.0, n_ctx_tokens: int | None = None) -> ServerAccess:
    return ServerAccess(address=server_address(url), key=lambda: key, timeout_s=timeout_s, n_ctx_tokens=n_ctx_tokens)


def client_with_model(
    url: str, model: str = "m", *, key: str = "", timeout_s: float = 20.0, n_ctx_tokens: int | None = None
) -> ServerEngineClient:
    """A client that has found its model. Whoever asks for it closes it."""
    client = ServerEngineClient(access(url, key, timeout_s, n_ctx_tokens))
    end = submitted(client, LoadModel(request_id="load", path=model)).wait_for_end()
    assert isinstance(end, ModelLoaded), end
    return client


def ask(request_id: str = "1", text: str = "Hello", **fields: object) -> Generate:
    prompt = ChatPrompt((ChatTurn("user", text),))
    return Generate(request_id=request_id, prompt=prompt, **fields)  # type: ignore[arg-type]


def end_of(client: EngineClient, command: Generate) -> AnyEvent:
    return submitted(client, command).wait_for_end()


def text_of(events: list[AnyEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextGrew))


def thinking_of(events: list[AnyEvent]) -> str:
    return "".join(event.thinking for event in events if isinstance(event, TextGrew))

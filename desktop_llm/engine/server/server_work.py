"""What is done on a server: finding the model, answering, counting. Runs in the threads of `server_client`.

Loaded once a server is used: it brings the OpenAI library.
"""

import time
from typing import assert_never

from msgspec import Struct

from desktop_llm.engine.client import Request
from desktop_llm.engine.messages import (
    AnyEvent,
    CountTokens,
    EmbedTexts,
    Generate,
    LoadModel,
    MeasureMachine,
    ModelLoaded,
    ScoreText,
)
from desktop_llm.engine.server.answer_call import AnswerCall, Emit
from desktop_llm.engine.server.request_body import Lack, RequestWriter
from desktop_llm.engine.server.served_models import (
    ServedModel,
    chosen_model,
    model_description,
    served_models,
    with_context,
)
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_kind import abilities_of
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.engine.server.token_counting import TokenCounter
from desktop_llm.errors import ErrorCode, RequestFailedError


class _Loaded(Struct, frozen=True):
    """The model that requests are for."""

    connection: ServerConnection
    writer: RequestWriter
    counter: TokenCounter


class ServerWork:
    """One server, and the model that was last found there. Methods block; several threads at once."""

    def __init__(self, access: ServerAccess) -> None:
        self._access = access
        self._connection = ServerConnection(access)
        self._loaded: _Loaded | None = None

    def do(self, request: Request, emit: Emit, switch: StopSwitch) -> AnyEvent:
        """The request's terminal event; others are emitted before. Raises ServerError, RequestFailedError(NO_MODEL)."""
        if isinstance(request, LoadModel):
            return self._load(request, switch)
        if (loaded := self._loaded) is None:
            raise RequestFailedError(ErrorCode.NO_MODEL)
        match request:
            case Generate():
                body = loaded.writer.generation(request)
                return AnswerCall(loaded.connection, request, body, emit, switch).run()
            case CountTokens():
                return loaded.counter.count(request, switch)
            case ScoreText():
                raise loaded.writer.cannot(Lack.SCORE)
            case EmbedTexts():
                raise loaded.writer.cannot(Lack.EMBED)
            case MeasureMachine():
                raise loaded.writer.cannot(Lack.MEASURE)
            case _:
                assert_never(request)

    def models(self, switch: StopSwitch) -> tuple[ServedModel, ...]:
        """What the server lists. Raises ServerError."""
        return served_models(self._connection, switch)

    def _load(self, request: LoadModel, switch: StopSwitch) -> ModelLoaded:
        """The model's name stands where a file's path does; empty: the only one there is."""
        asked_s = time.monotonic()
        model = chosen_model(self.models(switch), request.path, self._connection.host)
        connection = self._connection.for_model(model.name)
        model = with_context(connection, model, switch)
        description = model_description(model, self._access.n_ctx_tokens, (time.monotonic() - asked_s) * 1000)
        writer = RequestWriter(self._connection.host, model.name, abilities_of(model.kind))
        counter = TokenCounter(connection, writer, model, description.n_ctx_tokens)
        self._loaded = _Loaded(connection, writer, counter)
        return ModelLoaded(request_id=request.request_id, model=description)

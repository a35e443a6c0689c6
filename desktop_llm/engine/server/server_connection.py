"""Exchanges with one server over the OpenAI library: ask for JSON, post JSON, read a stream of events.

Used by the threads that speak to a server; each exchange has a connection of its own, so that ending one ends nothing
else. Failures are ServerErrors.
"""

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeVar

import httpx2
import msgspec
import openai

from desktop_llm.engine.server.bounded_transport import BoundedTransport, certificates_for, proxy_for
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.server_errors import answer_wrong, server_error
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError

_CONNECT_S: Final = 10.0
_WRITE_S: Final = 30.0
_LIBRARIES: Final = ("openai", "httpx2", "httpcore2")

_Answer = TypeVar("_Answer")

JsonBody = Mapping[str, object]


class ServerConnection:
    """Everything that is said to one server. Any thread; methods block."""

    def __init__(self, access: ServerAccess, model: str = "") -> None:
        self._access = access
        self._model = model
        self._certificates = certificates_for(access.address)
        for name in _LIBRARIES:  # at DEBUG they would tell what is sent
            logging.getLogger(name).setLevel(logging.WARNING)

    @property
    def host(self) -> str:
        return self._access.address.host

    @property
    def root_url(self) -> str:
        """For endpoints that are not OpenAI's."""
        return self._access.address.root_url

    def for_model(self, model: str) -> "ServerConnection":
        """The same, for exchanges about this model."""
        return ServerConnection(self._access, model)

    def get(self, path: str, kind: type[_Answer], switch: StopSwitch) -> _Answer:
        """What is at a path below /v1, or at a whole address of the same server. Raises ServerError."""
        with self._exchange(switch) as client:
            response: httpx2.Response = client.get(path, cast_to=httpx2.Response)
            return self._decoded(response.content, kind)

    def post(self, path: str, body: JsonBody, kind: type[_Answer], switch: StopSwitch) -> _Answer:
        """As `get`, with something to read for the server."""
        with self._exchange(switch) as client:
            response: httpx2.Response = client.post(path, body=body, cast_to=httpx2.Response)
            return self._decoded(response.content, kind)

    def stream(self, path: str, body: JsonBody, kind: type[_Answer], switch: StopSwitch) -> Iterator[_Answer]:
        """The events of an answer as they come, to the server's [DONE] or the end. Raises ServerError."""
        with self._exchange(switch) as client:
            events = client.post(path, body=body, cast_to=object, stream=True, stream_cls=openai.Stream[object])
            with events:
                for event in events:
                    yield self._converted(event, kind)

    @contextmanager
    def _exchange(self, switch: StopSwitch) -> Generator[openai.OpenAI]:
        key = self._usable_key()
        switch.note_sign()
        try:
            with self._client(key, switch) as client:
                yield client
        except (openai.OpenAIError, httpx2.HTTPError, OSError, ValueError, RecursionError) as error:
            raise server_error(error, self.host, self._model, self._access.timeout_s) from error

    def _client(self, key: str, switch: StopSwitch) -> openai.OpenAI:
        address = self._access.address
        timeout = httpx2.Timeout(self._access.timeout_s, connect=_CONNECT_S, write=_WRITE_S)
        transport = BoundedTransport(key, switch, self._certificates, proxy_for(address))
        # The transport says what is sent along; the library must only not look for a key by itself.
        return openai.OpenAI(
            api_key="in the transport",
            base_url=address.base_url,
            max_retries=0,
            timeout=timeout,
            http_client=httpx2.Client(transport=transport, timeout=timeout, follow_redirects=False),
        )

    def _usable_key(self) -> str:
        """Raises ServerError(SERVER_KEY_WRONG) for what cannot stand in a header."""
        key = self._access.key().strip()
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ServerError(ErrorCode.SERVER_KEY_WRONG, host=self.host)
        return key

    def _decoded(self, content: bytes, kind: type[_Answer]) -> _Answer:
        try:
            return msgspec.json.decode(content, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise answer_wrong(self.host, str(error)) from error

    def _converted(self, event: object, kind: type[_Answer]) -> _Answer:
        try:
            return msgspec.convert(event, kind)
        except msgspec.ValidationError as error:
            raise answer_wrong(self.host, str(error)) from error

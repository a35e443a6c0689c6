"""A server on this computer that speaks OpenAI's protocol, and breaks it in every way a test asks for.

For each path there is a queue of replies; the last one stays. A reply is a function that writes to the connection.
"""

import contextlib
import json
import select
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

WAIT_S = 20.0

Reply = Callable[["Exchange"], None]


@dataclass(frozen=True)
class SeenRequest:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Exchange:
    """One request while it is answered."""

    handler: BaseHTTPRequestHandler
    server: "HostileServer"

    def begin(self, status: int = 200, **headers: str) -> None:
        """Status and headers; the body ends with the connection."""
        self.handler.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Connection": "close"} | headers).items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def write(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def event(self, value: object) -> None:
        self.write(b"data: " + json.dumps(value).encode() + b"\n\n")

    def wait_until_released(self) -> None:
        """Say nothing until the test allows it or the client is gone."""
        while not self.server.released.wait(0.02):
            if self.is_client_gone():
                self.server.deserted.set()
                return

    def is_client_gone(self) -> bool:
        readable, _, _ = select.select([self.handler.connection], [], [], 0)
        if not readable:
            return False
        with contextlib.suppress(OSError):
            return self.handler.connection.recv(1, socket.MSG_PEEK) == b""
        return True


@dataclass
class HostileServer:
    """Serves while it is entered. `requests` is what it was asked, `released` lets stalled replies go on."""

    requests: list[SeenRequest] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    deserted: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._replies: dict[str, list[Reply]] = {}
        self._arrived = threading.Condition()
        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._httpd.daemon_threads = True
        self._thread = threading.Thread(target=self._httpd.serve_forever, args=(0.02,), name="hostile-server")
        self.on("/v1/models", models("m"))
        self.on("/v1/chat/completions", answer("ok"))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._httpd.shutdown()
        self._thread.join()
        self._httpd.server_close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._httpd.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/v1"

    def on(self, path: str, *replies: Reply) -> None:
        self._replies[path] = list(replies)

    def take(self, path: str) -> Reply:
        replies = self._replies.get(path, [status(404, {"error": {"message": "no such path"}})])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def note(self, request: SeenRequest) -> None:
        with self._arrived:
            self.requests.append(request)
            self._arrived.notify_all()

    def wait_for_request(self, path: str, n: int = 1) -> SeenRequest:
        """The n-th request for this path, once it is there."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.seen(path)) >= n, WAIT_S), (path, self.requests)
            return self.seen(path)[n - 1]

    def seen(self, path: str) -> list[SeenRequest]:
        return [request for request in self.requests if request.path == path]


def _handler_for(server: HostileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(json.loads(data))

        def _answer(self, body: Any) -> None:
            path = self.path.partition("?")[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.note(SeenRequest(self.command, path, headers, body))
            self.close_connection = True
            with contextlib.suppress(OSError):
                server.take(path)(Exchange(self, server))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name is the base class's
            pass

    return Handler


# ↓ Replies that are as they should be


def models(*names: str, **fields: object) -> Reply:
    data = [{"id": name, "object": "model", "owned_by": "somebody"} | fields for name in names]
    return status(200, {"object": "list", "data": data})


def status(code: int, body: object, **headers: str) -> Reply:
    def reply(exchange: Exchange) -> None:
        exchange.begin(code, **headers)
        exchange.write(json.dumps(body).encode())

    return reply


def chunk(text: str | None = None, **delta: object) -> dict[str, Any]:
    content = {} if text is None else {"content": text}
    return {"choices": [{"index": 0, "delta": content | delta, "finish_reason": None}]}


def last_chunk(reason: str = "stop") -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}


def usage_chunk(prompt_tokens: int, completion_tokens: int) -> dict[str, Any]:
    return {"choices": [], "usage": {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}}


def events(values: Iterable[object], *, is_done: bool = True) -> Reply:
    def reply(exchange: Exchange) -> None:
        exchange.begin(Content_Type="text/event-stream")
        for value in values:
            exchange.event(value)
        if is_done:
            exchange.write(b"data: [DONE]\n\n")

    return reply


def answer(*pieces: str) -> Reply:
    return events([*map(chunk, pieces), last_chunk(), usage_chunk(7, len(pieces))])


# ↓ And those that are not


def raw(data: bytes, **headers: str) -> Reply:
    """These bytes as the body of a stream, then the end of the connection."""

    def reply(exchange: Exchange) -> None:
        exchange.begin(Content_Type="text/event-stream", **headers)
        exchange.write(data)

    return reply


def stall(*values: object, is_silent: bool = False) -> Reply:
    """These events, then nothing until the test lets it go on. is_silent: not even a status before that."""

    def reply(exchange: Exchange) -> None:
        if not is_silent:
            exchange.begin(Content_Type="text/event-stream")
            for value in values:
                exchange.event(value)
        exchange.wait_until_released()

    return reply


def drip(byte: bytes = b":") -> Reply:
    """A byte now and then that never becomes an event."""

    def reply(exchange: Exchange) -> None:
        exchange.begin(Content_Type="text/event-stream")
        while not exchange.server.released.wait(0.05):
            exchange.write(byte)

    return reply


def flood(piece: bytes) -> Reply:
    """The same bytes until the client goes."""

    def reply(exchange: Exchange) -> None:
        exchange.begin(Content_Type="text/event-stream")
        try:
            while True:
                exchange.write(piece)
        except OSError:
            exchange.server.deserted.set()

    return reply


def hang_up(exchange: Exchange) -> None:
    """The connection ends before a status."""
    exchange.handler.connection.shutdown(socket.SHUT_RDWR)


def reset_after(*values: object) -> Reply:
    """These events within a body whose announced length never comes."""

    def reply(exchange: Exchange) -> None:
        exchange.begin(Content_Type="text/event-stream", Content_Length="100000")
        for value in values:
            exchange.event(value)

    return reply


def no_http(exchange: Exchange) -> None:
    exchange.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

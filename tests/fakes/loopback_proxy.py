"""A proxy on this machine, for tests: it passes plain requests on and opens tunnels, and notes for whom."""

import http.client
import select
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class LoopbackProxy:
    """`asked` are the addresses that were wanted. With `credentials` ("Basic …") it refuses who has none (407)."""

    def __init__(self, credentials: str = "") -> None:
        self.asked: list[str] = []
        self.credentials = credentials
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="loopback proxy")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    proxy: LoopbackProxy


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._is_let_through():
            return
        target = urlsplit(self.path)
        connection = http.client.HTTPConnection(target.netloc, timeout=10)
        try:
            path = self.path.removeprefix(f"{target.scheme}://{target.netloc}")
            connection.request(self.command, path, headers=dict(self.headers.items()))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        self.send_response(response.status)
        for name, value in response.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_CONNECT(self) -> None:
        if not self._is_let_through():
            return
        host, _, port = self.path.partition(":")
        with socket.create_connection((host, int(port)), timeout=10) as server:
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            _pass_on(self.connection, server)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Nothing on standard error."""

    def _is_let_through(self) -> bool:
        assert isinstance(self.server, _Server)
        proxy = self.server.proxy
        proxy.asked.append(self.path)
        if self.headers.get("Proxy-Authorization", "") == proxy.credentials:
            return True
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False


def _pass_on(client: socket.socket, server: socket.socket) -> None:
    """Until one of the two ends."""
    other = {client: server, server: client}
    while True:
        readable, _, _ = select.select(list(other), [], [], 10)
        for side in readable:
            if not (data := side.recv(65536)):
                return
            other[side].sendall(data)
        if not readable:
            return

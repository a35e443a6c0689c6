"""How far a server is trusted: what is told to it, how much is read of it, and where the exchange can be ended.

The OpenAI library runs on top of this. It is loaded by the threads that speak to a server, never by the window.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from desktop_llm.engine.server.server_address import ServerAddress
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.version import __version__

MAX_LINE_BYTES: Final = 8 * 1024 * 1024
"""The longest line there is: the numbers of a million tokens, in one list."""
MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024
"""250,000 tokens, each an event of 250 bytes."""

_SENT_HEADERS: Final = ("host", "content-type", "content-length", "accept", "connection")
_CONNECTED: Final = ("connect_tcp.complete", "start_tls.complete")


class AnswerTooLargeError(httpx2.ReadError):
    """The server sends more than an answer can be, or compressed what was asked for as it is."""


class StoppedError(httpx2.ReadError):
    """The exchange was ended from this side."""


class BoundedTransport(httpx2.BaseTransport):
    """One connection for one exchange. No redirects: the client above is told not to follow any."""

    def __init__(self, key: str, switch: StopSwitch, certificates: ssl.SSLContext, proxy: str | None) -> None:
        self._key = key
        self._switch = switch
        limits = httpx2.Limits(max_connections=1, max_keepalive_connections=0)
        self._transport = httpx2.HTTPTransport(verify=certificates, limits=limits, proxy=proxy)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers = httpx2.Headers(self._headers(request.headers))
        request.extensions = {**request.extensions, "trace": self._note_connection}
        response = self._transport.handle_request(request)
        encoding = response.headers.get("content-encoding", "identity")
        if encoding.strip().lower() not in ("", "identity"):
            response.close()
            raise AnswerTooLargeError("compressed without having been asked")
        assert isinstance(response.stream, httpx2.SyncByteStream)
        return httpx2.Response(
            status_code=response.status_code,
            headers=response.headers,
            stream=_BoundedStream(response.stream, self._switch),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._transport.close()

    def _headers(self, proposed: httpx2.Headers) -> dict[str, str]:
        """The library adds the system, its version and what the environment names; a server gets none of that."""
        headers = {name: proposed[name] for name in _SENT_HEADERS if name in proposed}
        headers |= {"accept-encoding": "identity", "user-agent": f"desktop-llm/{__version__}"}
        return headers | ({"authorization": f"Bearer {self._key}"} if self._key else {})

    def _note_connection(self, event: str, facts: Mapping[str, object]) -> None:
        """What the network layer reports: https://www.encode.io/httpcore/extensions/#trace."""
        if event.endswith(_CONNECTED):
            get_info = getattr(facts["return_value"], "get_extra_info", None)
            connection = get_info("socket") if callable(get_info) else None
            if isinstance(connection, socket.socket):
                self._switch.hold(connection)


class _BoundedStream(httpx2.SyncByteStream):
    """The bytes of an answer, up to a limit for one line and one for all."""

    def __init__(self, stream: httpx2.SyncByteStream, switch: StopSwitch) -> None:
        self._stream = stream
        self._switch = switch

    def __iter__(self) -> Iterator[bytes]:
        n_bytes, n_line_bytes = 0, 0
        for piece in self._stream:
            if self._switch.is_stopped:
                raise StoppedError("stopped")
            n_bytes += len(piece)
            newline = piece.rfind(b"\n")
            if newline >= 0:
                self._switch.note_sign()
            n_line_bytes = n_line_bytes + len(piece) if newline < 0 else len(piece) - newline - 1
            if n_bytes > MAX_ANSWER_BYTES or n_line_bytes > MAX_LINE_BYTES:
                raise AnswerTooLargeError("more than an answer can be")
            yield piece

    def close(self) -> None:
        self._stream.close()


def certificates_for(address: ServerAddress) -> ssl.SSLContext:
    """Checks against the system's authorities. Reading them takes 20 ms, so that http does without."""
    return httpx2.create_ssl_context() if address.is_encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def proxy_for(address: ServerAddress) -> str | None:
    """The system's proxy, as for every program; never for this computer."""
    url = urlsplit(address.base_url)
    if address.is_on_this_computer or proxy_bypass(url.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(url.scheme) or proxies.get("all")

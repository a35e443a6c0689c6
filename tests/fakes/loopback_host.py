"""One web server on this machine, for tests: logs what it is asked, answers with files and ranges, fails as told."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

PIECE_BYTES = 256 * 1024
CERTIFICATE = Path(__file__).parents[1] / "data" / "loopback-tls.pem"


@dataclass(frozen=True)
class Content:
    """The bytes of a file: `prefix`, then `block` over and over up to `size_bytes`. Gigabytes cost no memory."""

    prefix: bytes = b""
    size_bytes: int = -1  # -1: as long as the prefix
    block: bytes = bytes(PIECE_BYTES)
    named_sha256: str = ""  # said instead of the real one, which takes a second per gigabyte

    @property
    def size(self) -> int:
        return len(self.prefix) if self.size_bytes < 0 else self.size_bytes

    @cached_property
    def sha256(self) -> str:
        if self.named_sha256:
            return self.named_sha256
        digest = sha256()
        for piece in self.pieces(0, self.size):
            digest.update(piece)
        return digest.hexdigest()

    def pieces(self, start: int, end: int) -> Iterator[bytes]:
        while start < end:
            piece = self._piece(start, min(end, start + PIECE_BYTES))
            start += len(piece)
            yield piece

    def _piece(self, start: int, end: int) -> bytes:
        if start < len(self.prefix):
            return self.prefix[start:end]
        offset = (start - len(self.prefix)) % len(self.block)
        return self.block[offset : offset + end - start]


@dataclass(frozen=True)
class LoggedRequest:
    """One request, as it came. Names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What a server says. A file has an etag and can be asked for in ranges."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: Content = Content()
    is_file: bool = False


@dataclass
class Fault:
    """How the next `times` requests that fit fail (None: all of them). The first fault that fits is taken."""

    path: str = ""  # must be in the request's path; empty fits all
    method: str = ""
    times: int | None = 1
    status: int = 0  # answered with this, and with `headers`
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay_s: float = 0.0  # before the first byte
    is_stalled: bool = False  # nothing is ever answered
    is_hung_up: bool = False  # the connection is closed without an answer
    stall_after_bytes: int | None = None  # nothing more is sent, and the connection stays open
    cut_after_bytes: int | None = None  # the connection is closed
    bytes_per_s: int | None = None
    flipped: tuple[int, ...] = ()  # places in the file whose byte is sent wrong
    length_delta: int = 0  # the announced length is wrong by this
    is_range_ignored: bool = False  # as by a server that knows no ranges
    then: Callable[[], None] | None = None  # called once the answer is sent

    def fits(self, request: LoggedRequest) -> bool:
        return self.path in unquote(request.path) and self.method in {"", request.method} and self.times != 0


_NO_FAULT = Fault()


class LoopbackHost:
    """A host of its own: another port is another origin. `close` ends it and whoever is stalled."""

    def __init__(self, route: Callable[[LoggedRequest], Answer], *, is_tls: bool = False) -> None:
        self.route = route
        self.requests: list[LoggedRequest] = []
        self.sent_bytes = 0  # of bodies
        self.faults: list[Fault] = []
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self._server = _Server(self)
        if is_tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if is_tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=f"loopback {self.url}")
        self._thread.start()

    def fail(self, fault: Fault) -> None:
        with self.lock:
            self.faults.append(fault)

    def clear(self) -> None:
        """Forget faults and requests."""
        with self.lock:
            self.faults.clear()
            self.requests.clear()
            self.sent_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self.closing.is_set():
            return
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fault_of(self, request: LoggedRequest) -> Fault:
        with self.lock:
            self.requests.append(request)
            fault = next((fault for fault in self.faults if fault.fits(request)), _NO_FAULT)
            if fault is not _NO_FAULT and fault.times is not None:
                fault.times -= 1
            return fault

    def count(self, n_bytes: int) -> None:
        with self.lock:
            self.sent_bytes += n_bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, host: LoopbackHost) -> None:
        self.host = host
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away, or refused the certificate, is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        assert isinstance(self.server, _Server)
        self.host = self.server.host

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Nothing on standard error."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = LoggedRequest(self.command, self.path, headers, body)
        fault = self.host.fault_of(request)
        if fault.is_stalled:
            self._stall()
            return
        if fault.is_hung_up:
            self.close_connection = True
            return
        self.host.closing.wait(fault.delay_s)
        answer = Answer(fault.status, fault.headers) if fault.status else self.host.route(request)
        self._send(request, answer, fault)
        if fault.then is not None:
            fault.then()

    def _stall(self) -> None:
        self.close_connection = True
        self.host.closing.wait()

    def _send(self, request: LoggedRequest, answer: Answer, fault: Fault) -> None:
        size = answer.content.size
        start, end, status = 0, size, answer.status
        headers = dict(answer.headers)
        if answer.is_file and not fault.is_range_ignored:
            headers["Accept-Ranges"] = "bytes"
            start, end, status = _range_of(request, headers.get("ETag", ""), size) or (start, end, status)
            if status == 206:
                headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
            if status == 416:
                headers["Content-Range"] = f"bytes */{size}"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(end - start + fault.length_delta))
        self.end_headers()
        if request.method != "HEAD":
            self._send_body(answer.content, start, end, fault)
        if fault.length_delta:
            self.close_connection = True

    def _send_body(self, content: Content, start: int, end: int, fault: Fault) -> None:
        place, began_s = start, time.monotonic()
        stop = min(
            (limit for limit in (fault.cut_after_bytes, fault.stall_after_bytes) if limit is not None), default=None
        )
        last = end if stop is None else min(end, start + stop)
        for piece in content.pieces(start, last):
            self.host.count(len(piece))  # before whoever asked has it
            self.wfile.write(_flipped(piece, place, fault.flipped))
            place += len(piece)
            if fault.bytes_per_s:
                self.host.closing.wait((place - start) / fault.bytes_per_s - (time.monotonic() - began_s))
            if self.host.closing.is_set():
                break
        if stop is None:
            return
        self.wfile.flush()
        self.close_connection = True
        if fault.stall_after_bytes is not None:
            self.host.closing.wait()


def _flipped(piece: bytes, place: int, flips: tuple[int, ...]) -> bytes:
    inside = [flip - place for flip in flips if place <= flip < place + len(piece)]
    if not inside:
        return piece
    wrong = bytearray(piece)
    for index in inside:
        wrong[index] ^= 0xFF
    return bytes(wrong)


def _range_of(request: LoggedRequest, etag: str, size: int) -> tuple[int, int, int] | None:
    """Start, end and status; None if the whole is asked for. RFC 9110, 14.2: one range is understood."""
    unit, _, wanted = request.headers.get("range", "").partition("=")
    if unit != "bytes" or "," in wanted or request.headers.get("if-range", etag) != etag:
        return None
    first, _, last = wanted.partition("-")
    if not first:
        return max(0, size - int(last)), size, 206
    start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end, 206) if start < end else (0, 0, 416)

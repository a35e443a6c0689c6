"""One file served on loopback as the Hub would, for the bench of downloads. A process of its own, until its input ends.

It sends from the file itself (sendfile), so that it takes little of the time that is measured.
"""

import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class FileServer(ThreadingHTTPServer):
    """Answers every path with the same file, whole or from a place on."""

    daemon_threads = True

    def __init__(self, path: Path, sha256: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.path = path
        self.sha256 = sha256
        self.size_bytes = path.stat().st_size

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FileServer  # pyright: ignore[reportIncompatibleVariableOverride]  no other makes it

    def do_HEAD(self) -> None:
        self._send_head(0)

    def do_GET(self) -> None:
        first = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0]
        start = int(first) if first.isdigit() else 0
        self._send_head(start)
        self.wfile.flush()
        with self.server.path.open("rb") as file:
            self.connection.sendfile(file, start)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: its output is read by a program."""

    def _send_head(self, start: int) -> None:
        size_bytes = self.server.size_bytes
        self.send_response(HTTPStatus.PARTIAL_CONTENT if "Range" in self.headers else HTTPStatus.OK)
        self.send_header("ETag", f'"{self.server.sha256}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.send_header("Accept-Ranges", "bytes")
        if "Range" in self.headers:
            self.send_header("Content-Range", f"bytes {start}-{size_bytes - 1}/{size_bytes}")
        self.send_header("Content-Length", str(size_bytes - start))
        self.end_headers()


def run_server(path: Path, sha256: str) -> int:
    """Say the address on standard output, and serve until standard input ends."""
    with FileServer(path, sha256) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stdin.read()
        server.shutdown()
    return 0

"""The server that comes with llama-cpp-python, in a process of its own, with a real model."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

KEY = "key-of-the-tests"
N_CTX_TOKENS = 512
START_S = 60.0


class LlamaCppServer:
    """Serves while it is entered."""

    def __init__(self, model: Path, log: Path) -> None:
        self._port = _free_port()
        self._log = log
        arguments = ("--model", model, "--model_alias", "starter", "--n_ctx", N_CTX_TOKENS, "--n_threads", 1)
        own = ("--host", "127.0.0.1", "--port", self._port, "--api_key", KEY)
        self._command = [sys.executable, "-m", "llama_cpp.server", *map(str, arguments + own)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._wait_until_it_serves()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _wait_until_it_serves(self) -> None:
        end_s = time.monotonic() + START_S
        request = urllib.request.Request(f"{self.url}/models", headers={"Authorization": f"Bearer {KEY}"})
        while time.monotonic() < end_s and self._process.poll() is None:
            try:
                urllib.request.urlopen(request, timeout=5).close()
            except (urllib.error.URLError, ConnectionError):
                self._pause()
            else:
                return
        raise AssertionError(self._log.read_text(encoding="utf-8", errors="replace")[-3000:])

    def _pause(self) -> None:
        """A moment, unless the process ends within it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])

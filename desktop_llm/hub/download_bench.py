"""How quick downloads are and what memory they take, against the client library's own. Processes of their own.

`desktop-llm bench --downloads` starts this module's process, which makes a file, serves it on loopback from a second
one, and lets the library and us fetch it in turns, each in a fresh third one.
"""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
import psutil
from msgspec import Struct

from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.hub.bench_server import run_server
from desktop_llm.hub.download_queue import DownloadQueue
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import RemoteFile, RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.retries import RetryPolicy
from desktop_llm.hub.transfer import TransferOptions
from desktop_llm.paths import DataFolder, own_program

_FLAG: Final = "--download-bench"
_SERVER, _LIBRARY, _OURS = "server", "library", "ours"
SIZE_BYTES = 1_000_000_000
REPEATS = 3
_BLOCK_BYTES: Final = 4_000_000
_NAME: Final = "bench.gguf"
_REPOSITORY: Final = "bench/file"
_SAMPLE_S: Final = 0.01


class DownloadFigures(Struct, frozen=True, kw_only=True):
    """What the bench prints. download_ratio is our speed, checksums and all, by that of the library."""

    download_mb_per_s: float
    library_mb_per_s: float
    download_ratio: float
    download_memory_mb: float


class _Fetched(Struct, frozen=True):
    """One download. memory_mb is how much the process grew from before the library was loaded."""

    seconds: float
    memory_mb: float


class _Task(Struct, frozen=True):
    """What a child is to fetch, and where to."""

    url: str
    folder: str
    sha256: str
    size_bytes: int

    @property
    def file(self) -> RemoteFile:
        return RemoteFile(
            repository=_REPOSITORY, revision="0" * 40, path=_NAME, size_bytes=self.size_bytes, sha256=self.sha256
        )


def run_download_bench(arguments: Sequence[str]) -> int:
    """Without arguments the bench, which prints its figures; with them one of its children."""
    match list(arguments):
        case [str(kind), str(path), str(sha256)] if kind == _SERVER:
            return run_server(Path(path), sha256)
        case [str(kind), str(task)]:
            fetch = _fetch_with_library if kind == _LIBRARY else _fetch_as_we_do
            _say(fetch(msgspec.json.decode(task, type=_Task)))
        case _:
            _say(measure_downloads())
    return 0


def _say(result: Struct) -> None:
    sys.stdout.write(f"{msgspec.json.encode(result).decode()}\n")


def measure_downloads() -> DownloadFigures:
    with tempfile.TemporaryDirectory(prefix="desktop-llm-bench-") as folder:
        source = Path(folder, _NAME)
        sha256 = _write(source)
        with _serving(source, sha256) as url:
            task = _Task(url, folder, sha256, SIZE_BYTES)
            _run(_OURS, task)  # the disk and the processor are warm from here on
            library, ours = zip(*[(_run(_LIBRARY, task), _run(_OURS, task)) for _ in range(REPEATS)], strict=True)
    library_s, ours_s = (statistics.median(each.seconds for each in runs) for runs in (library, ours))
    return DownloadFigures(
        download_mb_per_s=SIZE_BYTES / 1e6 / ours_s,
        library_mb_per_s=SIZE_BYTES / 1e6 / library_s,
        download_ratio=library_s / ours_s,
        download_memory_mb=max(each.memory_mb for each in ours),
    )


def _write(path: Path) -> str:
    """A file of a model's size that looks like one from outside; returns its SHA-256."""
    block = b"GGUF" + os.urandom(_BLOCK_BYTES - 4)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for start in range(0, SIZE_BYTES, _BLOCK_BYTES):
            piece = block[: SIZE_BYTES - start]
            file.write(piece)
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _serving(path: Path, sha256: str) -> Generator[str]:
    command = [*own_program(), _FLAG, _SERVER, str(path), sha256]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            if server.stdin:
                server.stdin.close()


def _run(kind: str, task: _Task) -> _Fetched:
    with tempfile.TemporaryDirectory(dir=task.folder) as folder:
        order = msgspec.json.encode(msgspec.structs.replace(task, folder=folder)).decode()
        run = subprocess.run([*own_program(), _FLAG, kind, order], stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        raise RequestFailedError(ErrorCode.BUG, reason=f"a download of the bench ended with status {run.returncode}")
    return msgspec.json.decode(run.stdout, type=_Fetched)


def _fetch_with_library(task: _Task) -> _Fetched:
    os.environ |= {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    os.environ.pop("HF_HUB_OFFLINE", None)
    with _measured() as measure:
        # The library's dicts are bare.
        from huggingface_hub import (
            get_hf_file_metadata,  # pyright: ignore[reportUnknownVariableType]
            hf_hub_download,  # pyright: ignore[reportUnknownVariableType]
            hf_hub_url,
        )

        get_hf_file_metadata(hf_hub_url(_REPOSITORY, _NAME, endpoint=task.url), token=False)
        measure.begin()
        hf_hub_download(_REPOSITORY, _NAME, endpoint=task.url, local_dir=task.folder, token=False)
    return measure.result


def _fetch_as_we_do(task: _Task) -> _Fetched:
    folder = DataFolder(Path(task.folder))
    access = HubAccess(endpoint=task.url)
    model = RemoteModel(name="bench", quantization="", files=(task.file,), size_bytes=task.size_bytes)
    with _measured() as measure:
        with HubClient(access) as client:
            client.file_facts(task.file)
        options = TransferOptions(retries=RetryPolicy(max_failures=3))  # its server does not come back
        queue = DownloadQueue(folder, lambda: HubClient(access), ModelStore(folder), options)
        is_over = threading.Event()

        def hear(downloads: tuple[Download, ...]) -> None:
            if any(download.state in {DownloadState.DONE, DownloadState.FAILED} for download in downloads):
                is_over.set()

        queue.watch(hear)
        measure.begin()
        queue.add(model)
        is_over.wait()
    if not folder.downloaded_models.joinpath(_REPOSITORY, _NAME).exists():
        raise RequestFailedError(ErrorCode.BUG, reason=repr(queue.downloads()))
    queue.close()
    return measure.result


class _Measure:
    """The time from `begin` on, and how far the memory of this process grew since this was made."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._before_bytes = self._peak_bytes = self._process.memory_info().rss
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        self._begun_s = 0.0
        self._ended_s = 0.0

    def begin(self) -> None:
        self._begun_s = time.perf_counter()

    def end(self) -> None:
        self._ended_s = time.perf_counter()
        self._is_over.set()
        self._thread.join()

    @property
    def result(self) -> _Fetched:
        return _Fetched(self._ended_s - self._begun_s, (self._peak_bytes - self._before_bytes) / 1e6)

    def _watch(self) -> None:
        while not self._is_over.wait(_SAMPLE_S):
            self._peak_bytes = max(self._peak_bytes, self._process.memory_info().rss)


@contextmanager
def _measured() -> Generator[_Measure]:
    measure = _Measure()
    try:
        yield measure
    finally:
        measure.end()

"""`desktop-llm models download`: fetch a model; what was cut short goes on where it stopped."""

import argparse
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from desktop_llm.assist.fitting.model_choice import choose_models
from desktop_llm.assist.fitting.model_fit import ModelFit
from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.hub_token import with_token_asked_for
from desktop_llm.cli.model_fit import fit_judge
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import data_folder, hub_client
from desktop_llm.cli.text import duration, file_size
from desktop_llm.errors import DesktopLlmError, ErrorCode, HubError, RequestFailedError
from desktop_llm.hub.catalogue import model_title
from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_queue import DownloadQueue
from desktop_llm.hub.download_records import Download, DownloadState, download_id
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import RemoteModel, Repository
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.retries import RetryPolicy
from desktop_llm.hub.transfer import TransferOptions
from desktop_llm.paths import DataFolder

# Whoever sits at a terminal is told after some eight minutes without a network. The window waits for ever.
_RETRIES: Final = RetryPolicy(max_failures=20)
_WAITING: Final[Mapping[DownloadState, str]] = {
    DownloadState.QUEUED: "waiting, another program may be at it",
    DownloadState.WAITING_FOR_NETWORK: "waiting for the network or the Hub",
    DownloadState.VERIFYING: "checking",
    DownloadState.PAUSED: "paused",
    DownloadState.DONE: "done",
}
_FILE_HELP: Final = "a file or a quantization in it, as Q4_K_M; without it, the one that suits this computer"


def add_download_command(add_parser: AddParser) -> None:
    parser = add_parser("download", help="fetch a model from the Hub; what was cut short goes on where it stopped")
    parser.add_argument("id", metavar="ID", help="a repository, as `models search` shows it: owner/name")
    parser.add_argument("file", metavar="FILE", nargs="?", default="", help=_FILE_HELP)
    parser.set_defaults(run=run_download)


def run_download(options: argparse.Namespace) -> int:
    """Prints the id of the model. Raises DesktopLlmError for whatever keeps it from coming."""
    print(with_token_asked_for(partial(_download, options.id, options.file)).model_id)
    return 0


def _download(repository_id: str, wanted: str, token: str) -> Download:
    folder = data_folder()
    with hub_client(token) as client:
        repository = client.repository(repository_id)
        if wanted:
            model = wanted_model(repository, wanted)
        else:
            model = _begun_model(folder, repository) or _suitable_model(repository, client)
    queue = DownloadQueue(folder, partial(hub_client, token), ModelStore(folder), TransferOptions(retries=_RETRIES))
    with ProgressLine() as line:
        return _fetched(queue, model, line)


def _fetched(queue: DownloadQueue, model: RemoteModel, line: ProgressLine) -> Download:
    """Wait until it is there. An interrupted download is there as a paused one, in the window too."""
    end = _DownloadEnd(line)
    queue.watch(end.hear)
    download_id = queue.add(model, model_title(model.files[0].repository))
    try:
        return end.wait()
    except KeyboardInterrupt:
        queue.pause(download_id)
        raise
    finally:
        queue.close()


class _DownloadEnd:
    """Listens to a queue with one download."""

    def __init__(self, line: ProgressLine) -> None:
        self._line = line
        self._has_come = threading.Event()
        self._last: Download | None = None

    def hear(self, downloads: tuple[Download, ...]) -> None:
        for download in downloads:
            self._line.show(f"{download.title}  {progress_text(download)}")
            if download.state in {DownloadState.DONE, DownloadState.FAILED}:
                self._last = download
                self._has_come.set()

    def wait(self) -> Download:
        """Raises what it failed with."""
        self._has_come.wait()
        download = self._last
        if download is None:
            raise DesktopLlmError(ErrorCode.BUG, reason="a download without an end")
        if download.failure is not None:
            raise DesktopLlmError(download.failure.code, **download.failure.facts)
        return download


def wanted_model(repository: Repository, wanted: str) -> RemoteModel:
    """By the name of a file, of the model, or its quantization. Raises HubError(HUB_NOT_FOUND)."""
    for model in repository.models:
        if wanted.casefold() in {name.casefold() for name in _names(model)}:
            return model
    raise HubError(ErrorCode.HUB_NOT_FOUND, name=f"{repository.summary.id}/{wanted}")


def _begun_model(folder: DataFolder, repository: Repository) -> RemoteModel | None:
    """The one that is here, or on its way: another time another one might suit, and all would begin again."""
    sources = [entry.source for entry in ModelStore(folder).list()]
    ids = {f"{source.files[0].repository}/{source.files[0].path}" for source in sources if source is not None}
    ids.update(record.id for record in DownloadList(folder.downloads).records())
    return next((model for model in repository.models if download_id(model) in ids), None)


def _suitable_model(repository: Repository, client: HubClient) -> RemoteModel:
    """Judged only where there is a choice: who names a repository of one model wants that."""
    models = repository.models
    return suitable_model(repository, fit_judge().remote(models, client.read_range) if len(models) > 1 else {})


def suitable_model(repository: Repository, fits: Mapping[str, ModelFit]) -> RemoteModel:
    """The one to take on this computer. Raises HubError(HUB_NOT_FOUND), RequestFailedError(MODEL_DOES_NOT_FIT)."""
    choice = choose_models(repository.models, fits)
    if choice.recommended and (model := choice.model(choice.recommended)):
        return model
    if choice.small is None:
        raise HubError(ErrorCode.HUB_NOT_FOUND, name=f"model file (GGUF) in {repository.summary.id}")
    fit = fits[choice.small.name]
    raise RequestFailedError(ErrorCode.MODEL_DOES_NOT_FIT, needed_bytes=fit.needed_bytes, free_bytes=fit.free_bytes)


def _names(model: RemoteModel) -> set[str]:
    paths = {file.path for file in model.files}
    return {model.name, model.quantization} | paths | {PurePosixPath(path).name for path in paths}


def progress_text(download: Download) -> str:
    """45 %  1.1 of 2.5 GB  12 MB/s  1 min 50 s left."""
    share = download.done_bytes / download.size_bytes if download.size_bytes else 1.0
    parts = [f"{int(share * 100)} %", f"{file_size(download.done_bytes)} of {file_size(download.size_bytes)}"]
    if download.state is not DownloadState.RUNNING:
        return "  ".join([*parts, _WAITING.get(download.state, "")]).rstrip()
    if download.bytes_per_s:
        parts.append(f"{file_size(int(download.bytes_per_s))}/s")
    if download.left_s is not None:
        parts.append(f"{duration(download.left_s)} left")
    return "  ".join(parts)

"""What is known of a download: what is kept of it over restarts, and what is shown of it. Values; any thread."""

from enum import StrEnum

import msgspec
from msgspec import Struct

from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact
from desktop_llm.hub.hub_records import RemoteModel


class DownloadState(StrEnum):
    """QUEUED: it waits for others of this program, or for another program that is fetching the same model.

    WAITING_FOR_NETWORK: or for the Hub, which fails or asked for a pause.
    """

    QUEUED = "queued"
    RUNNING = "running"
    WAITING_FOR_NETWORK = "waiting_for_network"
    PAUSED = "paused"
    VERIFYING = "verifying"
    DONE = "done"
    FAILED = "failed"


class DownloadFailure(Struct, frozen=True):
    """Why a download stopped, as an error's facts."""

    code: ErrorCode
    facts: dict[str, Fact]

    @staticmethod
    def of(error: DesktopLlmError) -> "DownloadFailure":
        return DownloadFailure(error.code, dict(error.facts))


class DownloadRecord(Struct, frozen=True, kw_only=True):
    """What of a download outlives the program. How far it is, its files tell."""

    id: str
    title: str
    model: RemoteModel
    is_paused: bool = False
    is_cancelled: bool = False  # and what came of it is not deleted yet
    failure: DownloadFailure | None = None


class Download(Struct, frozen=True, kw_only=True):
    """A download as it is now. left_s is None where nobody can say.

    Known once it is done: model_id, and is_for_embedding, as a ModelEntry has it.
    """

    id: str
    repository: str
    title: str
    quantization: str
    size_bytes: int
    done_bytes: int
    bytes_per_s: float
    left_s: float | None
    state: DownloadState
    failure: DownloadFailure | None
    model_id: str = ""
    is_for_embedding: bool = False


def download_id(model: RemoteModel) -> str:
    """The same model is one download, whoever asks for it and how often."""
    first = model.files[0]
    return f"{first.repository}/{first.path}"


def download_record(model: RemoteModel, title: str) -> DownloadRecord:
    """Addresses that open files to whoever has them are not kept."""
    files = tuple(msgspec.structs.replace(file, url="") for file in model.files)
    return DownloadRecord(id=download_id(model), title=title, model=msgspec.structs.replace(model, files=files))

"""What the Hub tells of models, as this program keeps it, and what it is asked. Values; any thread."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class HubSort(StrEnum):
    """The most of it first."""

    TRENDING = "trending"
    DOWNLOADS = "downloads"
    LIKES = "likes"
    UPDATED = "updated"
    CREATED = "created"


class Gating(StrEnum):
    """Whether an account must accept conditions first. MANUAL: and somebody decides on it."""

    NONE = "none"
    AUTOMATIC = "automatic"
    MANUAL = "manual"


class HubQuery(Struct, frozen=True, kw_only=True):
    """What is searched for. Empty and 0 mean: any. Licence and language are the Hub's ids: apache-2.0, en."""

    text: str = ""
    sort: HubSort = HubSort.DOWNLOADS
    licence: str = ""
    language: str = ""
    max_parameters: int = 0
    is_gated_included: bool = True
    limit: int = 30


class RepositorySummary(Struct, frozen=True, kw_only=True):
    """One result. Empty and 0 mean that the Hub does not tell."""

    id: str
    author: str = ""
    downloads: int = 0
    likes: int = 0
    updated_at: datetime | None = None
    licence: str = ""
    gating: Gating = Gating.NONE
    languages: tuple[str, ...] = ()
    architecture: str = ""
    n_parameters: int = 0
    n_ctx_train_tokens: int = 0


class SearchPage(Struct, frozen=True, kw_only=True):
    """Results in the Hub's order. next_page goes to `HubClient.search`; empty: there are no more."""

    results: tuple[RepositorySummary, ...]
    next_page: str = ""


class RemoteFile(Struct, frozen=True, kw_only=True):
    """A file of a repository at one revision, a commit.

    sha256 is empty where the Hub knows none. url, known after `HubClient.file_facts`, is where the bytes come from for
    the next minutes; it opens the file to whoever has it, so it is neither stored nor logged.
    """

    repository: str
    revision: str
    path: str
    size_bytes: int = 0
    sha256: str = ""
    etag: str = ""
    url: str = ""


class RemoteModel(Struct, frozen=True, kw_only=True):
    """What is fetched to have one model: its file, or all its parts in order."""

    name: str
    quantization: str
    files: tuple[RemoteFile, ...]
    size_bytes: int


class Repository(Struct, frozen=True, kw_only=True):
    """A repository at one commit. The card is Markdown from a stranger; the smallest model comes first.

    A licence that is not one of the known ones has a name and an address of its own.
    """

    summary: RepositorySummary
    revision: str
    base_model: str = ""
    licence_name: str = ""
    licence_url: str = ""
    card: str = ""
    models: tuple[RemoteModel, ...] = ()

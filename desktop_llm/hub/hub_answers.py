"""From the Hub's JSON to our records: what is asked with which parameters, and what of the answer is kept.

An answer comes from a stranger: it is decoded into types; what a single result or field gets wrong costs only that.
Parameters and fields: https://huggingface.co/docs/hub/api, and `HfApi.list_models` and `model_info`.
"""

import logging
import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeVar, cast

import msgspec
from msgspec import Struct

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_records import Gating, HubQuery, HubSort, RemoteFile, Repository, RepositorySummary
from desktop_llm.hub.remote_models import models_of
from desktop_llm.hub.repository_names import is_repository_id

_SORTS: Final[Mapping[HubSort, str]] = {
    HubSort.TRENDING: "trendingScore",
    HubSort.DOWNLOADS: "downloads",
    HubSort.LIKES: "likes",
    HubSort.UPDATED: "lastModified",
    HubSort.CREATED: "createdAt",
}
_FIELDS: Final = ["author", "cardData", "downloads", "gated", "gguf", "lastModified", "likes", "tags"]
_LICENCE_TAG: Final = "license:"
_BILLION: Final = 10**9
_TEXT_LENGTH: Final = 200  # of a name that is shown in one line
_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

_Answer = TypeVar("_Answer")

_log = logging.getLogger(__name__)


class LargeFileAnswer(Struct, frozen=True):
    """What Git LFS knows of a file."""

    sha256: str = ""
    size: int = 0


class FileAnswer(Struct, frozen=True):
    """One file of a repository. blobId is its git hash."""

    rfilename: str
    size: int | None = None
    blobId: str | None = None  # noqa: N815  the Hub's name
    lfs: LargeFileAnswer | None = None


class RepositoryAnswer(Struct, frozen=True):
    """What the Hub answers of a repository, alone or as one result; names are the Hub's."""

    id: str
    sha: str = ""
    author: str | None = None
    downloads: int | None = None
    likes: int | None = None
    lastModified: datetime | None = None  # noqa: N815
    gated: str | bool | None = None
    tags: list[str] = []
    cardData: dict[str, object] | None = None  # noqa: N815
    gguf: dict[str, object] | None = None
    siblings: list[FileAnswer] | None = None


class AccountAnswer(Struct, frozen=True):
    """Whose token it is."""

    name: str


def decoded(content: bytes, kind: type[_Answer]) -> _Answer:
    """Raises HubError(HUB_ANSWER_WRONG): some portals answer every address with a page of their own."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="it is not what the Hub answers") from error


def models_query(query: HubQuery) -> dict[str, str | list[str]]:
    """The parameters of a search."""
    tags = ["gguf", *([f"{_LICENCE_TAG}{query.licence}"] if query.licence else [])]
    parameters: dict[str, str | list[str]] = {
        "filter": [*tags, query.language] if query.language else tags,
        "sort": _SORTS[query.sort],
        "limit": str(query.limit),
        "expand": _FIELDS,
    }
    if query.text:
        parameters["search"] = query.text
    if query.max_parameters:
        parameters["num_parameters"] = f"max:{math.ceil(query.max_parameters / _BILLION)}B"  # as its own page writes it
    if not query.is_gated_included:
        parameters["gated"] = "false"
    return parameters


def search_results(content: bytes, query: HubQuery) -> tuple[RepositorySummary, ...]:
    """The results that make sense. Raises as `decoded` does.

    What the Hub was asked for in whole billions is compared to the last parameter; what has no size is kept.
    """
    found: list[RepositorySummary] = []
    for item in decoded(content, list[msgspec.Raw]):
        try:
            found.append(summary_of(msgspec.json.decode(item, type=RepositoryAnswer)))
        except (msgspec.DecodeError, UnicodeDecodeError, HubError) as error:
            _log.info("a result of a search is left out: %s", error)
    return tuple(each for each in found if not 0 < query.max_parameters < each.n_parameters)


def summary_of(answer: RepositoryAnswer) -> RepositorySummary:
    """Raises HubError(HUB_ANSWER_WRONG) for an id that could be no repository's: folders are named after it."""
    if not is_repository_id(answer.id):
        raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="a repository with an impossible name")
    card, gguf = answer.cardData or {}, answer.gguf or {}
    return RepositorySummary(
        id=answer.id,
        author=_first(answer.author) or answer.id.partition("/")[0],
        downloads=max(0, answer.downloads or 0),
        likes=max(0, answer.likes or 0),
        updated_at=answer.lastModified,
        licence=_first(card.get("license")) or _first(_licence_of_tags(answer.tags)),
        gating=_gating(answer.gated),
        languages=_texts(card.get("language")),
        architecture=_first(gguf.get("architecture")),
        n_parameters=_count(gguf.get("total")),
        n_ctx_train_tokens=_count(gguf.get("context_length")),
    )


def repository_of(answer: RepositoryAnswer, revision: str, card: str) -> Repository:
    """The answer about this revision. Where the Hub names no commit, the revision stays what was asked for."""
    facts = answer.cardData or {}
    commit = commit_of(answer, revision)
    return Repository(
        summary=summary_of(answer),
        revision=commit,
        base_model=_first(facts.get("base_model")),
        licence_name=_first(facts.get("license_name")),
        licence_url=_first(facts.get("license_link")),
        card=card,
        models=models_of([_remote_file(answer.id, commit, each) for each in answer.siblings or []]),
    )


def commit_of(answer: RepositoryAnswer, revision: str) -> str:
    return answer.sha if _COMMIT.fullmatch(answer.sha) else revision


def _remote_file(repository_id: str, commit: str, file: FileAnswer) -> RemoteFile:
    sha256 = file.lfs.sha256 if file.lfs and _SHA256.fullmatch(file.lfs.sha256) else ""
    return RemoteFile(
        repository=repository_id,
        revision=commit,
        path=file.rfilename,
        size_bytes=max(0, file.lfs.size if file.lfs else file.size or 0),
        sha256=sha256,
        etag=sha256 or file.blobId or "",
    )


def _gating(gated: object) -> Gating:
    """The Hub says false, "auto" or "manual"."""
    if not gated:
        return Gating.NONE
    return Gating.MANUAL if gated == "manual" else Gating.AUTOMATIC


def _licence_of_tags(tags: list[str]) -> str:
    return next((tag.removeprefix(_LICENCE_TAG) for tag in tags if tag.startswith(_LICENCE_TAG)), "")


def _count(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0


def _first(value: object) -> str:
    return (_texts(value) or ("",))[0]


def _texts(value: object) -> tuple[str, ...]:
    """The card's YAML may give a text, a list, or, for Norwegian ("no"), false."""
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    texts = ["".join(filter(str.isprintable, each))[:_TEXT_LENGTH] for each in values if isinstance(each, str)]
    return tuple(text for text in texts if text)

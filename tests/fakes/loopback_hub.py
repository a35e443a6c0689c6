"""A Hub on this machine, for tests: the real protocol for the real client library, on two ports as on two hosts.

The hub knows repositories, accounts and facts of files; the bytes of large files come from the second host, to which a
redirect leads. Both log every request and fail as told (`Fault`). Addresses and answers are those of huggingface.co:
https://huggingface.co/docs/hub/api, and what `huggingface_hub` reads of them.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from tests.fakes.loopback_host import Answer, Content, LoggedRequest, LoopbackHost

_PAGE = 1000  # results of a search in one answer, unless fewer are asked for
_SORTED_BY: Mapping[str, Callable[["HubRepository"], Any]] = {
    "downloads": lambda repository: repository.downloads,
    "likes": lambda repository: repository.likes,
    "lastModified": lambda repository: repository.updated_at,
    "createdAt": lambda repository: repository.created_at,
    "trendingScore": lambda repository: repository.trending,
}


@dataclass(frozen=True)
class HubFile:
    """Large files (LFS) have their SHA-256 as etag and come from the second host; small ones a git hash, and at once.

    linked_size and linked_etag replace what the hub says of the file: a hub that is wrong.
    """

    content: Content
    is_large: bool = True
    linked_size: int | None = None
    linked_etag: str | None = None

    @property
    def etag(self) -> str:
        if self.linked_etag is not None:
            return self.linked_etag
        return self.content.sha256 if self.is_large else self.git_hash

    @property
    def git_hash(self) -> str:
        return sha1(f"blob {self.content.size}\0".encode() + self.content.prefix).hexdigest()

    @property
    def size(self) -> int:
        return self.content.size if self.linked_size is None else self.linked_size


@dataclass
class HubRepository:
    """What the hub knows of one repository. `card_data` is the YAML head of its card, as JSON."""

    id: str
    files: dict[str, HubFile] = field(default_factory=dict[str, HubFile])
    downloads: int = 0
    likes: int = 0
    updated_at: str = "2026-11-01T12:00:00.000Z"
    created_at: str = "2026-10-01T12:00:00.000Z"
    trending: int = 0
    tags: list[str] = field(default_factory=lambda: ["gguf"])
    gguf: dict[str, Any] | None = None
    card_data: dict[str, Any] = field(default_factory=dict[str, Any])
    gated: Literal["auto", "manual", False] = False
    is_private: bool = False
    granted: set[str] = field(default_factory=set[str])  # users who may read a gated or private one
    commits: dict[str, dict[str, HubFile]] = field(default_factory=dict[str, dict[str, HubFile]])

    @property
    def commit(self) -> str:
        return next(reversed(self.commits))

    def note_commit(self) -> None:
        summary = repr([(path, file.etag) for path, file in sorted(self.files.items())])
        commit = sha1(f"{self.id} {len(self.commits)} {summary}".encode()).hexdigest()
        self.commits[commit] = dict(self.files)

    def files_at(self, revision: str) -> dict[str, HubFile] | None:
        return self.commits.get(self.commit if revision == "main" else revision)


class LoopbackHub:
    """Ends with its `with` block. `hub` and `cdn` are its two hosts: their `requests`, `fail`, `sent_bytes`."""

    def __init__(self, *, is_tls: bool = False) -> None:
        self.repositories: dict[str, HubRepository] = {}
        self.users: dict[str, str] = {}  # by token
        self.moved: dict[str, str] = {}  # a repository's old id, and its new one
        self._stored: dict[str, Content] = {}
        self.hub = LoopbackHost(self._hub_answer, is_tls=is_tls)
        self.cdn = LoopbackHost(self._cdn_answer, is_tls=is_tls)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.hub.close()
        self.cdn.close()

    @property
    def endpoint(self) -> str:
        return self.hub.url

    def add_repository(
        self, id: str, files: Mapping[str, bytes | Content] | None = None, **facts: Any
    ) -> HubRepository:
        """Large are the files whose names end in .gguf or .safetensors."""
        repository = HubRepository(id=id, **facts)
        self.repositories[id] = repository
        repository.files = {path: _hub_file(path, content) for path, content in (files or {}).items()}
        self._store(repository)
        repository.note_commit()
        return repository

    def put_file(self, id: str, path: str, content: bytes | Content, **facts: Any) -> str:
        """A new commit with this file, whose id is returned; the commits before it keep theirs."""
        repository = self.repositories[id]
        repository.files[path] = _hub_file(path, content, **facts)
        self._store(repository)
        repository.note_commit()
        return repository.commit

    def rewrite_file(self, id: str, path: str, content: bytes | Content, **facts: Any) -> None:
        """The file is another one in every commit, which no honest hub does."""
        repository = self.repositories[id]
        file = _hub_file(path, content, **facts)
        for files in (repository.files, *repository.commits.values()):
            files[path] = file
        self._store(repository)

    def _store(self, repository: HubRepository) -> None:
        for file in repository.files.values():
            self._stored[file.etag] = file.content

    # The first host

    def _hub_answer(self, request: LoggedRequest) -> Answer:
        parts = [unquote(part) for part in urlsplit(request.path).path.strip("/").split("/")]
        query = parse_qs(urlsplit(request.path).query)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token and token not in self.users:
            return _error(401, "", "Invalid credentials in Authorization header")
        user = self.users.get(token, "")
        match parts:
            case ["api", "whoami-v2"]:
                return (
                    _json({"type": "user", "name": user}) if user else _error(401, "", "Invalid username or password.")
                )
            case ["api", "models"]:
                return self._search(query, user)
            case ["api", "models", owner, name, *rest]:
                return self._about_repository(f"{owner}/{name}", rest, query, user, request)
            case [owner, name, "resolve", revision, *path]:
                return self._resolve(f"{owner}/{name}", revision, "/".join(path), user, request)
            case _:
                return _error(404, "", "Sorry, we can't find the page you are looking for.")

    def _search(self, query: Mapping[str, list[str]], user: str) -> Answer:
        found = [each for each in self.repositories.values() if _is_wanted(each, query) and _is_visible(each, user)]
        if (sort := query.get("sort", [""])[0]) in _SORTED_BY:
            found.sort(key=_SORTED_BY[sort], reverse=True)
        start, n_results = int(query.get("cursor", ["0"])[0]), int(query.get("limit", [str(_PAGE)])[0])
        page = found[start : start + n_results]
        headers: dict[str, str] = {}
        if start + n_results < len(found):
            rest = urlencode({**query, "cursor": [str(start + n_results)]}, doseq=True)
            headers["Link"] = f'<{self.endpoint}/api/models?{rest}>; rel="next"'
        return _json([_facts(each, query.get("expand")) for each in page], headers)

    def _about_repository(
        self, id: str, rest: list[str], query: Mapping[str, list[str]], user: str, request: LoggedRequest
    ) -> Answer:
        repository = self.repositories.get(id)
        if repository is None or not _is_visible(repository, user):
            return self._absent(id, user, request)
        revision = rest[1] if len(rest) > 1 else "main"
        if (files := repository.files_at(revision)) is None:
            return _error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        match rest:
            case [] | ["revision", _]:
                return _json(_facts(repository, query.get("expand")) | _siblings(files, is_sized="blobs" in query))
            case ["tree", _]:
                return _json([_tree_entry(path, file) for path, file in files.items()])
            case ["paths-info", _]:
                wanted = set(parse_qs(request.body.decode()).get("paths", []))
                return _json([_tree_entry(path, file) for path, file in files.items() if path in wanted])
            case _:
                return _error(404, "", "Not found")

    def _resolve(self, id: str, revision: str, path: str, user: str, request: LoggedRequest) -> Answer:
        repository = self.repositories.get(id)
        if repository is None or not _is_visible(repository, user):
            return self._absent(id, user, request)
        if repository.gated and user not in repository.granted:
            return _error(403 if user else 401, "GatedRepo", f"Access to model {id} is restricted.")
        if (files := repository.files_at(revision)) is None:
            return _error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if (file := files.get(path)) is None:
            return _error(404, "EntryNotFound", "Entry not found")
        commit = repository.commit if revision == "main" else revision
        if not file.is_large:
            return Answer(200, {"ETag": f'"{file.etag}"', "X-Repo-Commit": commit}, file.content, is_file=True)
        headers = {
            "Location": f"{self.cdn.url}/repos/{file.etag}?Expires=1&Signature=signed",
            "X-Repo-Commit": commit,
            "X-Linked-Etag": f'"{file.etag}"',
            "X-Linked-Size": str(file.size),
        }
        return Answer(302, headers)

    def _absent(self, id: str, user: str, request: LoggedRequest) -> Answer:
        """The hub does not tell strangers whether a repository is private or not there."""
        if moved := self.moved.get(id):
            return Answer(307, {"Location": request.path.replace(quote(id), quote(moved))})
        return _error(404 if user else 401, "RepoNotFound", "Repository not found")

    # The second host

    def _cdn_answer(self, request: LoggedRequest) -> Answer:
        etag = urlsplit(request.path).path.rpartition("/")[2]
        content = self._stored.get(etag)
        if content is None or "Signature=signed" not in request.path:
            return Answer(403, {"Content-Type": "application/xml"})
        return Answer(200, {"ETag": f'"{sha256(etag.encode()).hexdigest()[:32]}"'}, content, is_file=True)


def _hub_file(path: str, content: bytes | Content, **facts: Any) -> HubFile:
    whole = Content(content) if isinstance(content, bytes) else content
    return HubFile(whole, **{"is_large": path.endswith((".gguf", ".safetensors")), **facts})


def _is_visible(repository: HubRepository, user: str) -> bool:
    return not repository.is_private or user in repository.granted


def _is_wanted(repository: HubRepository, query: Mapping[str, list[str]]) -> bool:
    words = query.get("search", [""])[0].lower().split()
    gated = query.get("gated", [""])[0].lower()
    n_parameters = (repository.gguf or {}).get("total", 0)
    return (
        all(word in repository.id.lower() for word in words)
        and all(tag in repository.tags for tag in query.get("filter", []))
        and query.get("author", [repository.id.partition("/")[0]])[0] == repository.id.partition("/")[0]
        and (not gated or (gated == "true") == bool(repository.gated))
        and n_parameters <= _most_parameters(query)
    )


def _most_parameters(query: Mapping[str, list[str]]) -> float:
    """Of a range such as min:1B,max:4B."""
    limits = dict(limit.split(":") for limit in query.get("num_parameters", [""])[0].split(",") if limit)
    return int(limits["max"].removesuffix("B")) * 10**9 if "max" in limits else math.inf


def _facts(repository: HubRepository, expand: Iterable[str] | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "author": repository.id.partition("/")[0],
        "cardData": repository.card_data,
        "createdAt": repository.created_at,
        "disabled": False,
        "downloads": repository.downloads,
        "gated": repository.gated,
        "lastModified": repository.updated_at,
        "likes": repository.likes,
        "private": repository.is_private,
        "sha": repository.commit,
        "tags": repository.tags,
    }
    if repository.gguf is not None:
        facts["gguf"] = repository.gguf
    named = facts if expand is None else {name: facts[name] for name in expand if name in facts}
    return {"_id": sha1(repository.id.encode()).hexdigest()[:24], "id": repository.id, "modelId": repository.id} | named


def _siblings(files: Mapping[str, HubFile], *, is_sized: bool) -> dict[str, Any]:
    return {"siblings": [_sibling(path, file, is_sized=is_sized) for path, file in files.items()]}


def _sibling(path: str, file: HubFile, *, is_sized: bool) -> dict[str, Any]:
    if not is_sized:
        return {"rfilename": path}
    large = {"lfs": {"sha256": file.etag, "size": file.size, "pointerSize": 135}} if file.is_large else {}
    return {"rfilename": path, "size": file.size, "blobId": file.git_hash} | large


def _tree_entry(path: str, file: HubFile) -> dict[str, Any]:
    large = {"lfs": {"oid": file.etag, "size": file.size, "pointerSize": 135}} if file.is_large else {}
    return {"type": "file", "path": path, "size": file.size, "oid": file.git_hash} | large


def _json(value: object, headers: Mapping[str, str] | None = None, status: int = 200) -> Answer:
    content = Content(json.dumps(value).encode())
    return Answer(status, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, content)


def _error(status: int, code: str, message: str) -> Answer:
    headers = {"X-Error-Message": message} | ({"X-Error-Code": code} if code else {})
    return _json({"error": message}, headers, status)

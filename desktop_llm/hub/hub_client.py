"""Asks the Hub: searches, facts of repositories and files, and their bytes. Blocks; any thread but the window's.

The client library gives the session, the headers, the addresses and the facts of files. Answers are read up to a bound
and checked here (docs/decisions/0013).
"""

import logging
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote

import msgspec

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess, origin
from desktop_llm.hub.hub_answers import (
    AccountAnswer,
    RepositoryAnswer,
    commit_of,
    decoded,
    models_query,
    repository_of,
    search_results,
)
from desktop_llm.hub.hub_errors import require_success, told_as_hub_errors
from desktop_llm.hub.hub_library import file_metadata, library_session, request_headers
from desktop_llm.hub.hub_records import HubQuery, RemoteFile, Repository, SearchPage
from desktop_llm.hub.model_card import CARD_BYTES, card_text
from desktop_llm.hub.remote_stream import RemoteStream, bare_etag
from desktop_llm.hub.repository_names import is_repository_id, repository_id_in

if TYPE_CHECKING:
    import httpx2

    from desktop_llm.hub.hub_transport import HubTransport

_ANSWER_BYTES: Final = 32 * 1024 * 1024  # of search results with their chat templates, or of 10,000 files
_SHA256: Final = 64  # hexadecimal digits of an etag that is one
_SKIPPED_BYTES: Final = 32 * 1024 * 1024  # read and thrown away where a server knows no ranges

_log = logging.getLogger(__name__)


class HubClient:
    """One way to one Hub. Every call raises HubError; none waits longer than the access allows without news."""

    def __init__(self, access: HubAccess) -> None:
        self.access = access
        self._lock = threading.Lock()
        self._made_transport: HubTransport | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Drop the connections; a later call makes new ones."""
        with self._lock:
            if self._made_transport is not None:
                self._made_transport.close()

    def search(self, query: HubQuery, page: str = "") -> SearchPage:
        """The first results, or those of a `next_page`. Only repositories with GGUF files are found."""
        query = msgspec.structs.replace(query, text=repository_id_in(query.text, self.access.address))
        url = page or f"{self.access.address}/api/models"
        if origin(url) != origin(self.access.address):
            raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="the next page is on another host")
        with self._stream(url, "", params=None if page else models_query(query)) as response:
            results = search_results(self._content(response), query)
            return SearchPage(results=results, next_page=response.links.get("next", {}).get("url", ""))

    def repository(self, repository_id: str, revision: str = "main") -> Repository:
        """Facts, card and models of a repository, named by its id or its page, at the commit of the revision."""
        repository_id = repository_id_in(repository_id, self.access.address)
        url = f"{self.access.address}/api/models/{_quoted_id(repository_id)}/revision/{quote(revision, safe='')}"
        with self._stream(url, repository_id, params={"blobs": "true"}) as response:
            answer = decoded(self._content(response), RepositoryAnswer)
        return repository_of(answer, revision, self._card(answer, revision))

    def whoami(self) -> str:
        """The name of the account that the token belongs to. Raises HubError(HUB_TOKEN_WRONG) if it is nobody's."""
        with self._stream(f"{self.access.address}/api/whoami-v2", "") as response:
            return decoded(self._content(response), AccountAnswer).name

    def check(self) -> str:
        """Whether the Hub can be reached with what is set: the account's name, or nothing where there is no token."""
        if self.access.token():
            return self.whoami()
        self.search(HubQuery(limit=1))
        return ""

    def page_url(self, repository_id: str) -> str:
        """Where people read about a repository, and accept its conditions."""
        return f"{self.access.address}/{_quoted_id(repository_id)}"

    def file_facts(self, file: RemoteFile) -> RemoteFile:
        """The file with what the Hub says of it now: etag, size, SHA-256, and where its bytes are."""
        url = self.file_url(file)
        with told_as_hub_errors(), library_session(self._transport):
            facts = file_metadata(url, self.access.token(), file.repository)
        etag = bare_etag(facts.etag or "")
        return msgspec.structs.replace(
            file,
            etag=etag,
            size_bytes=file.size_bytes if facts.size is None else facts.size,
            sha256=etag if len(etag) == _SHA256 else "",
            url=facts.location,
        )

    def file_url(self, file: RemoteFile) -> str:
        """Where the Hub answers for this file: it leads on to the bytes."""
        revision = quote(file.revision, safe="")
        return f"{self.access.address}/{_quoted_id(file.repository)}/resolve/{revision}/{quote(file.path)}"

    @contextmanager
    def open_stream(self, file: RemoteFile | str, start: int = 0, end: int | None = None) -> Generator[RemoteStream]:
        """The bytes from `start` up to before `end`, of a file or of an address that `file_facts` gave.

        A server that knows no ranges sends the whole: see `RemoteStream`.
        """
        name, url = (file.repository, self.file_url(file)) if isinstance(file, RemoteFile) else ("", file)
        last = "" if end is None else str(end - 1)
        is_whole = start == 0 and end is None
        headers = {"Accept-Encoding": "identity"} | ({} if is_whole else {"Range": f"bytes={start}-{last}"})
        with self._stream(url, name, headers=headers) as response:
            yield RemoteStream(response)

    def read_range(self, file: RemoteFile, start: int, end: int) -> bytes:
        """Exactly these bytes, or fewer where the file ends before. For headers: all of it is in memory.

        Raises HubError: HUB_FILE_CHANGED if the file is not the one whose etag is known, HUB_ANSWER_WRONG if less came
        than the server has.
        """
        with self.open_stream(file, start, end) as stream:
            if file.etag and stream.etag and stream.etag != file.etag:
                raise HubError(ErrorCode.HUB_FILE_CHANGED, name=file.path)
            if start - stream.start > _SKIPPED_BYTES or stream.start > start:
                raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="the server gives no part of a file")
            content = _from(stream.pieces(), stream.start, start, end)
            if stream.total_bytes >= 0 and len(content) < min(end, stream.total_bytes) - start:
                raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="a part of a file came short")
            return content

    def _card(self, answer: RepositoryAnswer, revision: str) -> str:
        """A repository without a card, or whose card is not for everybody, has an empty one."""
        card = next((each.rfilename for each in answer.siblings or [] if each.rfilename.lower() == "readme.md"), "")
        if not card:
            return ""
        try:
            file = RemoteFile(repository=answer.id, revision=commit_of(answer, revision), path=card)
            with self.open_stream(file) as stream:
                return card_text(_from(self._in_time(stream.pieces()), stream.start, 0, CARD_BYTES))
        except HubError as error:
            _log.info("the card of %s is left out: %s", answer.id, error)
            return ""

    @property
    def _transport(self) -> "HubTransport":
        """Made when it is first needed: its library is."""
        from desktop_llm.hub.hub_transport import HubTransport

        with self._lock:
            if self._made_transport is None:
                self._made_transport = HubTransport(self.access)
            return self._made_transport

    @contextmanager
    def _stream(
        self,
        url: str,
        name: str,
        *,
        params: dict[str, str | list[str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Generator["httpx2.Response"]:
        """A successful answer whose body was not read yet; closed at the end."""
        with told_as_hub_errors():
            with library_session(self._transport) as session:
                all_headers = request_headers(self.access.token()) | (headers or {})
                request = session.build_request("GET", url, params=params, headers=all_headers)
                response = session.send(request, stream=True)
            try:
                require_success(response, name)
                yield response
            finally:
                response.close()

    def _content(self, response: "httpx2.Response") -> bytes:
        """The whole body. Raises HubError(HUB_ANSWER_WRONG) if it is larger than any honest one."""
        content = bytearray()
        for piece in self._in_time(response.iter_bytes()):
            content += piece
            if len(content) > _ANSWER_BYTES:
                raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="it is too large")
        return bytes(content)

    def _in_time(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, as long as an answer may take. Raises HubError(HUB_TIMEOUT)."""
        began_s = time.monotonic()
        for piece in pieces:
            if time.monotonic() - began_s > self.access.answer_s:
                raise HubError(ErrorCode.HUB_TIMEOUT, address=self.access.address)
            yield piece


def _from(pieces: Iterator[bytes], place: int, start: int, end: int) -> bytes:
    """Bytes `start` to `end` of a file whose pieces from `place` on these are; the others are not kept."""
    content = bytearray()
    for piece in pieces:
        content += piece[max(0, start - place) : max(0, end - place)]
        place += len(piece)
        if place >= end:
            break
    return bytes(content)


def _quoted_id(repository_id: str) -> str:
    """Raises HubError(HUB_NOT_FOUND) for what cannot be a repository's id."""
    if not is_repository_id(repository_id):
        raise HubError(ErrorCode.HUB_NOT_FOUND, name=repository_id)
    return quote(repository_id)

"""The bytes of a remote file on their way here. The thread that asked for them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_errors import told_as_hub_errors

if TYPE_CHECKING:
    import httpx2

_CONTENT_RANGE: Final = re.compile(r"bytes (?P<start>[0-9]{1,18})-[0-9]{1,18}/(?P<total>[0-9]{1,18})")


class RemoteStream:
    """What follows from `start` on: not where it was asked to begin if the server knows no ranges, but at 0.

    total_bytes is the whole file's size, -1 if the server does not tell. etag is the Hub's for the file, without
    quotes; it changes with the content.
    """

    def __init__(self, response: "httpx2.Response") -> None:
        self._response = response
        self.start, self.total_bytes = _place(response)
        self.etag = file_etag((*response.history, response))

    def pieces(self) -> Iterator[bytes]:
        """The content as it arrives, in pieces of tens of kilobytes: nothing is held back that a cut would take.

        Raises HubError: HUB_TIMEOUT if nothing arrives for too long, HUB_UNREACHABLE if the connection breaks before
        the end that was announced.
        """
        with told_as_hub_errors():
            yield from self._response.iter_raw()


def file_etag(answers: "tuple[httpx2.Response, ...]") -> str:
    """The etag of the file itself: the Hub tells it when it leads on to where the bytes are (X-Linked-Etag)."""
    for answer in answers:
        if linked := answer.headers.get("x-linked-etag"):
            return bare_etag(linked)
    return bare_etag(answers[-1].headers.get("etag", ""))


def bare_etag(etag: str) -> str:
    return etag.removeprefix("W/").strip('"')


def _place(response: "httpx2.Response") -> tuple[int, int]:
    """Start and total. RFC 9110, 14.4. Raises HubError(HUB_ANSWER_WRONG)."""
    if response.status_code == 206:
        place = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
        if place is None:
            raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="a part of a file without its place")
        return int(place["start"]), int(place["total"])
    length = response.headers.get("content-length", "")
    return 0, int(length) if length.isdigit() else -1

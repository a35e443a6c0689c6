"""Asks which release of this program is the newest, and nothing else: no token, no identity, no download.

Blocks; any thread but the window's. The answer is what GitHub, Gitea and Forgejo give for a repository's latest
release: https://docs.github.com/rest/releases/releases and https://codeberg.org/api/swagger.
"""

import re
import time
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess, is_private_way
from desktop_llm.hub.hub_errors import require_success, told_as_hub_errors
from desktop_llm.version import __version__

_ANSWER_BYTES: Final = 1024 * 1024
_HEADERS: Final = {"Accept": "application/json", "User-Agent": f"desktop-llm/{__version__}"}
_VERSION: Final = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})")


class Release(Struct, frozen=True):
    """A version as numbers with points between, and the page that tells of it; empty if that is on no safe way."""

    version: str
    page: str = ""

    @property
    def is_newer(self) -> bool:
        """Than this program."""
        return _numbers(self.version) > _numbers(__version__)


class _Answer(Struct, frozen=True):
    tag_name: str
    html_url: str = ""


def newest_release(access: HubAccess) -> Release:
    """Ask at `access.address`, whole. Raises HubError as any question to the Hub does."""
    content = _content(access)
    try:
        answer = msgspec.json.decode(content, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="it is no release") from error
    version = _VERSION.fullmatch(answer.tag_name)
    if version is None:
        raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="the release has no version")
    return Release(version[1], answer.html_url if _is_safe(answer.html_url) else "")


def _content(access: HubAccess) -> bytes:
    import httpx2

    from desktop_llm.hub.hub_transport import HubTransport

    content, began_s = bytearray(), time.monotonic()
    transport = HubTransport(access)
    with (
        told_as_hub_errors(),
        httpx2.Client(transport=transport, trust_env=False, follow_redirects=True, max_redirects=3) as client,
        client.stream("GET", access.address, headers=_HEADERS) as response,
    ):
        require_success(response, "")
        for piece in response.iter_bytes():
            content += piece
            if len(content) > _ANSWER_BYTES:
                raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="it is too large")
            if time.monotonic() - began_s > access.answer_s:
                raise HubError(ErrorCode.HUB_TIMEOUT, address=access.address)
    return bytes(content)


def _is_safe(page: str) -> bool:
    return page.startswith(("https://", "http://")) and is_private_way(page)


def _numbers(version: str) -> tuple[int, ...]:
    """1.2 and 1.2.0 are the same."""
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)

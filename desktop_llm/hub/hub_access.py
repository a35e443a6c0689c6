"""How the Hub is reached: where, through which proxy, with which token, or not at all. Values; any thread."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.credentials import HUB_TOKEN
from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.settings import HubSettings

HUB_ENDPOINT: Final = "https://huggingface.co"
_TRUE: Final = {"1", "ON", "YES", "TRUE"}  # as the client library reads its variables
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def no_token() -> str:
    return ""


class HubAccess(Struct, frozen=True, kw_only=True):
    """An empty endpoint is huggingface.co, an empty proxy the system's. `token` is asked for each request.

    timeout_s bounds the wait for a connection and for each piece of an answer; answer_s the wait for the whole of an
    answer or a card, drop by drop. Files have all the time they take.
    """

    endpoint: str = ""
    proxy: str = ""
    is_offline: bool = False
    token: Callable[[], str] = no_token
    timeout_s: float = 15.0
    answer_s: float = 120.0

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return (self.endpoint or HUB_ENDPOINT).rstrip("/")


def hub_access(
    settings: HubSettings, kept: Callable[[str], str] | None = None, environment: Mapping[str, str] = os.environ
) -> HubAccess:
    """What is set, else what the client library's variables say: HF_ENDPOINT, HF_HUB_OFFLINE.

    `kept` tells the secret of a name; without it no token is sent.
    """
    access = HubAccess(
        endpoint=_with_scheme(settings.endpoint.strip() or environment.get("HF_ENDPOINT", "").strip(), "https"),
        proxy=_with_scheme(settings.proxy.strip(), "http"),
        is_offline=settings.is_offline or environment.get("HF_HUB_OFFLINE", "").upper() in _TRUE,
    )
    return replace(access, token=partial(kept, token_name(access.address))) if kept else access


def token_name(address: str) -> str:
    """The name in `Credentials` of the token for this address. Each has its own: a mirror never gets the Hub's."""
    host = _without_scheme(address)
    return HUB_TOKEN if host == _without_scheme(HUB_ENDPOINT) else f"{HUB_TOKEN}:{host}"


def checked_address(address: str) -> str:
    """The address, if it is one of a web server or proxy. Raises HubError(HUB_ADDRESS_WRONG), without its password."""
    try:
        parts = urlsplit(address)
        is_right = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right or any(character.isspace() for character in address):
        raise HubError(ErrorCode.HUB_ADDRESS_WRONG, address=address.rpartition("@")[2])
    return address


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: who answers at this address (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def is_private_way(url: str) -> bool:
    """Whether nobody on the way reads along: it is encrypted, or does not leave this computer."""
    scheme, host, _ = origin(url)
    return scheme == "https" or host == "localhost" or _is_loopback(host)


def _with_scheme(address: str, scheme: str) -> str:
    """People type example.org."""
    return address if not address or "://" in address else f"{scheme}://{address}"


def _without_scheme(address: str) -> str:
    """And without a name and a password."""
    return address.rpartition("://")[2].rpartition("@")[2].rstrip("/").lower()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

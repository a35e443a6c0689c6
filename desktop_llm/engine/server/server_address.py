"""What a person typed as a server's address, checked and taken apart. Any thread; no network."""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from desktop_llm.errors import ErrorCode, ServerError

_MAX_CHARACTERS: Final = 2000
_HOST_NAME: Final = re.compile(r"[0-9a-z]([0-9a-z_.-]*[0-9a-z])?\.?|[0-9a-f:.]+(%[0-9a-z]+)?")  # or an IPv6 address
_USUAL_PORTS: Final = {"http": 80, "https": 443}
_API_FOLDER: Final = "/v1"
# What people copy along with the address.
_ENDPOINTS: Final = ("/chat/completions", "/completions", "/models")


class ServerAddress(Struct, frozen=True, kw_only=True):
    """base_url is what `/chat/completions` is added to, root_url what the server's own endpoints are added to.

    host is the name, and the port unless it is the usual one: what people are shown.
    """

    base_url: str
    root_url: str
    host: str
    is_encrypted: bool
    is_on_this_computer: bool

    @property
    def is_readable_on_the_way(self) -> bool:
        """True if everybody on the network between can read along."""
        return not self.is_encrypted and not self.is_on_this_computer


def server_address(typed: str) -> ServerAddress:
    """The address in `typed`. Raises ServerError(SERVER_ADDRESS_WRONG).

    Without a scheme it is https, and http for this computer: nothing is sent readable because a word was left out.
    Without a path it is /v1, where servers of this kind have theirs.
    """
    parts, name, port = _parts(typed.strip())
    is_here = _is_this_computer(name)
    scheme = parts.scheme or ("http" if is_here else "https")
    shown_name = f"[{name}]" if ":" in name else name
    host = shown_name if port in (None, _USUAL_PORTS[scheme]) else f"{shown_name}:{port}"
    path = _path(parts.path)
    origin = f"{scheme}://{host}"
    return ServerAddress(
        base_url=origin + path,
        root_url=origin + path.removesuffix(_API_FOLDER),
        host=host,
        is_encrypted=scheme == "https",
        is_on_this_computer=is_here,
    )


def _parts(typed: str) -> tuple[SplitResult, str, int | None]:
    wrong = ServerError(ErrorCode.SERVER_ADDRESS_WRONG, url=typed[:_MAX_CHARACTERS])
    if not typed or len(typed) > _MAX_CHARACTERS or any(c.isspace() or not c.isprintable() for c in typed):
        raise wrong
    try:
        parts = urlsplit(typed if "://" in typed else f"//{typed}")
        name, port = _ascii_name(parts.hostname or ""), parts.port
    except ValueError as error:
        raise wrong from error
    has_extras = parts.username is not None or parts.query or parts.fragment
    if not _HOST_NAME.fullmatch(name) or has_extras or parts.scheme not in ("", *_USUAL_PORTS):
        raise wrong
    return parts, name, port


def _ascii_name(name: str) -> str:
    """As it is sent to the name service: letters of other scripts that look like Latin ones cannot hide."""
    return name if name.isascii() else name.encode("idna").decode()


def _is_this_computer(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _path(typed: str) -> str:
    path = typed.rstrip("/")
    for endpoint in _ENDPOINTS:
        path = path.removesuffix(endpoint)
    return path or _API_FOLDER

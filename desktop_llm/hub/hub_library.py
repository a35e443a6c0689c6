"""The Hub's client library: imported when first needed, quiet, and on our own way to the network. Any thread.

The library has one session for the whole process. Ours carries each request over the transport of whoever calls, so
that every `HubClient` has its own address, proxy and token.
"""

import functools
import os
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from desktop_llm.hub.hub_errors import refusal
from desktop_llm.paths import default_data_folder
from desktop_llm.version import __version__

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import HfFileMetadata

    from desktop_llm.hub.hub_transport import HubTransport

_QUIET: Final = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "0",  # HubAccess says whether, for each client
}

_lock = threading.Lock()
_transport: ContextVar["HubTransport"] = ContextVar("transport of who calls")


@contextmanager
def library_session(transport: "HubTransport") -> Generator["httpx2.Client"]:
    """The library's session; what it sends within the block goes over this transport."""
    with _lock:
        _prepare()
    from huggingface_hub import get_session

    token = _transport.set(transport)
    try:
        yield get_session()
    finally:
        _transport.reset(token)


def request_headers(token: str) -> dict[str, str]:
    """Within `library_session`. Without a token none is sent, whatever the library finds on this computer."""
    from huggingface_hub.utils import build_hf_headers  # pyright: ignore[reportUnknownVariableType]  its dict is bare

    return build_hf_headers(token=token or False, library_name="desktop-llm", library_version=__version__)


def file_metadata(url: str, token: str, name: str) -> "HfFileMetadata":
    """Within `library_session`: what the Hub says of the file at this address. Raises HubError, and httpx2's errors."""
    from huggingface_hub import get_hf_file_metadata  # pyright: ignore[reportUnknownVariableType]  its dict is bare
    from huggingface_hub.errors import HfHubHTTPError

    try:
        return get_hf_file_metadata(url, headers=request_headers(token), token=False)
    except HfHubHTTPError as error:
        raise refusal(error.response, name) from error


@functools.cache
def _prepare() -> None:
    """Import the library, once. It reads variables while it is imported; afterwards they are as they were."""
    with _environment(_QUIET | {"HF_HOME": str(default_data_folder().hub)}):
        from huggingface_hub import set_client_factory
    set_client_factory(_session)


def _session() -> "httpx2.Client":
    import httpx2

    class CallersTransport(httpx2.BaseTransport):
        """Without a caller there is no way out."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            return _transport.get().handle_request(request)

    return httpx2.Client(transport=CallersTransport(), follow_redirects=True)


@contextmanager
def _environment(values: Mapping[str, str]) -> Generator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

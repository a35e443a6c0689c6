"""A server named on the command line: how it is reached, and which key it gets."""

import os
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.servers import server_access
from desktop_llm.credentials import Credentials
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.server_address import server_address
from desktop_llm.engine.server.server_client import ServerEngineClient
from desktop_llm.errors import ServerError
from desktop_llm.paths import DataFolder
from desktop_llm.settings import ServerEntry, Settings

KEY_VARIABLE: Final = "DESKTOP_LLM_SERVER_KEY"


def server_client(url: str, model: str, folder: DataFolder, settings: Settings) -> tuple[ServerEngineClient, str]:
    """A client that has contacted nobody, and the model to ask. Raises ServerError(SERVER_ADDRESS_WRONG)."""
    entry = _entry_for(url, settings.servers)
    return ServerEngineClient(access_to(url, folder, settings)), model or (entry.model if entry else "")


def access_to(url: str, folder: DataFolder, settings: Settings) -> ServerAccess:
    """As the settings say for this address, with the key of the environment before the one that is kept for it."""
    entry = _entry_for(url, settings.servers)
    if entry is None:
        access = ServerAccess(address=server_address(url), key=_key_of_environment)
    else:
        access = server_access(entry, Credentials(folder))
    return replace(access, key=_key_of_environment) if _key_of_environment() else access


def _key_of_environment() -> str:
    return os.environ.get(KEY_VARIABLE, "")


def _entry_for(url: str, entries: Iterable[ServerEntry]) -> ServerEntry | None:
    wanted = server_address(url)
    for entry in entries:
        try:
            if server_address(entry.url).base_url == wanted.base_url:
                return entry
        except ServerError:
            continue
    return None

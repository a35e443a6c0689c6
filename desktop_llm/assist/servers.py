"""The servers that the person named: how each is reached, and where its key is. Any thread."""

from collections.abc import Iterable
from functools import partial

from desktop_llm.credentials import Credentials
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.server_address import ServerAddress, server_address
from desktop_llm.errors import ErrorCode, ServerError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.settings import ServerEntry


def server_key_name(entry: ServerEntry) -> str:
    """What the server's key is called among the credentials: it is for one host, and is sent to no other."""
    return f"server-key-{entry.id}-{host_of(entry)}"


def host_of(entry: ServerEntry) -> str:
    """The server as people are shown it; what they typed if that is no address."""
    address = address_of([entry], EngineChoice(entry.id, entry.model))
    return address.host if address else entry.url


def server_access(entry: ServerEntry, credentials: Credentials) -> ServerAccess:
    """Raises ServerError(SERVER_ADDRESS_WRONG)."""
    return ServerAccess(
        address=server_address(entry.url),
        key=partial(credentials.get, server_key_name(entry)),
        timeout_s=entry.timeout_s,
        n_ctx_tokens=entry.n_ctx_tokens,
    )


def entry_of(entries: Iterable[ServerEntry], server_id: str) -> ServerEntry:
    """Raises ServerError(SERVER_UNKNOWN)."""
    for entry in entries:
        if entry.id == server_id:
            return entry
    raise ServerError(ErrorCode.SERVER_UNKNOWN)


def address_of(entries: Iterable[ServerEntry], choice: EngineChoice) -> ServerAddress | None:
    """Where a conversation's text goes; None: it stays here, or its server is no longer known."""
    if choice.is_local:
        return None
    try:
        return server_address(entry_of(entries, choice.server_id).url)
    except ServerError:
        return None


def first_choice(entries: Iterable[ServerEntry]) -> EngineChoice:
    """The engine of a new chat: this computer, unless the person wished otherwise for a server."""
    for entry in entries:
        if entry.is_for_new_chats:
            return EngineChoice(entry.id, entry.model)
    return LOCAL_ENGINE

"""How a server is reached: what the client is made from."""

from collections.abc import Callable

from msgspec import Struct

from desktop_llm.engine.server.server_address import ServerAddress

USUAL_TIMEOUT_S = 120.0


class ServerAccess(Struct, frozen=True, kw_only=True):
    """`key` is asked in the background and may wait for the person; empty: the server needs none.

    timeout_s is how long the server may say nothing. n_ctx_tokens is what the person knows of its context.
    """

    address: ServerAddress
    key: Callable[[], str]
    timeout_s: float = USUAL_TIMEOUT_S
    n_ctx_tokens: int | None = None

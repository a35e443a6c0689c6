"""What a process forbids itself before it touches what strangers made: much memory, and the network."""

import sys
from typing import Final

_FORBIDDEN_EVENTS: Final = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"})


def limit_own_memory(n_bytes: int) -> None:
    """Linux: beyond so much address space, asking for more fails. Elsewhere the parent watches (`reading`)."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 # only there

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = n_bytes if hard == resource.RLIM_INFINITY else min(n_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def forbid_network() -> None:
    """From now on a connection raises PermissionError (PEP 578). A library in C is not held by it."""
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN_EVENTS:
        raise PermissionError(f"{event} is forbidden here")

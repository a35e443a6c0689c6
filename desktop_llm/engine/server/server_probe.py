"""Asks a server what it offers, for the person who is adding it. Any thread but the window's."""

import time

from msgspec import Struct

from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.engine.server.stop_switch import StopSwitch


class ServerReport(Struct, frozen=True, kw_only=True):
    """The names of a server's models in its order, and how long it took to answer."""

    models: tuple[str, ...]
    answer_ms: float


def probe_server(access: ServerAccess, switch: StopSwitch) -> ServerReport:
    """Raises ServerError. Nothing is sent but the key."""
    from desktop_llm.engine.server.server_work import ServerWork

    asked_s = time.monotonic()
    models = ServerWork(access).models(switch)
    return ServerReport(models=tuple(model.name for model in models), answer_ms=(time.monotonic() - asked_s) * 1000)

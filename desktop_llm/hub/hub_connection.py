"""The Hub as it is set now: one client for all who ask, a new one once the settings change. Any thread."""

import threading

from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient


class HubConnection:
    """Costs nothing until something is asked. Who makes it closes it."""

    def __init__(self, access: HubAccess) -> None:
        self._lock = threading.Lock()
        self._clients = [HubClient(access)]

    def client(self) -> HubClient:
        """The client of now. Ask again for each piece of work: after `use` it is another one."""
        with self._lock:
            return self._clients[-1]

    def use(self, access: HubAccess) -> None:
        """From now on. What is under way with the client before goes on to its end."""
        with self._lock:
            if access != self._clients[-1].access:
                self._clients.append(HubClient(access))

    def close(self) -> None:
        with self._lock:
            for client in self._clients:
                client.close()

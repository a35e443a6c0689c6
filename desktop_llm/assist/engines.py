"""The engines that answer conversations: the one on this computer, and one for each model of a server in use.

Nothing goes to a server because something else failed: whoever asks names the engine, and gets that one or an error.
"""

import threading
from collections.abc import Callable, Sequence
from uuid import uuid4

from msgspec import Struct

from desktop_llm.assist.servers import address_of, entry_of
from desktop_llm.engine.client import EngineClient, EngineState
from desktop_llm.engine.messages import AnyEvent, LoadModel
from desktop_llm.engine.server.server_address import ServerAddress
from desktop_llm.params import EngineChoice
from desktop_llm.settings import ServerEntry

ConnectServer = Callable[[ServerEntry], EngineClient]

_ON_ITS_WAY = (EngineState.LOADING, EngineState.READY)


class _Connected(Struct, frozen=True):
    """A client, and the entry it was made from."""

    entry: ServerEntry
    client: EngineClient


class Engines:
    """Owns the clients of servers; the local engine is somebody else's. Any thread."""

    def __init__(self, local: EngineClient, connect: ConnectServer) -> None:
        self._local = local
        self._connect = connect
        self._lock = threading.Lock()
        self._entries: tuple[ServerEntry, ...] = ()
        self._connected: dict[EngineChoice, _Connected] = {}
        self._loads: dict[EngineChoice, str] = {}

    def use_servers(self, entries: Sequence[ServerEntry]) -> None:
        """These servers there are now. What runs on one that is gone or is reached otherwise now is stopped.

        Blocks for a moment.
        """
        with self._lock:
            self._entries = tuple(entries)
            ways = {entry.id: _way(entry) for entry in entries}
            outdated = [
                choice
                for choice, connected in self._connected.items()
                if ways.get(choice.server_id) != _way(connected.entry)
            ]
            gone = [self._connected.pop(choice) for choice in outdated]
        for connected in gone:
            connected.client.close()

    def engine(self, choice: EngineChoice) -> EngineClient:
        """The engine that was chosen, and no other. Raises ServerError: SERVER_UNKNOWN, SERVER_ADDRESS_WRONG."""
        if choice.is_local:
            return self._local
        with self._lock:
            if choice not in self._connected:
                entry = entry_of(self._entries, choice.server_id)
                self._connected[choice] = _Connected(entry, self._connect(entry))
            return self._connected[choice].client

    def ready(self, choice: EngineChoice) -> EngineClient:
        """The same, and a server's model is being looked up if it is not known yet. Raises as `engine` does."""
        engine = self.engine(choice)
        if not choice.is_local and engine.status.state not in _ON_ITS_WAY:
            load_id = self._loads[choice] = f"load-{uuid4().hex}"
            engine.submit(LoadModel(request_id=load_id, path=choice.model_id), _ignore)
        return engine

    def address(self, choice: EngineChoice) -> ServerAddress | None:
        """Where text goes; None: it stays here, or its server is no longer known and it goes nowhere."""
        return address_of(self._entries, choice)

    def cancel(self, choice: EngineChoice) -> None:
        """Do not look a server's model up any longer."""
        with self._lock:
            load_id, connected = self._loads.get(choice), self._connected.get(choice)
        if load_id and connected:
            connected.client.abort(load_id)

    def close(self) -> None:
        """End the connections to servers; the local engine stays."""
        self.use_servers(())


def _way(entry: ServerEntry) -> tuple[object, ...]:
    """What a connection depends on; a name or another first model changes nothing for it."""
    return entry.url, entry.timeout_s, entry.n_ctx_tokens


def _ignore(_event: AnyEvent) -> None:
    """The status tells how it went."""

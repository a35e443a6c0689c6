"""Servers that say what a test told them to say, beside an engine on this computer."""

from msgspec.structs import replace

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineStatus
from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MODEL, ScriptedEngineClient
from desktop_llm.params import EngineChoice
from desktop_llm.settings import ServerEntry

GPU_BOX = ServerEntry(
    id="gpu-box", name="GPU box", url="https://gpu-box.example/v1", model="granite", models=("granite",)
)
NEAR = ServerEntry(id="near", name="Ollama", url="http://localhost:11434", model="llama", models=("llama", "qwen"))
ON_GPU_BOX = EngineChoice("gpu-box", "granite")
SERVER_MODEL = replace(SCRIPTED_MODEL, path="", name="granite", memory_bytes=0, n_ctx_tokens=8192)
SERVER_READY = replace(READY_STATUS, model=SERVER_MODEL)


class ScriptedServers:
    """Connects to scripted clients and remembers them by the id of their server."""

    def __init__(self, status: EngineStatus = SERVER_READY) -> None:
        self.status = status
        self.clients: dict[str, ScriptedEngineClient] = {}

    def __call__(self, entry: ServerEntry) -> ScriptedEngineClient:
        client = self.clients.get(entry.id)
        if client is None or client.is_closed:
            client = self.clients[entry.id] = ScriptedEngineClient(status=self.status)
        return client

    def prepared(self, entry: ServerEntry) -> ScriptedEngineClient:
        """The client that the next connection to this server gets."""
        return self(entry)


def engines_with(local: ScriptedEngineClient, servers: ScriptedServers | None = None, *entries: ServerEntry) -> Engines:
    engines = Engines(local, servers or ScriptedServers())
    engines.use_servers(entries)
    return engines

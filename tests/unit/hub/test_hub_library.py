import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.loopback_hub import LoopbackHub

# In a process of its own: what the library does when it is imported, it does once.
_SESSION = """
import os, sys
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import HubQuery, RemoteFile
assert not {"huggingface_hub", "httpx2"} & set(sys.modules), "imported before it is needed"
with HubClient(HubAccess(endpoint=sys.argv[1])) as client:
    client.search(HubQuery())
    file = client.repository("ana/tiny").models[0].files[0]
    client.read_range(client.file_facts(file), 0, 4)
print(os.environ["HF_HOME"], "HF_HUB_DISABLE_XET" in os.environ)
import huggingface_hub
try:
    huggingface_hub.get_session().get(sys.argv[1])
except LookupError:
    print("no way out without a client")
"""


@pytest.fixture
def session(hub: LoopbackHub, tmp_path: Path) -> tuple[list[str], LoopbackHub]:
    hub.add_repository("ana/tiny", {"tiny.gguf": b"GGUF", "README.md": b"# Tiny"})
    token_file = tmp_path / "hf" / "token"
    token_file.parent.mkdir()
    token_file.write_text("from-file")
    environment = os.environ | {
        "HF_HOME": str(token_file.parent),
        "HF_TOKEN": "from-environment",
        "HF_HUB_OFFLINE": "0",
        "DESKTOP_LLM_DATA": str(tmp_path / "data"),
        "HOME": str(tmp_path / "home"),
    }
    output = subprocess.run(
        [sys.executable, "-c", _SESSION, hub.endpoint], env=environment, capture_output=True, text=True, check=False
    )
    assert output.returncode == 0, output.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["hf", "token"], "the library wrote something"
    return output.stdout.splitlines(), hub


def test_the_library_asks_only_what_we_ask_of_it(session: tuple[list[str], LoopbackHub]) -> None:
    _, hub = session
    paths = [request.path.partition("?")[0] for request in hub.hub.requests]
    assert paths == [
        "/api/models",
        "/api/models/ana/tiny/revision/main",
        f"/ana/tiny/resolve/{hub.repositories['ana/tiny'].commit}/README.md",
        f"/ana/tiny/resolve/{hub.repositories['ana/tiny'].commit}/tiny.gguf",
        f"/ana/tiny/resolve/{hub.repositories['ana/tiny'].commit}/tiny.gguf",
    ]


def test_tokens_of_other_programs_are_not_sent(session: tuple[list[str], LoopbackHub]) -> None:
    _, hub = session
    assert not any("authorization" in request.headers for request in hub.hub.requests)


def test_the_program_says_what_it_is_and_nothing_of_the_computer(session: tuple[list[str], LoopbackHub]) -> None:
    _, hub = session
    for request in hub.hub.requests:
        parts = [part.partition("/")[0] for part in request.headers["user-agent"].split("; ")]
        assert parts == ["desktop-llm", "hf_hub", "python"]


def test_variables_are_as_they_were_and_nothing_goes_out_by_another_way(
    session: tuple[list[str], LoopbackHub], tmp_path: Path
) -> None:
    lines, _ = session
    assert lines == [f"{tmp_path / 'hf'} False", "no way out without a client"]

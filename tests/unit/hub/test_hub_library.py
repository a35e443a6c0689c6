import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.loopback_hub import LoopbackHub

# In a process of its own: what the library does when it is imported, it does once.
_SESSION = """
import os, sys
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import HubQuery, RemoteFile
client = HubClient(HubAccess(endpoint=sys.argv[1]))
assert not {"huggingface_hub", "httpx2"} & set(sys.modules), "imported before it is needed"
calls = [
    lambda: client.search(HubQuery()),
    lambda: client.repository("ana/tiny"),
    lambda: client.read_range(RemoteFile(repository="ana/tiny", revision="main", path="tiny.gguf"), 0, 4),
    lambda: client.file_facts(RemoteFile(repository="ana/tiny", revision="main", path="tiny.gguf")),
]
for number in map(int, sys.argv[2]):
    calls[number]()
from huggingface_hub import constants, get_session
names = ("TELEMETRY", "UPDATE_CHECK", "IMPLICIT_TOKEN", "XET")
quiet = [getattr(constants, f"HF_HUB_DISABLE_{name}") for name in names]
print(constants.HF_HOME, all(quiet), constants.HF_HUB_OFFLINE)
print(os.environ["HF_HOME"], "HF_HUB_DISABLE_XET" in os.environ, os.environ["HF_HUB_OFFLINE"])
try:
    get_session().get(sys.argv[1])
except LookupError:
    print("no way out without a client")
client.close()
"""


class Session:
    """What was printed and asked by a process that finds another program's token and variables on its computer."""

    def __init__(self, folder: Path, hub: LoopbackHub, calls: str) -> None:
        hub.add_repository("ana/tiny", {"tiny.gguf": b"GGUF", "README.md": b"# Tiny"})
        theirs = folder / "hf"
        theirs.mkdir()
        (theirs / "token").write_text("from-file", encoding="utf-8")
        environment = os.environ | {
            "HF_HOME": str(theirs),
            "HF_TOKEN": "from-environment",
            "HF_HUB_OFFLINE": "1",
            "DESKTOP_LLM_DATA": str(folder / "data"),
            "HOME": str(folder / "home"),
        }
        command = [sys.executable, "-c", _SESSION, hub.endpoint, calls]
        output = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert output.returncode == 0, output.stderr
        self.lines = output.stdout.splitlines()
        self.requests = hub.hub.requests
        self.files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with LoopbackHub() as hub:
        yield Session(tmp_path_factory.mktemp("session"), hub, "0123")


def test_the_library_asks_only_what_we_ask_of_it(session: Session) -> None:
    assert [(request.method, request.path.partition("?")[0].rpartition("/")[2]) for request in session.requests] == [
        ("GET", "models"),
        ("GET", "main"),
        ("GET", "README.md"),
        ("GET", "tiny.gguf"),
        ("HEAD", "tiny.gguf"),
    ]


def test_tokens_of_other_programs_are_not_sent(session: Session) -> None:
    assert not any("authorization" in request.headers for request in session.requests)


def test_the_program_says_what_it_is_and_nothing_of_the_computer(session: Session) -> None:
    for request in session.requests:
        parts = [part.partition("/")[0] for part in request.headers["user-agent"].split("; ")]
        assert parts == ["desktop-llm", "hf_hub", "python"]


def test_the_library_writes_nothing(session: Session) -> None:
    assert session.files == ["hf/token"]


def test_nothing_goes_out_by_another_way(session: Session) -> None:
    assert session.lines[2] == "no way out without a client"


@pytest.mark.parametrize("first", "0123")
def test_the_library_is_quiet_whatever_is_asked_first_and_other_programs_keep_their_variables(
    tmp_path: Path, hub: LoopbackHub, first: str
) -> None:
    lines = Session(tmp_path, hub, first).lines
    assert lines[0] == f"{tmp_path / 'data' / 'hub'} True False"
    assert lines[1] == f"{tmp_path / 'hf'} False 1"

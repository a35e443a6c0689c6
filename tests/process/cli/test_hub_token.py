"""The real terminal program on a terminal of its own, and a Hub that wants a token."""

import os
import pty
import subprocess
from collections.abc import Iterator

import pytest

from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.terminal import PROGRAM, TIMEOUT_S, run

ID = "owner/repo"
PROMPT = b"nothing to stop): "
CONTENT = b"GGUF" + bytes(100_000)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        hub.add_repository(ID, {"model-Q4_K_M.gguf": CONTENT})
        hub.users["hf_right"] = "ana"
        hub.repositories[ID].gated = "auto"
        hub.repositories[ID].granted.add("ana")
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.delenv("HF_HUB_OFFLINE")
        yield hub


class Person:
    """Sits at a terminal on which a download runs: types, and sees what is not the download's result."""

    def __init__(self) -> None:
        self._screen, keyboard = pty.openpty()
        self._child = subprocess.Popen(
            [*PROGRAM, "models", "download", ID],
            stdin=keyboard,
            stdout=subprocess.PIPE,
            stderr=keyboard,
            start_new_session=True,
        )
        os.close(keyboard)
        self.seen = b""

    def answer(self, *tokens: str) -> tuple[int, bytes]:
        """Enter one at each prompt; the exit status and what was printed once the program has ended."""
        for token in tokens:
            self._read_to(PROMPT)
            os.write(self._screen, token.encode() + b"\n")
        self._read_to(b"")
        output, _ = self._child.communicate(timeout=TIMEOUT_S)
        os.close(self._screen)
        return self._child.returncode, output

    def _read_to(self, end: bytes) -> None:
        """As far as this, or to the end where the program goes away: Linux tells that as an error."""
        before = len(self.seen)
        while not end or end not in self.seen[before:]:
            try:
                piece = os.read(self._screen, 4096)
            except OSError:
                return
            if not piece:
                return
            self.seen += piece


def test_a_token_is_asked_for_until_it_is_right(hub: LoopbackHub) -> None:
    person = Person()
    status, output = person.answer("hf_wrong", "hf_right")
    assert status == 0, person.seen
    assert output.decode().strip()
    assert f"{hub.endpoint}/{ID}" in person.seen.decode()
    assert b"hf_" not in person.seen
    assert not any("hf_right" in str(request) for request in hub.cdn.requests)
    assert hub.cdn.sent_bytes == len(CONTENT)


def test_nothing_entered_is_the_end(hub: LoopbackHub) -> None:
    person = Person()
    status, output = person.answer("")
    assert (status, output) == (1, b"")
    assert hub.cdn.sent_bytes == 0


def test_where_nobody_can_be_asked_it_is_one_line(hub: LoopbackHub) -> None:
    result = run("models", "download", ID)
    assert result.returncode == 1
    assert b"DESKTOP_LLM_HUB_TOKEN" in result.stderr
    assert PROMPT not in result.stderr

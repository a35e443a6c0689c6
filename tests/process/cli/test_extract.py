import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.engine_requests import CHECKOUT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lease.md"
    path.write_text("# Lease\n\nIt ends in May.\n\n- rent\n  - warm\n", "utf-8")
    return path


def extract(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "desktop_llm", "extract", *arguments]
    return subprocess.run(command, env=os.environ | CHECKOUT, capture_output=True, text=True, check=False)


def test_the_text_is_printed_with_its_structure(path: Path) -> None:
    result = extract(str(path))
    assert result.stdout == "# Lease\n\nIt ends in May.\n\n- rent\n\n  - warm\n\n"
    assert (result.stderr, result.returncode) == ("", 0)


def test_json_holds_blocks_with_their_places(path: Path) -> None:
    document = json.loads(extract("--json", str(path)).stdout)
    assert document["media_type"] == "text/markdown"
    assert document["blocks"][1]["text"] == "It ends in May."
    assert document["blocks"][1]["heading_path"] == ["Lease"]
    assert document["blocks"][1]["place"]["label"] == "line 3"


def test_what_was_guessed_is_said_on_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Die Größe beträgt 80 m². Müller überprüft das Maß jährlich. ".encode("cp1252") * 5)
    assert extract(str(path)).stderr.startswith("a.txt: The file does not say how its letters are written; cp125")


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    result = extract(str(tmp_path / "gone.pdf"))
    assert result.stderr == f"desktop-llm: {tmp_path / 'gone.pdf'} cannot be read: No such file or directory.\n"
    assert (result.stdout, result.returncode) == ("", 1)

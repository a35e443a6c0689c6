"""Where a translation cannot be written, that is said before the work: a process without the right to write there."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.engine_requests import CHECKOUT

PROGRAM = """
import os, sys
from pathlib import Path
from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.errors import DocumentError

if os.geteuid() == 0:
    os.setuid(65534)
for act in (check_output, lambda path: write_output(path, b"new")):
    for name in sys.argv[1:]:
        try:
            act(Path(name))
            print("written")
        except DocumentError as error:
            print(error.code)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach; pytest's own are closed to them."""
    path = Path(tempfile.mkdtemp(prefix="desktop-llm-test-"))
    path.chmod(0o755)
    yield path
    for each in (path, *path.iterdir()):
        each.chmod(0o755)
    shutil.rmtree(path)


def test_a_read_only_file_and_a_read_only_folder_are_told_before_the_work_and_stay(open_folder: Path) -> None:
    closed, free = open_folder / "closed", open_folder / "free"
    for folder in (closed, free):
        folder.mkdir()
        (folder / "a.docx").write_bytes(b"old")
    (free / "a.docx").chmod(0o444)
    free.chmod(0o777)
    closed.chmod(0o555)
    paths = [str(free / "a.docx"), str(closed / "a.docx"), str(closed / "b.docx")]
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, *paths], capture_output=True, text=True, env=CHECKOUT, check=True, timeout=60
    )
    lines = told.stdout.splitlines()
    assert lines[:3] == ["file_read_only"] * 3
    assert lines[4:] == ["file_read_only"] * 2
    assert (closed / "a.docx").read_bytes() == b"old"
    assert sorted(each.name for each in closed.iterdir()) == ["a.docx"]

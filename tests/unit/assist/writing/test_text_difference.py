import shutil
import subprocess
from pathlib import Path

import pytest

from desktop_llm.assist.writing.text_difference import unified_difference


def test_equal_texts_have_none() -> None:
    assert list(unified_difference("a\n", "a\n", "x.txt")) == []


def test_lines_that_changed_are_shown_with_their_signs() -> None:
    lines = list(unified_difference("one\ntwo\n", "one\n2\n", "x.txt"))
    assert lines[:2] == ["--- a/x.txt\n", "+++ b/x.txt\n"]
    assert lines[-2:] == ["-two\n", "+2\n"]


@pytest.mark.parametrize(
    ("old", "new"), [("one\ntwo", "one\n2"), ("a\r\nb\r\n", "a\r\nc\r\n"), ("a\u2028b", "c\u2028b")]
)
def test_git_makes_the_new_text_of_the_old_one(tmp_path: Path, old: str, new: str) -> None:
    git = shutil.which("git")
    assert git is not None
    path = tmp_path / "x.txt"
    path.write_bytes(old.encode())
    patch = "".join(unified_difference(old, new, "x.txt")).encode()
    subprocess.run([git, "apply", "--unsafe-paths", "-"], input=patch, cwd=tmp_path, check=True, capture_output=True)
    assert path.read_bytes() == new.encode()

"""`desktop-llm write` as people run it: real processes, the real engine, the real starter model, which is bad at it."""

import json
from pathlib import Path

import pytest

from desktop_llm.assist.writing.text_change import TextChange, applied
from tests.fakes.terminal import error_line, run
from tests.fakes.written_archive import part_of, write_docx

TEXT = "She go to `the shop` every day.\r\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_changes_fit_the_file_and_nothing_is_changed_until_it_is_asked_for(text: Path) -> None:
    result = run("write", "fix", "--json", "--lang", "en", str(text))
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    fields = ("start", "end", "before", "after")
    changes = [
        TextChange(**{name: change[name] for name in fields}) for change in found["changes"] if change["checked"]
    ]
    assert "`the shop`" in applied(TEXT, changes)
    assert found["notes"] == ["small_model"]
    assert "is a small model and not good at this" in result.stderr.decode()
    assert text.read_bytes() == TEXT.encode()

    assert run("write", "fix", "--apply", "--lang", "en", str(text)).returncode == 0
    assert text.read_bytes().decode() == applied(TEXT, changes)


def test_a_word_file_comes_out_whole(tmp_path: Path) -> None:
    path, out = write_docx(tmp_path / "a.docx", "<w:p><w:r><w:t>She go home.</w:t></w:r></w:p>"), tmp_path / "b.docx"
    assert run("write", "fix", "--lang", "en", "--out", str(out), str(path)).returncode == 0
    assert part_of(out, "[Content_Types].xml") == part_of(path, "[Content_Types].xml")


def test_a_text_is_composed_and_what_is_missing_is_said() -> None:
    result = run("write", "compose", "--kind", "post", "--words", "20", "Say hello.\n- the number 4711 and Mrs Tanaka")
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()
    assert b"4711" in result.stdout or b"Missing: the number 4711" in result.stderr


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    assert "gone.txt cannot be read" in error_line(run("write", "fix", str(tmp_path / "gone.txt")))
    assert error_line(run("write", "fix", "-", stdin=b" \n"))
    assert "is the original" in error_line(run("write", "fix", "--out", str(tmp_path / "a.docx"), docx(tmp_path)))
    assert run("write").returncode == 2
    assert run("write", "compose", "--kind", "novel", "x").returncode == 2


def docx(tmp_path: Path) -> str:
    return str(write_docx(tmp_path / "a.docx", "<w:p><w:r><w:t>She go home.</w:t></w:r></w:p>"))

import argparse
import contextlib
import zipfile
from pathlib import Path

import pytest

from desktop_llm.cli.write_document import is_document, proofread_document
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing
from tests.fakes.written_archive import write_docx, write_odt

BODY = "<w:p><w:r><w:t>He go home.</w:t></w:r></w:p>"


def options_of(path: Path, out: Path | None, **others: object) -> argparse.Namespace:
    usual = {"is_applied": False, "is_json": False, "lang": None, "author": "Ann", "mode": "fix"}
    return argparse.Namespace(file=str(path), out=out, **(usual | others))


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of one that is loaded."""
    engine = AnsweringEngine(knowing({"He go home.": "He goes home."}))
    monkeypatch.setattr("desktop_llm.cli.write_run.chosen_engine", lambda _options: contextlib.nullcontext(engine))


def test_a_word_file_gets_tracked_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = write_docx(tmp_path / "a.docx", BODY), tmp_path / "b.docx"
    assert proofread_document(options_of(path, out)) == 0
    with zipfile.ZipFile(out) as file:
        written = file.read("word/document.xml").decode()
    assert "<w:delText>go</w:delText>" in written
    assert 'w:author="Ann"' in written
    assert capsys.readouterr().out == ""


def test_other_documents_get_the_words(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p>He go home.</text:p>")
    assert proofread_document(options_of(path, tmp_path / "b.odt")) == 0
    with zipfile.ZipFile(tmp_path / "b.odt") as file:
        assert b"He goes home." in file.read("content.xml")


def test_without_a_new_file_the_changes_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_docx(tmp_path / "a.docx", BODY)
    before = path.read_bytes()
    proofread_document(options_of(path, None))
    assert "+He goes home." in capsys.readouterr().out
    assert path.read_bytes() == before


def test_documents_are_known_by_their_names() -> None:
    assert is_document("a.DOCX")
    assert not is_document("a.md")

import argparse
import json
from pathlib import Path

import pytest

from desktop_llm.assist.writing.proofread_request import ProofreadMode, ProofreadRequest
from desktop_llm.cli.text_source import read_source
from desktop_llm.cli.write import add_write_command, run_proofread, show_changes
from desktop_llm.cli.write_run import ProofreadRun
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing

TEXT = b"I has a apple.\r\n\r\nIt rains.\r\n"
MENDED = b"I have an apple.\r\n\r\nIt rains.\r\n"


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_write_command(parser.add_subparsers().add_parser)
    return parser.parse_args(["write", *arguments])


def done(path: Path, *arguments: str) -> None:
    """What the command does once a model is loaded."""
    options = parsed("fix", *arguments, str(path))
    source = read_source(options.file)
    engine = AnsweringEngine(knowing({"I has a apple.": "I have an apple."}))
    show_changes(options, source, ProofreadRun(engine, ProofreadRequest(text=source.content.text), None))


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    return path


def test_a_diff_is_shown_and_nothing_is_changed(text: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    done(text)
    shown = capsysbinary.readouterr().out
    assert b"-I has a apple.\r\n+I have an apple.\r\n" in shown
    assert text.read_bytes() == TEXT


def test_changes_are_made_in_the_file_when_that_is_asked_for(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done(text, "--apply")
    assert text.read_bytes() == MENDED
    assert capsys.readouterr().out == ""


def test_offsets_count_characters_of_the_file(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done(text, "--json")
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert TEXT.decode()[change["start"] : change["end"]] == change["before"] == "has a"
    assert (change["after"], change["checked"]) == ("have an", True)


def test_a_file_that_another_program_wrote_meanwhile_is_not_touched(text: Path) -> None:
    options = parsed("fix", "--apply", str(text))
    source = read_source(options.file)
    engine = AnsweringEngine(knowing({"I has a apple.": "I have an apple."}))
    run = ProofreadRun(engine, ProofreadRequest(text=source.content.text), None)
    text.write_bytes(b"Something else.")
    with pytest.raises(DocumentError) as caught:
        show_changes(options, source, run)
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED
    assert text.read_bytes() == b"Something else."


def test_the_two_ways_are_two_modes() -> None:
    assert parsed("fix", "a.txt").mode is ProofreadMode.FIX
    assert parsed("improve", "--lang", "French", "a.txt").mode is ProofreadMode.IMPROVE
    with pytest.raises(SystemExit):
        parsed("fix")


def test_another_file_is_written_and_the_original_stays(text: Path, tmp_path: Path) -> None:
    done(text, "--out", str(tmp_path / "b.txt"))
    assert (tmp_path / "b.txt").read_bytes() == MENDED
    assert text.read_bytes() == TEXT


def test_a_document_is_not_changed_itself(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        run_proofread(parsed("fix", "--apply", str(tmp_path / "a.docx")))

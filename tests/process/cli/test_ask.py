"""`desktop-llm ask` as its users run it: real processes, the real engine, the real starter model."""

import json
from pathlib import Path

import pytest

from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from tests.fakes.terminal import error_line, run
from tests.fakes.written_documents import long_document


@pytest.fixture
def mill(tmp_path: Path, data_folder_of_test: Path) -> Path:
    save_settings(DataFolder(data_folder_of_test).settings, Settings(load=LoadParams(n_ctx_tokens=2048)))
    path = tmp_path / "mill.md"
    path.write_text("# The mill\n\nThe mill was built by Anna Meyer in 1912. It burnt down in 1931.\n", "utf-8")
    return path


def test_an_answer_names_its_places(mill: Path) -> None:
    result = run("ask", "Who built the mill?", str(mill))
    assert result.returncode == 0, result.stderr
    assert b"line 3" in result.stdout
    assert result.stderr == b""


def test_json_holds_quotes_that_stand_in_the_file_also_where_only_parts_were_read(mill: Path, tmp_path: Path) -> None:
    chronicle = tmp_path / "chronicle.md"
    chronicle.write_text(long_document(n_chapters=30).text, "utf-8")
    result = run("ask", "--json", "Who built the mill, and when did it burn down?", str(chronicle), str(mill))
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    sources = [source for item in answer["answer"] for source in item["sources"]]
    assert sources
    texts = {path.name: path.read_text("utf-8") for path in (mill, chronicle)}
    assert all(source["quote"] in texts[source["document"]] for source in sources)
    assert 0 < answer["basis"]["read"] < answer["basis"]["passages"]
    assert answer["basis"]["chosen"] == "by_words"


def test_an_empty_question_and_a_missing_file_are_one_line(mill: Path) -> None:
    assert run("ask", " ", str(mill)).returncode == 1
    assert "gone.md cannot be read" in error_line(run("ask", "Who?", str(mill.with_name("gone.md"))))


def test_a_folder_is_asked_as_its_files_are_now(mill: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    mill.rename(folder / "mill.md")
    (folder / "empty.pdf").write_bytes(b"%PDF-1.4 and no more")
    first = run("ask", "Who built the mill?", str(folder))
    assert first.returncode == 0, first.stderr
    assert b"mill.md" in first.stdout or b"line 3" in first.stdout
    assert b"papers: empty.pdf" in first.stderr
    (folder / "mill.md").write_text("The mill was built by Carla Rossi in 1950.\n", "utf-8")
    second = run("ask", "--json", "Who built the mill?", str(folder))
    assert second.returncode == 0, second.stderr
    assert b"1912" not in second.stdout


def test_a_folder_without_a_document_is_one_line(data_folder_of_test: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert "nothing holds no text" in error_line(run("ask", "Who?", str(tmp_path / "nothing")))

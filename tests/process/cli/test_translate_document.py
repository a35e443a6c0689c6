"""`desktop-llm translate` of a file with formats, as its users run it, with the real starter model."""

import json
from pathlib import Path

import pytest

from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from tests.fakes.editing import marked_texts, open_here
from tests.fakes.terminal import error_line, run
from tests.fakes.written_archive import part_of, write_docx

# The starter model ends what it makes of the first: what it does not end is not remembered.
BODY = (
    "<w:p><w:r><w:t>Good morning.</w:t></w:r></w:p><w:p><w:r><w:t>5 kg</w:t></w:r></w:p>"
    '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" name="x"/></w:drawing></w:r></w:p>'
)


@pytest.fixture
def manual(tmp_path: Path, data_folder_of_test: Path) -> Path:
    save_settings(DataFolder(data_folder_of_test).settings, Settings(load=LoadParams(n_ctx_tokens=2048)))
    return write_docx(tmp_path / "manual.docx", BODY)


def test_a_word_file_becomes_another_and_is_remembered(manual: Path) -> None:
    result = run("translate", "--from", "en", "--to", "de", "--json", str(manual))
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    output = manual.with_name("manual.de.docx")
    assert told["output"] == str(output)
    assert marked_texts(open_here(output)) == [segment["target"] for segment in told["segments"]]
    assert part_of(output, "word/document.xml").count(b"<wp:docPr") == 1
    assert "manual.de.docx: 2 segments" in result.stderr.decode()

    again = run(
        "translate", "--from", "en", "--to", "de", "--json", "--out", str(output), "--bilingual", "below", str(manual)
    )
    assert [segment["origin"] for segment in json.loads(again.stdout)["segments"]] == ["remembered", "kept"]
    assert marked_texts(open_here(output))[0] == "Good morning."


def test_what_cannot_be_written_is_one_line_before_any_work(manual: Path) -> None:
    result = run("translate", "--to", "de", "--out", str(manual), str(manual))
    assert result.returncode != 0
    assert "it is the original" in error_line(result)
    manual.with_name("manual.de.docx").touch()
    assert "it is there already" in error_line(run("translate", "--to", "de", str(manual)))

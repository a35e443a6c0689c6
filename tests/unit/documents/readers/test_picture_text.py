import os
from pathlib import Path

import pytest

from desktop_llm.documents.readers.picture_text import PictureReader, paragraphs_of
from tests.fakes.tesseract import install_tesseract


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return tmp_path


def test_a_picture_is_handed_over_and_its_words_come_back_as_paragraphs(folder: Path) -> None:
    install_tesseract(folder)
    reader = PictureReader()
    assert reader.is_there
    assert reader.paragraphs(1000, 1000, bytes(1_000_000)) == ["The lease", "ends."]


@pytest.mark.parametrize("work", ["exit 1", "kill -9 $$", "echo nonsense"])
def test_a_program_that_fails_gives_nothing(folder: Path, work: str) -> None:
    install_tesseract(folder, work)
    assert PictureReader().paragraphs(2, 2, b"0000") == []


def test_without_the_program_there_is_no_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reader = PictureReader()
    assert not reader.is_there
    assert reader.paragraphs(2, 2, b"0000") == []


def test_rows_that_hold_no_word_are_passed_over() -> None:
    row = "{level}\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96\t{text}"
    table = "\n".join(
        [row.format(level=4, text=""), row.format(level=5, text=" "), row.format(level=5, text="May"), "x"]
    )
    assert paragraphs_of(table) == ["May"]

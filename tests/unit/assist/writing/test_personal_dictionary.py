from pathlib import Path

import pytest

from desktop_llm.assist.writing.personal_dictionary import add_known_word, known_words
from desktop_llm.errors import StorageError


def test_words_are_added_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "dictionary.txt"
    assert known_words(path) == ()
    add_known_word(path, " Tanaka ")
    add_known_word(path, "Tanaka")
    add_known_word(path, "llama.cpp")
    add_known_word(path, "  ")
    assert known_words(path) == ("Tanaka", "llama.cpp")
    assert path.read_text("utf-8") == "Tanaka\nllama.cpp\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    with pytest.raises(StorageError):
        add_known_word(tmp_path / "data" / "dictionary.txt", "word")


def test_a_file_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.symlink_to(path)
    assert known_words(path) == ()
    with pytest.raises(StorageError):
        add_known_word(path, "word")
    assert path.is_symlink()


def test_lines_in_another_encoding_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    before = "\ufeffMüller\n".encode() + "Größe\n".encode("latin-1") + b"last"
    path.write_bytes(before)
    add_known_word(path, "Müller")
    add_known_word(path, "Tanaka")
    assert path.read_bytes() == before + b"\nTanaka\n"

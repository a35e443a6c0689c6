from pathlib import Path

import pytest

from desktop_llm.assist.writing.personal_dictionary import add_known_word, known_words, remove_known_word
from desktop_llm.errors import StorageError


def test_words_are_added_once_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "data" / "dictionary.txt"
    assert known_words(path) == ()
    add_known_word(path, " Tanaka ")
    add_known_word(path, "Tanaka")
    add_known_word(path, "llama.cpp")
    add_known_word(path, "  ")
    assert known_words(path) == ("Tanaka", "llama.cpp")
    remove_known_word(path, "Tanaka")
    assert path.read_text("utf-8") == "llama.cpp\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    with pytest.raises(StorageError):
        add_known_word(tmp_path / "data" / "dictionary.txt", "word")

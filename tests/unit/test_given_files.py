from pathlib import Path

import pytest

from desktop_llm.given_files import file_path, given_files


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_path_is_a_file_whether_it_is_there_or_not(here: Path) -> None:
    assert given_files(["/gone/Lease of Jörg.pdf"]) == (Path("/gone/Lease of Jörg.pdf"),)
    assert given_files(["gone.pdf", "notes"]) == (here / "gone.pdf", here / "notes")


def test_an_address_of_a_menu_is_a_path(here: Path) -> None:
    words = ["file:///home/ana/My%20lease%20%C3%A4.pdf", "file://localhost/a.gguf", "FILE:///b.txt"]
    assert given_files(words) == (Path("/home/ana/My lease ä.pdf"), Path("/a.gguf"), Path("/b.txt"))


def test_what_is_elsewhere_is_a_file_that_is_not_here(here: Path) -> None:
    assert file_path("https://example.org/a.pdf").name == "a.pdf"
    assert not given_files(["file://server/share/a.pdf"])[0].exists()


def test_a_name_that_is_no_text_stays_as_it_is(here: Path) -> None:
    assert given_files(["file:///a%FF.txt"]) == (Path("/a\udcff.txt"),)


def test_a_folder_and_a_file_without_a_suffix_are_files_if_they_are_there(here: Path) -> None:
    (here / "README").touch()
    (here / "flat").mkdir()
    assert given_files(["README"]) == (here / "README",)
    assert given_files(["flat"]) == (here / "flat",)
    assert given_files(["READYOU"]) == ()


def test_a_command_stays_one_beside_a_file_of_its_name(here: Path) -> None:
    (here / "chat").touch()
    assert given_files(["chat", "/etc/x.txt"]) == ()
    assert given_files(["./chat"]) == (here / "chat",)


def test_a_word_that_is_too_long_for_a_name_is_no_file(here: Path) -> None:
    assert given_files(["a" * 5000]) == ()


@pytest.mark.parametrize("words", [[], ["chat", "Hello."], ["--version"], ["models", "list"], ["-v.txt"]])
def test_nothing_and_commands_and_options_are_no_files(here: Path, words: list[str]) -> None:
    assert given_files(words) == ()

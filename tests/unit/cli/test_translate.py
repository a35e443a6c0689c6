import argparse
from pathlib import Path

import pytest

from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.cli.translate import add_translate_command, glossary_of


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_translate_command(parser.add_subparsers().add_parser)
    return parser.parse_args(["translate", *arguments])


def test_a_language_is_a_code_or_a_name() -> None:
    options = parsed("--to", "German", "--from", "en", "a.txt")
    assert (options.to, options.source) == ("de", "en")
    with pytest.raises(SystemExit):
        parsed("--to", "Klingon", "a.txt")


def test_a_check_takes_two_files() -> None:
    assert parsed("--check", "a.txt", "b.txt").check == [Path("a.txt"), Path("b.txt")]
    with pytest.raises(SystemExit):
        parsed("--check", "a.txt")


def test_a_glossary_is_optional(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_text("pump = Pumpe", encoding="utf-8")
    assert glossary_of(None, "en", "de") == ()
    assert glossary_of(path, "en", "de") == (Term("pump", "Pumpe"),)

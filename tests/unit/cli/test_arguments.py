import argparse

import pytest

from desktop_llm.cli.arguments import add_engine_options, language_argument


def test_a_language_may_be_given_by_its_code_or_its_name() -> None:
    assert language_argument("de") == language_argument("German") == "de"
    with pytest.raises(argparse.ArgumentTypeError, match="Klingon"):
        language_argument("Klingon")


def test_a_model_is_on_this_computer_unless_a_server_is_named() -> None:
    parser = argparse.ArgumentParser()
    add_engine_options(parser)
    assert parser.parse_args([]).server == ""
    assert parser.parse_args(["--server", "http://a", "--model", "m"]).model == "m"

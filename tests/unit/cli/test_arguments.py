import argparse

import pytest

from desktop_llm.cli.arguments import language_argument


def test_a_language_may_be_given_by_its_code_or_its_name() -> None:
    assert language_argument("de") == language_argument("German") == "de"
    with pytest.raises(argparse.ArgumentTypeError, match="Klingon"):
        language_argument("Klingon")

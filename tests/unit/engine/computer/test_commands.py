import sys

import pytest

from desktop_llm.engine.computer.commands import output_of


def test_what_a_tool_prints_is_told_whatever_its_status_is() -> None:
    source = "import sys; print('Grüße'.encode().decode('utf-8')); print('trouble', file=sys.stderr); sys.exit(18)"
    lines = output_of([sys.executable, "-X", "utf8", "-c", source]).split()
    assert sorted(lines) == ["Grüße", "trouble"]


@pytest.mark.parametrize("name", ["no-such-tool-anywhere", "/"])
def test_a_tool_that_is_not_there_prints_nothing(name: str) -> None:
    assert output_of([name, "--version"]) == ""

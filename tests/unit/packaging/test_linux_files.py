"""What the desktop is told of the program: packaging/linux."""

import re
from pathlib import Path

import pytest

from tests.fakes.terminal import run

_LINUX = Path(__file__).parents[3] / "packaging" / "linux"


def test_the_manual_page_has_every_command() -> None:
    help_text = run("--help").stdout.decode()
    commands = re.findall(r"^    (\w+)  ", help_text, re.MULTILINE)
    assert "chat" in commands
    page = (_LINUX / "desktop-llm.1").read_text(encoding="utf-8")
    assert re.findall(r"^\.BI? (\w+)(?: |$)", page, re.MULTILINE)
    assert sorted(set(commands) - set(re.findall(r"^\.BI? (\w+)(?: |$)", page, re.MULTILINE))) == []


@pytest.mark.parametrize("name", ["desktop-llm.desktop", "desktop-llm.metainfo.xml", "desktop-llm.1"])
def test_only_known_places_are_filled_in(name: str) -> None:
    places = set(re.findall(r"@(\w+)@", (_LINUX / name).read_text(encoding="utf-8")))
    assert places <= {"VERSION", "DATE", "MIME_TYPES", "COMPONENT_ID"}

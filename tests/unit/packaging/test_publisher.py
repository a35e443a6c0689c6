import re
from pathlib import Path

import publisher
import pytest

from desktop_llm.version import RELEASES_ADDRESS

_ROOT = Path(__file__).parents[3]
_NAMES = (publisher.MAINTAINER, publisher.COMPONENT_ID)


def test_each_placeholder_is_named_with_the_place_where_it_stands() -> None:
    for placeholder in publisher.placeholders():
        name, place = placeholder.split(" in ")
        assert re.search(rf"^{name}\b.* = ", (_ROOT / place).read_text(encoding="utf-8"), re.MULTILINE)


def test_an_address_that_nobody_can_write_to_is_a_placeholder() -> None:
    is_told = any("MAINTAINER" in each for each in publisher.placeholders())
    assert is_told or ".invalid" not in publisher.MAINTAINER


def test_that_nobody_can_be_asked_for_newer_versions_is_told() -> None:
    assert any("RELEASES_ADDRESS" in each for each in publisher.placeholders()) == (not RELEASES_ADDRESS)


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_stands_in_one_place(name: str) -> None:
    files = [
        path for path in (_ROOT / "packaging").rglob("*") if path.suffix in {".py", ".xml", ".spec", ".sh", ".iss"}
    ]
    found = [path.name for path in files if name in path.read_text(encoding="utf-8")]
    assert found == ["publisher.py"]


def test_the_checklist_names_the_places() -> None:
    checklist = (_ROOT / "packaging" / "RELEASING.md").read_text(encoding="utf-8")
    assert "`packaging/publisher.py`" in checklist
    assert "`RELEASES_ADDRESS` in `desktop_llm/version.py`" in checklist

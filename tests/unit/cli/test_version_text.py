import pytest

from desktop_llm.assist.writing.written_version import VersionFault, VersionWarning, WrittenVersion
from desktop_llm.cli.version_text import fault_line, warning_lines


@pytest.mark.parametrize("fault", VersionFault)
def test_every_fault_has_a_line(fault: VersionFault) -> None:
    assert fault_line(VersionWarning(fault, "de"))


def test_lines_name_what_they_are_about() -> None:
    version = WrittenVersion(
        "a",
        (VersionWarning(VersionFault.POINT_MISSING, "on\n12 March"), VersionWarning(VersionFault.WRONG_LANGUAGE, "de")),
    )
    assert list(warning_lines(version)) == ["Missing: on 12 March", "The text is in German."]
    assert len(fault_line(VersionWarning(VersionFault.PART_KEPT, "x" * 500))) < 250

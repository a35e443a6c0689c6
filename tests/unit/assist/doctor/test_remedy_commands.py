import re
from pathlib import Path

import pytest

from desktop_llm.assist.doctor.diagnosis import FindingKind, Remedy
from desktop_llm.assist.doctor.remedy_commands import remedy_command
from tests.fakes.patients import finding

_ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("remedy", [remedy for remedy in Remedy if remedy.startswith("build")])
def test_a_build_is_one_command_of_the_makefile_that_the_readme_has_too(remedy: Remedy) -> None:
    command = remedy_command(finding(FindingKind.NO_BACKEND, remedy))
    assert command.startswith("make ")
    target = command.split()[1]
    assert re.search(rf"^{target}:", (_ROOT / "Makefile").read_text(), re.MULTILINE)
    assert f"`{command}`" in (_ROOT / "README.md").read_text()


def test_a_variable_is_named() -> None:
    hidden = finding(FindingKind.HIDDEN, Remedy.UNSET_VARIABLE)
    assert remedy_command(hidden) == "unset CUDA_VISIBLE_DEVICES"


def test_what_is_no_matter_of_typing_has_no_command() -> None:
    assert remedy_command(finding(FindingKind.RESTART_DUE, Remedy.RESTART_COMPUTER)) == ""
    assert remedy_command(finding(FindingKind.NO_BACKEND, Remedy.GET_VULKAN_VERSION)) == ""
    assert remedy_command(finding(FindingKind.NO_CARD)) == ""

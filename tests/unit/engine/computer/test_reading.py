from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_llm.engine.computer.facts import ComputerFacts, NvidiaDriver, Variable
from desktop_llm.engine.computer.reading import computer_facts, read_computer


@pytest.mark.parametrize(
    ("platform", "tools"),
    [
        ("linux", ["nvidia-smi"]),
        ("darwin", ["system_profiler"]),
        ("win32", ["powershell.exe", "nvidia-smi"]),
    ],
)
def test_each_system_is_asked_with_its_own_tools(tmp_path: Path, platform: str, tools: list[str]) -> None:
    asked: list[str] = []

    def run(command: Sequence[str]) -> str:
        asked.append(command[0])
        return ""

    assert computer_facts(platform, {"SYSTEMROOT": str(tmp_path)}, run, tmp_path) == ComputerFacts()
    assert asked == tools


def test_the_kernels_own_version_of_the_driver_is_read(tmp_path: Path) -> None:
    (tmp_path / "proc/driver/nvidia").mkdir(parents=True)
    (tmp_path / "proc/driver/nvidia/version").write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.256.02\n")
    facts = computer_facts("linux", {}, lambda _command: "", tmp_path)
    assert facts.nvidia == NvidiaDriver(version="470.256.02")


def test_variables_that_hide_devices_are_told_even_if_they_are_empty(tmp_path: Path) -> None:
    environment = {"CUDA_VISIBLE_DEVICES": "", "HIP_VISIBLE_DEVICES": "1", "PATH": "/usr/bin"}
    facts = computer_facts("linux", environment, lambda _command: "", tmp_path)
    assert facts.variables == (Variable("CUDA_VISIBLE_DEVICES", ""), Variable("HIP_VISIBLE_DEVICES", "1"))


def test_this_computer_can_be_read() -> None:
    facts = read_computer()
    assert all(card.name for card in facts.cards)

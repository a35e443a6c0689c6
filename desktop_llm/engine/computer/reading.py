"""Asks this computer's operating system for its graphics cards and drivers. Takes up to seconds: in the background."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from desktop_llm.engine.computer.commands import Run, output_of
from desktop_llm.engine.computer.facts import ComputerFacts, Variable
from desktop_llm.engine.computer.linux import read_linux
from desktop_llm.engine.computer.macos import PROFILER_COMMAND, read_macos
from desktop_llm.engine.computer.nvidia import SMI_COMMAND, nvidia_report
from desktop_llm.engine.computer.windows import INVENTORY_COMMAND, read_windows

HIDING_VARIABLES: Final = (
    "CUDA_VISIBLE_DEVICES",
    "GGML_VK_VISIBLE_DEVICES",
    "HIP_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES",
)


def read_computer() -> ComputerFacts:
    """What can be known of this one. What cannot be read is left out; nothing is raised."""
    return computer_facts(sys.platform, os.environ, output_of, Path("/"))


def computer_facts(platform: str, environment: Mapping[str, str], run: Run, root: Path) -> ComputerFacts:
    """`platform` as in sys.platform; `run` starts one of the system's tools and returns what it prints."""
    return replace(_facts(platform, environment, run, root), variables=_variables(environment))


def _facts(platform: str, environment: Mapping[str, str], run: Run, root: Path) -> ComputerFacts:
    if platform == "darwin":
        return read_macos(run(PROFILER_COMMAND))
    if platform == "win32":
        folder = Path(environment.get("SYSTEMROOT", "C:/Windows"))
        return read_windows(run(INVENTORY_COMMAND), nvidia_report(run(SMI_COMMAND)), folder)
    return read_linux(root, nvidia_report(run(SMI_COMMAND), _module_version(root)))


def _module_version(root: Path) -> str:
    try:
        return (root / "proc/driver/nvidia/version").read_text("utf-8", "replace")
    except OSError:
        return ""


def _variables(environment: Mapping[str, str]) -> tuple[Variable, ...]:
    return tuple(Variable(name, environment[name]) for name in HIDING_VARIABLES if name in environment)

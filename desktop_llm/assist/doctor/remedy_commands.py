"""The one command that carries out what the doctor advises, where there is one. Any thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.assist.doctor.diagnosis import Finding, Remedy

# As the README has them: for a checkout, whose llama.cpp is compiled on the spot.
_COMMANDS: Final[Mapping[Remedy, str]] = {
    Remedy.BUILD_CUDA: "make gpu BACKEND=CUDA",
    Remedy.BUILD_VULKAN: "make gpu BACKEND=VULKAN",
    Remedy.BUILD_HIP: "make gpu BACKEND=HIP",
    Remedy.BUILD_METAL: "make gpu BACKEND=METAL",
    Remedy.BUILD_AGAIN: "make cpu",
    Remedy.JOIN_RENDER_GROUP: "sudo usermod -aG render,video $USER",
}


def remedy_command(finding: Finding) -> str:
    """To be typed in a terminal; empty where the remedy is none of typing."""
    if finding.remedy is Remedy.UNSET_VARIABLE:
        return f"unset {finding.facts['variable']}"
    return _COMMANDS.get(finding.remedy, "") if finding.remedy else ""

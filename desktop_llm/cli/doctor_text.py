"""What the doctor found, in one line of English each, for the terminal. The window has its own, translated texts."""

from collections.abc import Iterator, Mapping
from typing import Final

from desktop_llm.assist.doctor.diagnosis import Diagnosis, Finding, FindingKind, Patient, Remedy
from desktop_llm.assist.doctor.remedy_commands import remedy_command
from desktop_llm.cli.text import error_line, file_size, phrased
from desktop_llm.engine.messages import Device, MachineMeasured
from desktop_llm.errors import RequestFailedError

_FINDINGS: Final[Mapping[FindingKind, str]] = {
    FindingKind.USED: "{card} does the work: the whole model is on it.",
    FindingKind.PARTLY_USED: "{card} holds {n_gpu_layers} of {n_layers} layers; the processor does the rest.",
    FindingKind.READY: "{card} is ready; {free_bytes} of its memory are free.",
    FindingKind.SWITCHED_OFF: "{card} is not used: the settings keep all layers on the processor.",
    FindingKind.FAILED_WHEN_LOADING: "{card} is not used: loading the model on it failed.",
    FindingKind.TOO_LITTLE_MEMORY: "{card} is not used: too little of its memory is free ({free_bytes}).",
    FindingKind.BESIDE_BETTER_CARD: "{card} is not needed: there is a faster graphics card.",
    FindingKind.NOT_FOR_COMPUTING: "{card} draws the screen and cannot compute.",
    FindingKind.RESTART_DUE: "{card} is not used: its driver was updated, and the old one still runs.",
    FindingKind.NO_DRIVER: "{card} is not used: it has no driver that can compute.",
    FindingKind.DRIVER_TOO_OLD: "{card} is not used: its driver {version} is too old, {needed} or newer is needed.",
    FindingKind.NO_BACKEND: "{card} is not used: llama.cpp was built without support for it (only {backends}).",
    FindingKind.CRASHED: "{card} is not used: the engine ended when it used it, and goes on without.",
    FindingKind.HIDDEN: "{card} is not used: the variable {variable}={value} hides it.",
    FindingKind.NOT_ALLOWED: "{card} is not used: your user may not open {file}.",
    FindingKind.NO_VULKAN_DRIVER: "{card} is not used: its Vulkan driver is not installed.",
    FindingKind.NOT_SEEN: "{card} is not used: llama.cpp does not see it. {complaint}",
    FindingKind.NO_CARD: "There is no graphics card: the processor does all the work.",
    FindingKind.ENGINE_FAILED: "The engine does not start.",
    FindingKind.MODEL_FAILED: "The model could not be loaded.",
    FindingKind.SLOW_BUILD: "llama.cpp was built without {features}, which this processor has.",
    FindingKind.SLOWER_THAN_EXPECTED: (
        "The model writes {measured_tokens_per_s} tokens/s; {expected_tokens_per_s} were expected."
    ),
}

_REMEDIES: Final[Mapping[Remedy, str]] = {
    Remedy.RESTART_COMPUTER: "Restart the computer.",
    Remedy.UNSET_VARIABLE: "Remove the variable {variable} from your environment.",
    Remedy.LEAVE_LAYERS_TO_PROGRAM: "Set the layers on the graphics card to automatic in the settings.",
    Remedy.FREE_CARD_MEMORY: "Close programs that use the graphics card, or choose a smaller model.",
    Remedy.JOIN_RENDER_GROUP: "Add your user to the groups render and video, then log in again.",
    Remedy.INSTALL_DRIVER: "Install the driver of the graphics card's maker.",
    Remedy.UPDATE_DRIVER: "Update the driver of the graphics card.",
    Remedy.INSTALL_VULKAN_DRIVER: "Install the Vulkan driver of the graphics card.",
    Remedy.BUILD_CUDA: "Build llama.cpp for CUDA.",
    Remedy.BUILD_VULKAN: "Build llama.cpp for Vulkan.",
    Remedy.BUILD_HIP: "Build llama.cpp for ROCm.",
    Remedy.BUILD_METAL: "Build llama.cpp for Metal.",
    Remedy.BUILD_AGAIN: "Build llama.cpp again, for this computer.",
    Remedy.GET_VULKAN_VERSION: (
        "Install the version for graphics cards instead; the name of its file begins with desktop-llm-vulkan."
    ),
    Remedy.INSTALL_AGAIN: "Install the program again: a part of it is missing or broken.",
    Remedy.SMALLER_MODEL: "A smaller model, or a smaller context, would fit on the graphics card whole.",
    Remedy.CLOSE_PROGRAMS: "Close programs that are busy, and plug in a laptop.",
    Remedy.COPY_REPORT: "Run `desktop-llm doctor --json` and show it to somebody who helps.",
    Remedy.STAY_ON_PROCESSOR: (
        "A smaller model, if answers are slow: no version of this program uses graphics cards on this system."
    ),
}


def diagnosis_lines(diagnosis: Diagnosis) -> Iterator[str]:
    """A page to read: what was found, the figures behind it, and what helps most."""
    patient = diagnosis.patient
    yield from (_finding_line(finding, patient) for finding in diagnosis.findings)
    yield ""
    yield from (f"{name:<18}{value}" for name, value in _figures(patient) if value)
    yield ""
    yield from _advice_lines(diagnosis.advised)


def _finding_line(finding: Finding, patient: Patient) -> str:
    line = phrased(_FINDINGS[finding.kind], {"card": finding.card} | finding.facts)
    is_failure = finding.kind in (FindingKind.ENGINE_FAILED, FindingKind.MODEL_FAILED)
    if not is_failure or patient.failure is None:
        return line
    return f"{line} {error_line(RequestFailedError(patient.failure.code, **patient.failure.facts))}"


def _advice_lines(advised: Finding | None) -> Iterator[str]:
    if advised is None or advised.remedy is None:
        yield "There is nothing to mend."
        return
    yield f"What helps most: {phrased(_REMEDIES[advised.remedy], advised.facts)}"
    if command := remedy_command(advised):
        yield f"  {command}"


def _figures(patient: Patient) -> Iterator[tuple[str, str]]:
    if patient.machine is not None:
        yield from _machine_figures(patient.machine)
    yield "NVIDIA driver", patient.computer.nvidia.version
    model, speed = patient.model, patient.speed
    if model is not None:
        yield "Model", f"{model.name}, {model.quantization}"
        yield "On graphics cards", f"{model.n_gpu_layers} of {model.n_layers + 1} layers"
    if speed.expected_tokens_per_s is not None:
        yield "Expected speed", f"about {speed.expected_tokens_per_s:.0f} tokens/s"
    if speed.measured_tokens_per_s is not None:
        yield "Measured speed", f"{speed.measured_tokens_per_s:.1f} tokens/s"


def _machine_figures(machine: MachineMeasured) -> Iterator[tuple[str, str]]:
    for device in machine.devices:
        yield f"Device {device.name}", ", ".join(filter(None, (device.description, _memory_text(device))))
    yield "Memory", f"{file_size(machine.free_bytes)} of {file_size(machine.total_bytes)} free"
    yield "Bandwidth", f"{machine.bandwidth_bytes_per_s / 1e9:.1f} GB/s with {machine.n_threads} threads"
    yield "Processor", " ".join(machine.processor_features)
    yield "llama.cpp", f"backends {' '.join(machine.backends)}; built for {' '.join(machine.built_features)}"
    yield "Its build for", machine.processor_build


def _memory_text(device: Device) -> str:
    """Nothing for the processor: what llama.cpp calls its memory is all that is installed, free or not."""
    if device.kind == "cpu" or not device.total_bytes:
        return ""
    return f"{file_size(device.free_bytes)} of {file_size(device.total_bytes)} free"

"""What the doctor found, in words for people: sentences, one piece of advice, figures. GUI thread."""

from collections.abc import Iterator, Mapping
from typing import Final

from desktop_llm.assist.doctor.diagnosis import Diagnosis, Finding, FindingKind, Patient, Remedy
from desktop_llm.assist.doctor.remedy_commands import remedy_command
from desktop_llm.engine.messages import MachineMeasured
from desktop_llm.errors import Fact
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.i18n import (
    QT_TRANSLATE_NOOP,
    decimal_text,
    labelled_text,
    list_text,
    number_text,
    size_text,
    translate,
)
from desktop_llm.ui.widgets.settings.computer_report import ComputerReportContent, ReportLine, ReportPhase

_FINDINGS: Final[Mapping[FindingKind, str]] = {
    FindingKind.USED: QT_TRANSLATE_NOOP("DoctorText", "{card} does the work: the whole model is on it."),
    FindingKind.PARTLY_USED: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} holds {n_gpu_layers} of the model's {n_layers} layers; the processor does the rest."
    ),
    FindingKind.READY: QT_TRANSLATE_NOOP("DoctorText", "{card} is ready: {free_bytes} of its memory are free."),
    FindingKind.SWITCHED_OFF: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: the settings keep the model on the processor."
    ),
    FindingKind.FAILED_WHEN_LOADING: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: putting the model on it failed."
    ),
    FindingKind.TOO_LITTLE_MEMORY: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: only {free_bytes} of its memory are free."
    ),
    FindingKind.BESIDE_BETTER_CARD: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not needed: there is a faster graphics card."
    ),
    FindingKind.NOT_FOR_COMPUTING: QT_TRANSLATE_NOOP("DoctorText", "{card} only draws the screen."),
    FindingKind.RESTART_DUE: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: its driver was updated and waits for a restart of the computer."
    ),
    FindingKind.NO_DRIVER: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: there is no driver with which it could compute."
    ),
    FindingKind.DRIVER_TOO_OLD: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: its driver {version} is too old, {needed} or newer is needed."
    ),
    FindingKind.NO_BACKEND: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: this program was built without support for it."
    ),
    FindingKind.CRASHED: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: it brought the model down, which now does without it."
    ),
    FindingKind.HIDDEN: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: the variable {variable} is set on this computer and hides it."
    ),
    FindingKind.NOT_ALLOWED: QT_TRANSLATE_NOOP("DoctorText", "{card} is not used: you are not allowed to use {file}."),
    FindingKind.NO_VULKAN_DRIVER: QT_TRANSLATE_NOOP(
        "DoctorText", "{card} is not used: a part of its driver is missing (Vulkan)."
    ),
    FindingKind.NOT_SEEN: QT_TRANSLATE_NOOP("DoctorText", "{card} is not used, and nothing tells why."),
    FindingKind.NO_CARD: QT_TRANSLATE_NOOP("DoctorText", "There is no graphics card; the processor does all the work."),
    FindingKind.ENGINE_FAILED: QT_TRANSLATE_NOOP(
        "DoctorText", "The part of the program that runs the model does not start."
    ),
    FindingKind.MODEL_FAILED: QT_TRANSLATE_NOOP("DoctorText", "The model could not be loaded."),
    FindingKind.SLOW_BUILD: QT_TRANSLATE_NOOP(
        "DoctorText", "This program leaves parts of your processor unused ({features})."
    ),
    FindingKind.SLOWER_THAN_EXPECTED: QT_TRANSLATE_NOOP(
        "DoctorText",
        "The model writes {measured_tokens_per_s} tokens a second, and about {expected_tokens_per_s} were expected.",
    ),
}

_HEALTHY: Final = QT_TRANSLATE_NOOP("DoctorText", "There is nothing to mend.")
_COMMAND_ADVICE: Final = QT_TRANSLATE_NOOP(
    "DoctorText", "Type this in a terminal in the program's folder, then start the program again. It takes a while."
)
_REMEDIES: Final[Mapping[Remedy, str]] = {
    Remedy.RESTART_COMPUTER: QT_TRANSLATE_NOOP("DoctorText", "Restart the computer."),
    Remedy.UNSET_VARIABLE: QT_TRANSLATE_NOOP(
        "DoctorText", "Remove the variable {variable} from your environment, then start the program again."
    ),
    Remedy.LEAVE_LAYERS_TO_PROGRAM: QT_TRANSLATE_NOOP(
        "DoctorText", "Let the program decide how much of the model goes on the graphics card."
    ),
    Remedy.FREE_CARD_MEMORY: QT_TRANSLATE_NOOP(
        "DoctorText", "Close other programs that use the graphics card, or choose a smaller model."
    ),
    Remedy.JOIN_RENDER_GROUP: QT_TRANSLATE_NOOP(
        "DoctorText", "Type this in a terminal, log out and in again, then start the program."
    ),
    Remedy.INSTALL_DRIVER: QT_TRANSLATE_NOOP("DoctorText", "Install the driver of the graphics card's maker."),
    Remedy.UPDATE_DRIVER: QT_TRANSLATE_NOOP("DoctorText", "Update the driver of the graphics card."),
    Remedy.INSTALL_VULKAN_DRIVER: QT_TRANSLATE_NOOP(
        "DoctorText", "Install the Vulkan driver of the graphics card, then start the program again."
    ),
    Remedy.BUILD_CUDA: _COMMAND_ADVICE,
    Remedy.BUILD_VULKAN: _COMMAND_ADVICE,
    Remedy.BUILD_HIP: _COMMAND_ADVICE,
    Remedy.BUILD_METAL: _COMMAND_ADVICE,
    Remedy.BUILD_AGAIN: _COMMAND_ADVICE,
    Remedy.GET_VULKAN_VERSION: QT_TRANSLATE_NOOP(
        "DoctorText",
        "Get the version for graphics cards where you got this one, and install it instead: the name of its file "
        "begins with desktop-llm-vulkan.",
    ),
    Remedy.INSTALL_AGAIN: QT_TRANSLATE_NOOP(
        "DoctorText", "Install the program again: a part of it is missing or broken."
    ),
    Remedy.SMALLER_MODEL: QT_TRANSLATE_NOOP(
        "DoctorText", "A smaller model, or a smaller context, would fit on the graphics card whole and be much quicker."
    ),
    Remedy.CLOSE_PROGRAMS: QT_TRANSLATE_NOOP("DoctorText", "Close programs that are busy, and plug in a laptop."),
    Remedy.COPY_REPORT: QT_TRANSLATE_NOOP("DoctorText", "Show the report to somebody who knows computers."),
    Remedy.STAY_ON_PROCESSOR: QT_TRANSLATE_NOOP(
        "DoctorText",
        "If answers are slow, choose a smaller model: no version of this program uses graphics cards on this system.",
    ),
}


def report_of(diagnosis: Diagnosis) -> ComputerReportContent:
    """The diagnosis as it is shown."""
    advised, patient = diagnosis.advised, diagnosis.patient
    remedy = advised.remedy if advised else None
    return ComputerReportContent(
        phase=ReportPhase.DONE,
        lines=tuple(ReportLine(_sentence(each, patient), is_ailment=each == advised) for each in diagnosis.findings),
        advice=_filled(_REMEDIES[remedy], advised) if advised and remedy else translate("DoctorText", _HEALTHY),
        command=remedy_command(advised) if advised else "",
        button=_button(advised) if advised else "",
        figures=tuple((name, value) for name, value in _figures(patient) if value),
    )


def report_text(content: ComputerReportContent) -> str:
    """All of it as plain text, for somebody who helps."""
    findings = [line.text for line in content.lines]
    advice = [text for text in (content.advice, content.command) if text]
    return "\n".join([*findings, *advice, *(labelled_text(name, value) for name, value in content.figures)])


def _sentence(finding: Finding, patient: Patient) -> str:
    if finding.kind is FindingKind.MODEL_FAILED and patient.failure is not None:
        return error_text(patient.failure.code, patient.failure.facts).sentence
    return _filled(_FINDINGS[finding.kind], finding)


def _filled(template: str, finding: Finding) -> str:
    words = {name: _fact_text(name, value) for name, value in finding.facts.items()}
    return translate("DoctorText", template).format_map({"card": finding.card} | words)


def _fact_text(name: str, value: Fact) -> str:
    if name.endswith("_bytes") and isinstance(value, int):
        return size_text(value)
    if isinstance(value, float):
        return decimal_text(value)
    return number_text(value) if isinstance(value, int) else value


def _button(finding: Finding) -> str:
    if remedy_command(finding):
        return translate("DoctorText", "Copy")
    match finding.remedy:
        case Remedy.LEAVE_LAYERS_TO_PROGRAM:
            return translate("DoctorText", "Let it decide")
        case Remedy.FREE_CARD_MEMORY | Remedy.SMALLER_MODEL | Remedy.STAY_ON_PROCESSOR:
            return translate("DoctorText", "Choose a model")
        case _:
            return ""


def _figures(patient: Patient) -> Iterator[tuple[str, str]]:
    model, speed = patient.model, patient.speed
    if model is not None:
        yield translate("DoctorText", "Model"), list_text((model.name, model.quantization))
        layers = translate("DoctorText", "{n_gpu_layers} of {n_layers} layers")
        yield (
            translate("DoctorText", "On graphics cards"),
            layers.format(n_gpu_layers=number_text(model.n_gpu_layers), n_layers=number_text(model.n_layers + 1)),
        )
    rate = translate("DoctorText", "{rate} tokens a second")
    if speed.expected_tokens_per_s:
        expected = rate.format(rate=number_text(round(speed.expected_tokens_per_s)))
        yield translate("DoctorText", "Expected speed"), translate("DoctorText", "about {speed}").format(speed=expected)
    if speed.measured_tokens_per_s:
        measured = rate.format(rate=decimal_text(speed.measured_tokens_per_s))
        yield translate("DoctorText", "Measured speed"), measured
    if patient.machine is not None:
        yield from _machine_figures(patient.machine)
    yield translate("DoctorText", "NVIDIA driver"), patient.computer.nvidia.version


def _machine_figures(machine: MachineMeasured) -> Iterator[tuple[str, str]]:
    free = translate("DoctorText", "{free} of {total} free")
    for device in machine.devices:
        # What llama.cpp calls the processor's memory is all that is installed, free or not.
        has_own_memory = device.kind != "cpu" and device.total_bytes > 0
        memory = free.format(free=size_text(device.free_bytes), total=size_text(device.total_bytes))
        yield device.name, list_text((device.description, memory if has_own_memory else ""))
    yield (
        translate("DoctorText", "Memory"),
        free.format(free=size_text(machine.free_bytes), total=size_text(machine.total_bytes)),
    )
    yield (
        translate("DoctorText", "Memory speed"),
        translate("DoctorText", "{rate} GB a second").format(rate=decimal_text(machine.bandwidth_bytes_per_s / 1e9)),
    )
    yield translate("DoctorText", "The processor has"), " ".join(machine.processor_features)
    yield translate("DoctorText", "Built for"), " ".join([*machine.backends, *machine.built_features])
    yield translate("DoctorText", "Built for processors like"), machine.processor_build
    yield translate("DoctorText", "The driver says"), machine.complaint

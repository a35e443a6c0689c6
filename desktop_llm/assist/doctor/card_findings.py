"""Why each graphics card is used for the model, or is not. Pure; any thread."""

from collections.abc import Iterable, Iterator
from typing import Final

from desktop_llm.assist.doctor.diagnosis import Finding, FindingKind, Patient, ProgramKind, Remedy
from desktop_llm.engine.computer.facts import Access, ComputerFacts, GraphicsCard, Vendor
from desktop_llm.engine.messages import Device, LoadNote, MachineMeasured, ModelDescription
from desktop_llm.errors import Fact

# llama.cpp's names of the backends that can drive a maker's cards, the better one first.
_BACKENDS: Final[dict[Vendor, tuple[str, ...]]] = {
    Vendor.NVIDIA: ("CUDA", "Vulkan"),
    Vendor.AMD: ("ROCm", "Vulkan", "MTL"),
    Vendor.INTEL: ("SYCL", "Vulkan", "MTL"),
    Vendor.APPLE: ("MTL",),
    Vendor.OTHER: (),
}
_VARIABLES: Final = {
    "CUDA_VISIBLE_DEVICES": "CUDA",
    "HIP_VISIBLE_DEVICES": "ROCm",
    "ROCR_VISIBLE_DEVICES": "ROCm",
    "GGML_VK_VISIBLE_DEVICES": "Vulkan",
}
_WORDS: Final = {
    Vendor.NVIDIA: ("nvidia", "geforce", "quadro", "tesla"),
    Vendor.AMD: ("amd", "radeon"),
    Vendor.INTEL: ("intel",),
    Vendor.APPLE: ("apple",),
    Vendor.OTHER: (),
}
_VULKAN_MANIFESTS: Final = {
    Vendor.NVIDIA: ("nvidia", "nouveau"),
    Vendor.AMD: ("radeon", "amd"),
    Vendor.INTEL: ("intel",),
}
# The kernel's drivers on top of which computing is possible; NVIDIA's cards need NVIDIA's own, which has a version.
_IDLE_DRIVERS: Final = ("", "nouveau", "vfio-pci", "radeon")
# CUDA 12 needs the first, the oldest that llama.cpp of today is built with, CUDA 13 the second.
_CUDA_12_DRIVER: Final = 525
_CUDA_13_DRIVER: Final = 580
_TOO_OLD_WORDS: Final = "insufficient"  # "CUDA driver version is insufficient for CUDA runtime version"


def card_findings(patient: Patient) -> Iterator[Finding]:
    """One for each card that the system tells of, and for each that llama.cpp knows besides."""
    devices = [device for device in _devices(patient) if device.kind in ("gpu", "igpu")]
    for card in patient.computer.cards:
        device = _device_of(card, devices)
        if device is None:
            yield _unseen(card, patient)
        else:
            devices.remove(device)
            yield _seen(device, patient, name=card.name)
    for device in devices:  # the system did not tell of it, llama.cpp knows it all the same
        yield _seen(device, patient, name=device.description or device.name)


def _devices(patient: Patient) -> tuple[Device, ...]:
    return patient.machine.devices if patient.machine else ()


def _device_of(card: GraphicsCard, devices: Iterable[Device]) -> Device | None:
    """By its address on the bus; where a backend does not tell that, by its maker."""
    devices = tuple(devices)
    if card.pci_address:
        for device in devices:
            if device.pci_address == card.pci_address:
                return device
    unplaced = (device for device in devices if not device.pci_address or not card.pci_address)
    return next((device for device in unplaced if _is_made_by(card.vendor, device)), None)


def _is_made_by(vendor: Vendor, device: Device) -> bool:
    text = f"{device.name} {device.description}".casefold()
    return any(word in text for word in _WORDS[vendor])


def _seen(device: Device, patient: Patient, *, name: str) -> Finding:
    model = patient.model
    if model is None:
        return Finding(kind=FindingKind.READY, card=name, facts={"free_bytes": device.free_bytes})
    if device.kind == "igpu" and any(each.kind == "gpu" for each in _devices(patient)):
        return Finding(kind=FindingKind.BESIDE_BETTER_CARD, card=name)
    if model.n_gpu_layers > model.n_layers:
        return Finding(kind=FindingKind.USED, card=name, facts={"n_gpu_layers": model.n_gpu_layers})
    if model.n_gpu_layers:
        facts: dict[str, Fact] = {"n_gpu_layers": model.n_gpu_layers, "n_layers": model.n_layers + 1}
        return Finding(kind=FindingKind.PARTLY_USED, card=name, facts=facts, remedy=Remedy.SMALLER_MODEL)
    return _idle(device, patient, model, name=name)


def _idle(device: Device, patient: Patient, model: ModelDescription, *, name: str) -> Finding:
    """llama.cpp sees the card, and no layer of the model is on it."""
    if patient.params.n_gpu_layers == 0:
        return Finding(kind=FindingKind.SWITCHED_OFF, card=name, remedy=Remedy.LEAVE_LAYERS_TO_PROGRAM)
    if LoadNote.NO_GPU_LAYERS in model.notes:
        return Finding(kind=FindingKind.FAILED_WHEN_LOADING, card=name, remedy=Remedy.FREE_CARD_MEMORY)
    facts: dict[str, Fact] = {"free_bytes": device.free_bytes}
    return Finding(kind=FindingKind.TOO_LITTLE_MEMORY, card=name, facts=facts, remedy=Remedy.FREE_CARD_MEMORY)


def _unseen(card: GraphicsCard, patient: Patient) -> Finding:
    """Why llama.cpp does not see it: the driver first, then what llama.cpp was built with, then what is in between."""
    computer = patient.computer
    if card.vendor is Vendor.OTHER:
        return Finding(kind=FindingKind.NOT_FOR_COMPUTING, card=card.name)
    ailing = _driver_ailment(card, patient)
    if ailing is not None or patient.machine is None:
        return ailing or Finding(kind=FindingKind.NOT_SEEN, card=card.name)
    backends = [each for each in _BACKENDS[card.vendor] if each in patient.machine.backends]
    if not backends:
        facts: dict[str, Fact] = {"backends": ", ".join(patient.machine.backends)}
        return Finding(kind=FindingKind.NO_BACKEND, card=card.name, facts=facts, remedy=_other_build(card, patient))
    if patient.machine.is_without_cards:
        return Finding(kind=FindingKind.CRASHED, card=card.name, remedy=Remedy.UPDATE_DRIVER)
    return _hidden(card, backends, patient) or _blocked(card, backends, patient.machine, computer)


def _driver_ailment(card: GraphicsCard, patient: Patient) -> Finding | None:
    nvidia = patient.computer.nvidia
    complaint = patient.machine.complaint if patient.machine else ""
    if card.vendor is not Vendor.NVIDIA:
        return _no_driver(card) if card.driver in _IDLE_DRIVERS else None
    if nvidia.is_restart_due:
        return Finding(kind=FindingKind.RESTART_DUE, card=card.name, remedy=Remedy.RESTART_COMPUTER)
    if not nvidia.version:
        return _no_driver(card)
    is_ancient = _major(nvidia.version) < _CUDA_12_DRIVER
    if is_ancient or _TOO_OLD_WORDS in complaint:
        needed = _CUDA_12_DRIVER if is_ancient else _CUDA_13_DRIVER
        facts: dict[str, Fact] = {"version": nvidia.version, "needed": str(needed)}
        return Finding(kind=FindingKind.DRIVER_TOO_OLD, card=card.name, facts=facts, remedy=Remedy.UPDATE_DRIVER)
    return None


def _no_driver(card: GraphicsCard) -> Finding:
    facts: dict[str, Fact] = {"driver": card.driver}
    return Finding(kind=FindingKind.NO_DRIVER, card=card.name, facts=facts, remedy=Remedy.INSTALL_DRIVER)


def _other_build(card: GraphicsCard, patient: Patient) -> Remedy:
    """What people install comes with Vulkan too for Linux, always with Metal for macOS, with neither for Windows."""
    match patient.program:
        case ProgramKind.CHECKOUT:
            return _own_build(card, patient.computer)
        case ProgramKind.LINUX:
            return Remedy.GET_VULKAN_VERSION
        case ProgramKind.MACOS:
            return Remedy.INSTALL_AGAIN
        case ProgramKind.WINDOWS:
            return Remedy.STAY_ON_PROCESSOR


def _own_build(card: GraphicsCard, computer: ComputerFacts) -> Remedy:
    """A maker's own toolkit where it is installed; Vulkan needs none and is nearly as quick."""
    match card.vendor:
        case Vendor.APPLE:
            return Remedy.BUILD_METAL
        case Vendor.NVIDIA if computer.has_cuda_toolkit:
            return Remedy.BUILD_CUDA
        case Vendor.AMD if computer.has_rocm:
            return Remedy.BUILD_HIP
        case _:
            return Remedy.BUILD_METAL if card.driver == "metal" else Remedy.BUILD_VULKAN


def _hidden(card: GraphicsCard, backends: list[str], patient: Patient) -> Finding | None:
    is_another_seen = any(_is_made_by(card.vendor, device) for device in _devices(patient))
    for variable in patient.computer.variables:
        if _VARIABLES.get(variable.name) in backends and (is_another_seen or _hides_all(variable.value)):
            facts: dict[str, Fact] = {"variable": variable.name, "value": variable.value}
            return Finding(kind=FindingKind.HIDDEN, card=card.name, facts=facts, remedy=Remedy.UNSET_VARIABLE)
    return None


def _hides_all(value: str) -> bool:
    """CUDA reads indices and names up to the first one that is none: "" and "-1" leave nothing."""
    first = value.split(",", maxsplit=1)[0].strip()
    return not first or first.startswith("-") or first.casefold() == "none"


def _blocked(card: GraphicsCard, backends: list[str], machine: MachineMeasured, computer: ComputerFacts) -> Finding:
    needs_vulkan = backends == ["Vulkan"]
    access, file = (
        (computer.kfd_access, "/dev/kfd") if "ROCm" in backends else (computer.render_access, "/dev/dri/renderD128")
    )
    if access is Access.FORBIDDEN and card.vendor is not Vendor.NVIDIA:
        facts: dict[str, Fact] = {"file": file}
        return Finding(kind=FindingKind.NOT_ALLOWED, card=card.name, facts=facts, remedy=Remedy.JOIN_RENDER_GROUP)
    if needs_vulkan and not _has_vulkan_driver(card.vendor, computer):
        return Finding(kind=FindingKind.NO_VULKAN_DRIVER, card=card.name, remedy=Remedy.INSTALL_VULKAN_DRIVER)
    facts = {"complaint": machine.complaint}
    return Finding(kind=FindingKind.NOT_SEEN, card=card.name, facts=facts, remedy=Remedy.COPY_REPORT)


def _has_vulkan_driver(vendor: Vendor, computer: ComputerFacts) -> bool:
    words = (*_VULKAN_MANIFESTS.get(vendor, ()), "vulkan-1")
    return any(manifest.startswith(words) for manifest in computer.vulkan_drivers)


def _major(version: str) -> int:
    head = version.split(".", maxsplit=1)[0]
    return int(head) if head.isdecimal() else 0

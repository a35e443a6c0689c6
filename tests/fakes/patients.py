"""Computers for tests of the doctor, told apart by what the test cares about."""

from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import Finding, FindingKind, Patient, Remedy
from desktop_llm.engine.computer.facts import ComputerFacts, GraphicsCard, NvidiaDriver, Vendor
from desktop_llm.engine.messages import Device, MachineMeasured, ModelDescription
from desktop_llm.engine.scripted_client import SCRIPTED_MACHINE, SCRIPTED_MODEL
from desktop_llm.errors import Fact

GIGABYTE = 10**9

GEFORCE = GraphicsCard(
    vendor=Vendor.NVIDIA, name="NVIDIA GeForce RTX 3060", pci_address="0000:01:00.0", driver="nvidia"
)
RADEON = GraphicsCard(vendor=Vendor.AMD, name="AMD Radeon RX 7900", pci_address="0000:03:00.0", driver="amdgpu")
IRIS = GraphicsCard(vendor=Vendor.INTEL, name="Intel Iris Xe", pci_address="0000:00:02.0", driver="i915")
APPLE = GraphicsCard(vendor=Vendor.APPLE, name="Apple M2", driver="metal")
VIRTUAL = GraphicsCard(vendor=Vendor.OTHER, name="QEMU standard VGA", pci_address="0000:00:01.0", driver="bochs-drm")
DRIVER = NvidiaDriver(version="560.35.03")

CUDA_DEVICE = Device("CUDA0", "NVIDIA GeForce RTX 3060", "gpu", 11 * GIGABYTE, 12 * GIGABYTE, "CUDA", "0000:01:00.0")
VULKAN_IRIS = Device("Vulkan1", "Intel(R) Iris(R) Xe Graphics (ADL GT2)", "igpu", 8 * GIGABYTE, 8 * GIGABYTE, "Vulkan")


# The facts that come with the kinds of findings that have some.
FACTS: dict[FindingKind, dict[str, Fact]] = {
    FindingKind.USED: {"n_gpu_layers": 33},
    FindingKind.PARTLY_USED: {"n_gpu_layers": 12, "n_layers": 33},
    FindingKind.READY: {"free_bytes": 11 * GIGABYTE},
    FindingKind.TOO_LITTLE_MEMORY: {"free_bytes": GIGABYTE},
    FindingKind.NO_DRIVER: {"driver": "nouveau"},
    FindingKind.DRIVER_TOO_OLD: {"version": "470.256.02", "needed": "525"},
    FindingKind.NO_BACKEND: {"backends": "CPU"},
    FindingKind.HIDDEN: {"variable": "CUDA_VISIBLE_DEVICES", "value": "-1"},
    FindingKind.NOT_ALLOWED: {"file": "/dev/kfd"},
    FindingKind.NOT_SEEN: {"complaint": "no CUDA-capable device is detected"},
    FindingKind.ENGINE_FAILED: {"reason": "libcuda.so.1 is missing"},
    FindingKind.MODEL_FAILED: {"needed_bytes": 9 * GIGABYTE, "free_bytes": 4 * GIGABYTE},
    FindingKind.SLOW_BUILD: {"features": "AVX2, AVX512"},
    FindingKind.SLOWER_THAN_EXPECTED: {"expected_tokens_per_s": 30.0, "measured_tokens_per_s": 4.5},
}


def finding(kind: FindingKind, remedy: Remedy | None = None) -> Finding:
    """One of this kind, with all the facts that come with it."""
    return Finding(kind=kind, card=GEFORCE.name, facts=FACTS.get(kind, {}), remedy=remedy)


def machine(*devices: Device, backends: tuple[str, ...] = ("CPU",), **changes: object) -> MachineMeasured:
    """A machine whose llama.cpp has these backends, and sees these devices besides the processor."""
    return replace(SCRIPTED_MACHINE, devices=(*SCRIPTED_MACHINE.devices, *devices), backends=backends, **changes)


def model(n_gpu_layers: int, **changes: object) -> ModelDescription:
    """A model of 32 layers; with its output there are 33 to put on a card."""
    return replace(SCRIPTED_MODEL, n_layers=32, n_gpu_layers=n_gpu_layers, **changes)


def patient(*cards: GraphicsCard, measured: MachineMeasured | None = None, **facts: object) -> Patient:
    """A computer with these cards and what else is said of it."""
    computer = ComputerFacts(cards=cards, **{"nvidia": DRIVER} | facts)
    return Patient(computer=computer, machine=measured or machine())

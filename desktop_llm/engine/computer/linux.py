"""Graphics cards of Linux: PCI devices, kernel drivers, Vulkan's manifests and who may use what. Reads files only."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from desktop_llm.engine.computer.facts import Access, ComputerFacts, GraphicsCard, Vendor
from desktop_llm.engine.computer.nvidia import NvidiaReport

_VENDORS: Final = {"10de": Vendor.NVIDIA, "1002": Vendor.AMD, "1022": Vendor.AMD, "8086": Vendor.INTEL}
_SHORT_NAMES: Final = {Vendor.NVIDIA: "NVIDIA", Vendor.AMD: "AMD", Vendor.INTEL: "Intel"}
_DISPLAY_CLASS: Final = "0x03"
_PCI_NAMES: Final = ("usr/share/hwdata/pci.ids", "usr/share/misc/pci.ids")
_MARKETING_NAME: Final = re.compile(r"\[(.+)\]")
_VULKAN_MANIFESTS: Final = (
    "usr/share/vulkan/icd.d",
    "usr/local/share/vulkan/icd.d",
    "etc/vulkan/icd.d",
)
_CUDA_COMPILERS: Final = ("usr/local/cuda/bin/nvcc", "usr/bin/nvcc", "opt/cuda/bin/nvcc")
_SOFTWARE_DRIVER: Final = "lvp_icd"  # Mesa's, which computes on the processor

CanOpen = Callable[[Path], bool]


def can_read_and_write(path: Path) -> bool:
    return os.access(path, os.R_OK | os.W_OK)


def read_linux(root: Path, nvidia: NvidiaReport, can_open: CanOpen = can_read_and_write) -> ComputerFacts:
    """All but the variables of the environment. `root` is "/", or a folder that looks like it."""
    return ComputerFacts(
        cards=_with_nvidia(tuple(_pci_cards(root)), nvidia),
        nvidia=nvidia.driver,
        has_cuda_toolkit=any((root / path).exists() for path in _CUDA_COMPILERS),
        has_rocm=(root / "opt/rocm").exists(),
        vulkan_drivers=tuple(sorted(set(_vulkan_drivers(root)))),
        render_access=_access(_listed(root / "dev/dri", "renderD*"), can_open),
        kfd_access=_access(_listed(root / "dev", "kfd"), can_open),
    )


def _pci_cards(root: Path) -> Iterator[GraphicsCard]:
    names = _PciNames(root)
    for device in _listed(root / "sys/bus/pci/devices", "*"):
        if not _text(device / "class").startswith(_DISPLAY_CLASS):
            continue
        vendor_id, device_id = (_text(device / each).removeprefix("0x") for each in ("vendor", "device"))
        vendor = _VENDORS.get(vendor_id, Vendor.OTHER)
        memory = _text(device / "mem_info_vram_total")  # amdgpu's alone
        yield GraphicsCard(
            vendor=vendor,
            name=names.name_of(vendor_id, device_id, vendor),
            pci_address=device.name,
            driver=_driver(device),
            memory_bytes=int(memory) if memory.isdecimal() else 0,
        )


def _driver(device: Path) -> str:
    try:
        return (device / "driver").readlink().name
    except OSError:
        return ""


def _with_nvidia(cards: tuple[GraphicsCard, ...], nvidia: NvidiaReport) -> tuple[GraphicsCard, ...]:
    """NVIDIA's own tool knows names and memory; under Windows's Linux it alone knows the cards."""
    told = {card.pci_address: card for card in nvidia.cards}
    known = tuple(
        replace(told.pop(card.pci_address), driver=card.driver) if card.pci_address in told else card for card in cards
    )
    return (*known, *told.values())


class _PciNames:
    """The list of names that distributions ship. It is read when the first name is asked for."""

    def __init__(self, root: Path) -> None:
        self._paths = [root / path for path in _PCI_NAMES]

    def name_of(self, vendor_id: str, device_id: str, vendor: Vendor) -> str:
        short_name = _SHORT_NAMES.get(vendor, "")
        listed = self._listed_name(vendor_id, device_id)
        match = _MARKETING_NAME.search(listed)
        name = f"{short_name} {match[1] if match else listed}".strip()
        return name if listed else f"{short_name} {vendor_id}:{device_id}".strip()

    def _listed_name(self, vendor_id: str, device_id: str) -> str:
        """Lines are `10de  NVIDIA Corporation`, and below it, indented, `<tab>2504  GA106 [GeForce RTX 3060]`."""
        is_in_vendor = False
        for line in self._lines():
            if is_in_vendor and line.startswith(f"\t{device_id}  "):
                return line[len(device_id) + 3 :].strip()
            if line[:1].strip() and not line.startswith("#"):
                if is_in_vendor:
                    break
                is_in_vendor = line.startswith(f"{vendor_id}  ")
        return ""

    def _lines(self) -> Iterable[str]:
        path = next((path for path in self._paths if path.is_file()), None)
        return path.read_text("utf-8", "replace").splitlines() if path else ()


def _vulkan_drivers(root: Path) -> Iterator[str]:
    for folder in _VULKAN_MANIFESTS:
        for manifest in _listed(root / folder, "*.json"):
            if not manifest.name.startswith(_SOFTWARE_DRIVER):
                yield manifest.stem


def _access(paths: list[Path], can_open: CanOpen) -> Access:
    if not paths:
        return Access.ABSENT
    return Access.ALLOWED if any(can_open(path) for path in paths) else Access.FORBIDDEN


def _listed(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""

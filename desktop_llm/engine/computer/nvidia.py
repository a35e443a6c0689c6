"""NVIDIA's driver and cards, as its own tool and its kernel module tell of them (Linux and Windows)."""

import re
from typing import Final

from msgspec import Struct

from desktop_llm.engine.computer.facts import GraphicsCard, NvidiaDriver, Vendor

SMI_COMMAND: Final = (
    "nvidia-smi",
    "--query-gpu=name,pci.bus_id,memory.total,driver_version",
    "--format=csv,noheader,nounits",
)
# Said after an update of the driver: the kernel still runs the old one, the libraries are new.
_MISMATCH: Final = "version mismatch"
_MODULE_VERSION: Final = re.compile(r"Kernel Module(?:\s+for\s+\S+)?\s+(\d+(?:\.\d+)+)")
_PCI_ADDRESS: Final = re.compile(r"(?:[0-9A-Fa-f]{4})?([0-9A-Fa-f]{4}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.[0-9A-Fa-f])")
_MIB: Final = 1024**2
_N_FIELDS: Final = 4


class NvidiaReport(Struct, frozen=True):
    """What could be learnt of NVIDIA's part of this computer."""

    driver: NvidiaDriver = NvidiaDriver()
    cards: tuple[GraphicsCard, ...] = ()


def nvidia_report(smi_output: str, module_version: str = "") -> NvidiaReport:
    """From what `SMI_COMMAND` printed and from /proc/driver/nvidia/version, either of which may be empty."""
    match = _MODULE_VERSION.search(module_version)
    version = match[1] if match else ""
    if _MISMATCH in smi_output:
        return NvidiaReport(NvidiaDriver(version=version, is_restart_due=True))
    rows = [[field.strip() for field in line.split(",")] for line in smi_output.splitlines()]
    rows = [row for row in rows if len(row) == _N_FIELDS]
    if rows and not version:
        version = rows[0][-1]
    return NvidiaReport(NvidiaDriver(version=version), tuple(_card(row) for row in rows))


def _card(row: list[str]) -> GraphicsCard:
    name, bus_id, mib, _version = row
    match = _PCI_ADDRESS.fullmatch(bus_id)
    return GraphicsCard(
        vendor=Vendor.NVIDIA,
        name=name,
        pci_address=match[1].lower() if match else "",
        driver="nvidia",
        memory_bytes=int(mib) * _MIB if mib.isdecimal() else 0,
    )

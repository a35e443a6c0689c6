"""Graphics cards of Windows, as its own inventory tells of them."""

import logging
import re
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from desktop_llm.engine.computer.facts import ComputerFacts, GraphicsCard, NvidiaDriver, Vendor
from desktop_llm.engine.computer.nvidia import NvidiaReport

_log = logging.getLogger(__name__)

INVENTORY_COMMAND: Final = (
    "powershell.exe",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    (
        "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-CimInstance Win32_VideoController | "
        "Select-Object Name, PNPDeviceID, DriverVersion, ConfigManagerErrorCode | ConvertTo-Json -Compress"
    ),
)
_VENDOR_ID: Final = re.compile(r"PCI\\VEN_([0-9A-F]{4})", re.IGNORECASE)
_VENDORS: Final = {"10de": Vendor.NVIDIA, "1002": Vendor.AMD, "1022": Vendor.AMD, "8086": Vendor.INTEL}
# Windows draws with these while a card has no driver of its own.
_STOPGAP_DRIVERS: Final = ("microsoft basic display", "standard vga")
_VULKAN_LOADER: Final = "System32/vulkan-1.dll"


class _Controller(Struct, frozen=True, rename="pascal"):
    name: str | None = None
    pnp_id: str | None = field(name="PNPDeviceID", default=None)
    driver_version: str | None = None
    config_manager_error_code: int | None = None

    @property
    def vendor_id(self) -> str:
        """As PCI counts makers: four hexadecimal digits; empty for what is not on the bus."""
        match = _VENDOR_ID.match(self.pnp_id or "")
        return match[1].lower() if match else ""


def read_windows(inventory: str, nvidia: NvidiaReport, system_folder: Path) -> ComputerFacts:
    """All but the variables of the environment, from what `INVENTORY_COMMAND` printed."""
    controllers = _controllers(inventory)
    # A screen that is only remote, or software's, is no device on the PCI bus.
    cards = tuple(_card(each) for each in controllers if each.vendor_id)
    driver = nvidia.driver
    if not driver.version and not driver.is_restart_due:
        driver = NvidiaDriver(version=max(map(_nvidia_version, cards), default=""))
    has_loader = (system_folder / _VULKAN_LOADER).is_file()
    return ComputerFacts(
        cards=_with_memory(cards, nvidia),
        nvidia=driver,
        vulkan_drivers=("vulkan-1",) if has_loader else (),  # drivers bring the loader, and register themselves
    )


def _controllers(inventory: str) -> tuple[_Controller, ...]:
    """One controller is printed alone, several as a list."""
    text = inventory.strip()
    try:
        return msgspec.json.decode(text if text.startswith("[") else f"[{text}]", type=tuple[_Controller, ...])
    except msgspec.DecodeError as error:
        _log.info("the inventory of graphics cards was not understood: %s", error)
        return ()


def _card(controller: _Controller) -> GraphicsCard:
    name = controller.name or ""
    is_driven = not controller.config_manager_error_code and not name.casefold().startswith(_STOPGAP_DRIVERS)
    return GraphicsCard(
        vendor=_VENDORS.get(controller.vendor_id, Vendor.OTHER),
        name=name,
        driver=(controller.driver_version or "") if is_driven else "",
    )


def _nvidia_version(card: GraphicsCard) -> str:
    """The last five digits of Windows's number: 32.0.15.6094 is NVIDIA's 560.94."""
    digits = card.driver.replace(".", "")[-5:]
    return f"{digits[:3]}.{digits[3:]}" if card.vendor is Vendor.NVIDIA and len(digits) == len("56094") else ""


def _with_memory(cards: tuple[GraphicsCard, ...], nvidia: NvidiaReport) -> tuple[GraphicsCard, ...]:
    """Windows counts memory in 32 bits; NVIDIA's own tool tells it whole."""
    memory = {card.name: card.memory_bytes for card in nvidia.cards}
    return tuple(replace(card, memory_bytes=memory.get(card.name, 0)) for card in cards)

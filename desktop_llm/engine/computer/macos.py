"""Graphics of a Mac, as `system_profiler` tells of them."""

import logging
import re
from typing import Final

import msgspec
from msgspec import Struct, field

from desktop_llm.engine.computer.facts import ComputerFacts, GraphicsCard, Vendor

_log = logging.getLogger(__name__)

PROFILER_COMMAND: Final = ("system_profiler", "SPDisplaysDataType", "-json")
_VENDORS: Final = {
    "apple": Vendor.APPLE,
    "amd": Vendor.AMD,
    "ati": Vendor.AMD,
    "intel": Vendor.INTEL,
    "nvidia": Vendor.NVIDIA,
}
_MEMORY: Final = re.compile(r"(\d+) (GB|MB)")
_UNIT_BYTES: Final = {"MB": 1024**2, "GB": 1024**3}


class _Display(Struct, frozen=True):
    model: str = field(name="sppci_model", default="")
    vendor: str = field(name="spdisplays_vendor", default="")
    memory: str = field(name="spdisplays_vram", default="")


class _Profile(Struct, frozen=True):
    displays: tuple[_Display, ...] = field(name="SPDisplaysDataType", default=())


def read_macos(profiler_output: str) -> ComputerFacts:
    """From what `PROFILER_COMMAND` printed."""
    try:
        profile = msgspec.json.decode(profiler_output.encode(), type=_Profile)
    except msgspec.DecodeError as error:
        _log.info("system_profiler was not understood: %s", error)
        profile = _Profile()
    return ComputerFacts(cards=tuple(_card(display) for display in profile.displays if display.model))


def _card(display: _Display) -> GraphicsCard:
    word = display.vendor.removeprefix("sppci_vendor_").split(" ")[0].casefold()
    match = _MEMORY.fullmatch(display.memory)
    return GraphicsCard(
        vendor=_VENDORS.get(word, Vendor.OTHER),
        name=display.model,
        driver="metal",  # comes with the system
        memory_bytes=int(match[1]) * _UNIT_BYTES[match[2]] if match else 0,
    )

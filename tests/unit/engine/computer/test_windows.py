import json
from pathlib import Path

import pytest

from desktop_llm.engine.computer.facts import ComputerFacts, GraphicsCard, NvidiaDriver, Vendor
from desktop_llm.engine.computer.nvidia import NvidiaReport, nvidia_report
from desktop_llm.engine.computer.windows import read_windows

_GEFORCE = {
    "Name": "NVIDIA GeForce RTX 3080",
    "PNPDeviceID": r"PCI\VEN_10DE&DEV_2206&SUBSYS_38811462&REV_A1\4&1FC990D7&0&0019",
    "DriverVersion": "32.0.15.6094",
    "ConfigManagerErrorCode": 0,
}
_INTEL = {
    "Name": "Intel(R) Iris(R) Xe Graphics",
    "PNPDeviceID": r"PCI\VEN_8086&DEV_46A6&SUBSYS_00000000&REV_0C\3&11583659&0&10",
    "DriverVersion": "31.0.101.5333",
    "ConfigManagerErrorCode": 0,
}
_UNDRIVEN = _GEFORCE | {"Name": "Microsoft Basic Display Adapter", "DriverVersion": "10.0.22621.1"}
_STOPPED = _INTEL | {"ConfigManagerErrorCode": 43}
_REMOTE = {
    "Name": "Microsoft Remote Display Adapter",
    "PNPDeviceID": r"SWD\REMOTEDISPLAYENUM\RDPIDD",
    "DriverVersion": "1",
}


def _read(first: object, *others: object, report: NvidiaReport | None = None) -> ComputerFacts:
    text = json.dumps([first, *others] if others else first)
    return read_windows(f"{text}\r\n", report or NvidiaReport(), Path("no such folder"))


def test_one_card_and_several_are_read_alike() -> None:
    geforce, intel = _read(_GEFORCE, _INTEL).cards
    assert geforce == GraphicsCard(vendor=Vendor.NVIDIA, name="NVIDIA GeForce RTX 3080", driver="32.0.15.6094")
    assert (intel.vendor, intel.driver) == (Vendor.INTEL, "31.0.101.5333")
    assert _read(_GEFORCE).cards == (geforce,)


def test_the_driver_is_named_as_nvidia_names_it() -> None:
    assert _read(_GEFORCE).nvidia == NvidiaDriver(version="560.94")
    assert _read(_INTEL).nvidia == NvidiaDriver()


def test_nvidias_own_tool_knows_the_memory() -> None:
    report = nvidia_report("NVIDIA GeForce RTX 3080, 00000000:01:00.0, 10240, 560.94\n")
    assert _read(_GEFORCE, report=report).cards[0].memory_bytes == 10240 * 1024**2


def test_a_card_that_windows_drives_with_a_stopgap_has_no_driver() -> None:
    (card,) = _read(_UNDRIVEN).cards
    assert (card.vendor, card.driver) == (Vendor.NVIDIA, "")
    assert _read(_UNDRIVEN).nvidia == NvidiaDriver()


def test_a_card_that_windows_stopped_has_no_driver() -> None:
    assert _read(_STOPPED).cards[0].driver == ""


def test_a_remote_screen_is_no_card() -> None:
    assert _read(_REMOTE).cards == ()


@pytest.mark.parametrize("inventory", ["", "Get-CimInstance : Access denied", "null", "[]", '{"Name": null}'])
def test_an_inventory_without_cards_is_none(inventory: str) -> None:
    assert read_windows(inventory, NvidiaReport(), Path("no such folder")) == ComputerFacts()


def test_vulkan_comes_with_a_driver(tmp_path: Path) -> None:
    assert read_windows("[]", NvidiaReport(), tmp_path).vulkan_drivers == ()
    (tmp_path / "System32").mkdir()
    (tmp_path / "System32" / "vulkan-1.dll").touch()
    assert read_windows("[]", NvidiaReport(), tmp_path).vulkan_drivers == ("vulkan-1",)

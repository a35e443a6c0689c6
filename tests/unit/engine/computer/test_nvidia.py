import pytest

from desktop_llm.engine.computer.facts import GraphicsCard, NvidiaDriver, Vendor
from desktop_llm.engine.computer.nvidia import NvidiaReport, nvidia_report

_SMI = (
    "NVIDIA GeForce RTX 3060, 00000000:01:00.0, 12288, 550.54.15\nNVIDIA RTX A2000, 00000000:C1:00.0, 6138, 550.54.15\n"
)
_MODULE = """NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024
GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)
"""
_OPEN_MODULE = """NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  580.95.05  Release Build  (builder)
GCC version:  gcc version 11.4.0 (Ubuntu 11.4.0-1ubuntu1~22.04)
"""
_MISMATCH = "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 570.133\n"
_NOT_RUNNING = (
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. "
    "Make sure that the latest NVIDIA driver is installed and running.\n\n"
)


def test_cards_are_told_with_address_and_memory() -> None:
    report = nvidia_report(_SMI, _MODULE)
    assert report.driver == NvidiaDriver(version="550.54.15")
    assert report.cards == (
        GraphicsCard(
            vendor=Vendor.NVIDIA,
            name="NVIDIA GeForce RTX 3060",
            pci_address="0000:01:00.0",
            driver="nvidia",
            memory_bytes=12288 * 1024**2,
        ),
        GraphicsCard(
            vendor=Vendor.NVIDIA,
            name="NVIDIA RTX A2000",
            pci_address="0000:c1:00.0",
            driver="nvidia",
            memory_bytes=6138 * 1024**2,
        ),
    )


@pytest.mark.parametrize(
    ("smi_output", "module", "version"),
    [
        ("", _MODULE, "550.54.15"),
        ("", _OPEN_MODULE, "580.95.05"),
        (_SMI, "", "550.54.15"),
        (_NOT_RUNNING, "", ""),
        ("", "", ""),
    ],
)
def test_the_version_is_that_of_the_kernel_or_of_the_tool(smi_output: str, module: str, version: str) -> None:
    assert nvidia_report(smi_output, module).driver == NvidiaDriver(version=version)


def test_after_an_update_the_computer_wants_to_be_started_again() -> None:
    report = nvidia_report(_MISMATCH, _MODULE)
    assert report == NvidiaReport(NvidiaDriver(version="550.54.15", is_restart_due=True))


def test_a_card_that_shares_the_main_memory_has_none_of_its_own() -> None:
    (card,) = nvidia_report("NVIDIA GB10, 0000000F:01:00.0, [N/A], 580.95.05\n").cards
    assert card.memory_bytes == 0
    assert card.pci_address == "000f:01:00.0"

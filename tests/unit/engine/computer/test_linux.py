from pathlib import Path

import pytest

from desktop_llm.engine.computer.facts import Access, ComputerFacts, GraphicsCard, NvidiaDriver, Vendor
from desktop_llm.engine.computer.linux import read_linux
from desktop_llm.engine.computer.nvidia import NvidiaReport, nvidia_report

_PCI_NAMES = """# List of PCI ID's
1002  Advanced Micro Devices, Inc. [AMD/ATI]
\t744c  Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M]
\t\t1002 0e3b  RX 7900 GRE [XFX]
10de  NVIDIA Corporation
\t2504  GA106 [GeForce RTX 3060 Lite Hash Rate]
1234  Technical Corp.
\t1111  QEMU standard VGA
8086  Intel Corporation
\t46a6  Alder Lake-P GT2 [Iris Xe Graphics]
"""


def _device(root: Path, address: str, ids: str, *, driver: str = "", kind: str = "0x030000", memory: int = 0) -> None:
    folder = root / "sys/bus/pci/devices" / address
    folder.mkdir(parents=True)
    vendor_id, device_id = ids.split(":")
    (folder / "vendor").write_text(f"0x{vendor_id}\n")
    (folder / "device").write_text(f"0x{device_id}\n")
    (folder / "class").write_text(f"{kind}\n")
    if driver:
        (folder / "driver").symlink_to(f"../../../../bus/pci/drivers/{driver}")
    if memory:
        (folder / "mem_info_vram_total").write_text(f"{memory}\n")


def _touched(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def _read(root: Path, report: NvidiaReport | None = None) -> ComputerFacts:
    return read_linux(root, report or NvidiaReport())


def test_a_computer_that_tells_nothing_has_no_cards(tmp_path: Path) -> None:
    assert _read(tmp_path) == ComputerFacts()


def test_cards_have_names_drivers_and_memory(tmp_path: Path) -> None:
    _touched(tmp_path, "usr/share/misc/pci.ids")
    (tmp_path / "usr/share/misc/pci.ids").write_text(_PCI_NAMES)
    _device(tmp_path, "0000:00:02.0", "8086:46a6", driver="i915")
    _device(tmp_path, "0000:00:1f.3", "8086:51c8", driver="snd_hda_intel", kind="0x040300")
    _device(tmp_path, "0000:03:00.0", "1002:744c", driver="amdgpu", memory=25_753_026_560)
    _device(tmp_path, "0000:04:00.0", "10de:2504", driver="nouveau", kind="0x030200")
    assert [(card.vendor, card.name, card.driver, card.memory_bytes) for card in _read(tmp_path).cards] == [
        (Vendor.INTEL, "Intel Iris Xe Graphics", "i915", 0),
        (Vendor.AMD, "AMD Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M", "amdgpu", 25_753_026_560),
        (Vendor.NVIDIA, "NVIDIA GeForce RTX 3060 Lite Hash Rate", "nouveau", 0),
    ]


def test_a_card_without_a_listed_name_has_its_numbers(tmp_path: Path) -> None:
    _device(tmp_path, "0000:01:00.0", "10de:ffff")
    _device(tmp_path, "0000:02:00.0", "1a03:2000", driver="ast")
    first, second = _read(tmp_path).cards
    assert (first.name, first.driver) == ("NVIDIA 10de:ffff", "")
    assert (second.name, second.vendor) == ("1a03:2000", Vendor.OTHER)


def test_what_nvidia_tells_of_its_cards_goes_first(tmp_path: Path) -> None:
    _device(tmp_path, "0000:01:00.0", "10de:2504", driver="nvidia")
    report = nvidia_report("NVIDIA GeForce RTX 3060, 00000000:01:00.0, 12288, 550.54.15\n")
    facts = _read(tmp_path, report)
    assert facts.nvidia == NvidiaDriver(version="550.54.15")
    assert facts.cards == (
        GraphicsCard(
            vendor=Vendor.NVIDIA,
            name="NVIDIA GeForce RTX 3060",
            pci_address="0000:01:00.0",
            driver="nvidia",
            memory_bytes=12288 * 1024**2,
        ),
    )


def test_a_card_that_only_nvidia_knows_is_there_as_under_windows(tmp_path: Path) -> None:
    report = nvidia_report("NVIDIA GeForce RTX 4070, 00000000:01:00.0, 12282, 560.94\n")
    assert [card.name for card in _read(tmp_path, report).cards] == ["NVIDIA GeForce RTX 4070"]


def test_vulkan_drivers_are_those_that_compute_on_a_card(tmp_path: Path) -> None:
    _touched(
        tmp_path,
        "usr/share/vulkan/icd.d/radeon_icd.x86_64.json",
        "usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
        "etc/vulkan/icd.d/nvidia_icd.json",
    )
    assert _read(tmp_path).vulkan_drivers == ("nvidia_icd", "radeon_icd.x86_64")


def test_toolkits_are_found_where_they_install_themselves(tmp_path: Path) -> None:
    _touched(tmp_path, "usr/local/cuda/bin/nvcc", "opt/rocm/bin/hipcc")
    facts = _read(tmp_path)
    assert facts.has_cuda_toolkit
    assert facts.has_rocm


@pytest.mark.parametrize("is_allowed", [True, False])
def test_whether_this_user_may_use_the_cards_is_told(tmp_path: Path, is_allowed: bool) -> None:
    _touched(tmp_path, "dev/kfd", "dev/dri/renderD128", "dev/dri/card0")
    asked: list[str] = []
    facts = read_linux(tmp_path, NvidiaReport(), lambda path: not asked.append(path.name) and is_allowed)
    expected = Access.ALLOWED if is_allowed else Access.FORBIDDEN
    assert (facts.render_access, facts.kfd_access) == (expected, expected)
    assert asked == ["renderD128", "kfd"]

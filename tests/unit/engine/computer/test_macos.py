import pytest

from desktop_llm.engine.computer.facts import ComputerFacts, GraphicsCard, Vendor
from desktop_llm.engine.computer.macos import read_macos

_APPLE_SILICON = """{
  "SPDisplaysDataType" : [
    {
      "_name" : "Apple M2",
      "spdisplays_mtlgpufamilysupport" : "spdisplays_metal3",
      "spdisplays_ndrvs" : [
        { "_name" : "Color LCD", "_spdisplays_pixels" : "2560 x 1664", "spdisplays_main" : "spdisplays_yes" }
      ],
      "spdisplays_vendor" : "sppci_vendor_Apple",
      "sppci_bus" : "spdisplays_builtin",
      "sppci_cores" : "10",
      "sppci_device_type" : "spdisplays_gpu",
      "sppci_model" : "Apple M2"
    }
  ]
}"""
_INTEL_MAC = """{
  "SPDisplaysDataType" : [
    {
      "_name" : "kHW_IntelUHDGraphics630Item",
      "spdisplays_vendor" : "Intel",
      "spdisplays_vram_shared" : "1536 MB",
      "sppci_model" : "Intel UHD Graphics 630"
    },
    {
      "_name" : "kHW_AMDRadeonPro5500MItem",
      "spdisplays_vendor" : "sppci_vendor_amd",
      "spdisplays_vram" : "4 GB",
      "sppci_model" : "AMD Radeon Pro 5500M"
    }
  ]
}"""


def test_apples_own_chip_shares_the_main_memory() -> None:
    (card,) = read_macos(_APPLE_SILICON).cards
    assert card == GraphicsCard(vendor=Vendor.APPLE, name="Apple M2", driver="metal")


def test_an_older_mac_has_two_cards() -> None:
    assert [(card.vendor, card.name, card.memory_bytes) for card in read_macos(_INTEL_MAC).cards] == [
        (Vendor.INTEL, "Intel UHD Graphics 630", 0),
        (Vendor.AMD, "AMD Radeon Pro 5500M", 4 * 1024**3),
    ]


@pytest.mark.parametrize("output", ["", "not JSON", "{}", '{"SPDisplaysDataType": [{}]}', '{"SPDisplaysDataType": 3}'])
def test_a_mac_that_tells_nothing_useful_has_no_cards(output: str) -> None:
    assert read_macos(output) == ComputerFacts()

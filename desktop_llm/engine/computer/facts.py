"""What the operating system says of graphics cards and their drivers, before llama.cpp is asked.

Values only; the readers of each system fill them. Any thread.
"""

from enum import StrEnum

from msgspec import Struct


class Vendor(StrEnum):
    """Who made a graphics card. OTHER is a display without a processor for computing: a virtual or a server's one."""

    NVIDIA = "nvidia"
    AMD = "amd"
    INTEL = "intel"
    APPLE = "apple"
    OTHER = "other"


class Access(StrEnum):
    """Whether this user may use a device file, if there is one at all."""

    ABSENT = "absent"
    FORBIDDEN = "forbidden"
    ALLOWED = "allowed"


class GraphicsCard(Struct, frozen=True, kw_only=True):
    """A display device. memory_bytes 0: unknown, or main memory is used.

    pci_address is like "0000:01:00.0". driver is that of the system's kernel ("nvidia", "nouveau", "amdgpu"); where it
    is empty, none drives the card, or the system does not tell.
    """

    vendor: Vendor
    name: str
    pci_address: str = ""
    driver: str = ""
    memory_bytes: int = 0


class NvidiaDriver(Struct, frozen=True, kw_only=True):
    """NVIDIA's own driver. Empty version: none runs. After an update the old one runs on until the next start."""

    version: str = ""
    is_restart_due: bool = False


class Variable(Struct, frozen=True):
    """A variable of the environment that may hide devices from llama.cpp."""

    name: str
    value: str


class ComputerFacts(Struct, frozen=True, kw_only=True):
    """One computer. vulkan_drivers are the names of their manifests ("nvidia_icd", "radeon_icd.x86_64").

    render_access is to the cards' own device files (Linux), kfd_access to the one that ROCm needs.
    """

    cards: tuple[GraphicsCard, ...] = ()
    nvidia: NvidiaDriver = NvidiaDriver()
    has_cuda_toolkit: bool = False
    has_rocm: bool = False
    vulkan_drivers: tuple[str, ...] = ()
    render_access: Access = Access.ABSENT
    kfd_access: Access = Access.ABSENT
    variables: tuple[Variable, ...] = ()

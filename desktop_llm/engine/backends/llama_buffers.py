"""What llama.cpp says it has allocated, read from its log: the only place where all of it is told, device by device.

Pure functions over log lines; engine process.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from desktop_llm.engine.messages import Device

# load_tensors:   CPU_Mapped model buffer size =    92.10 MiB
_LINE: Final = re.compile(
    r"(?P<place>\S+)\s+(?P<kind>model|output|KV|RS|compute) buffer size =\s*(?P<mib>\d+\.\d+) MiB"
)
_MAPPED: Final = "_Mapped"
_WEIGHTS: Final = "model"


class Buffer(NamedTuple):
    """`place` is what ggml calls the memory, as CPU, CPU_Mapped, CPU_REPACK, CUDA0 or CUDA_Host."""

    place: str
    kind: str
    size_bytes: int


class TakenMemory(NamedTuple):
    """Main memory, and memory of graphics cards."""

    host_bytes: int
    gpu_bytes: int


def buffer_in(line: str) -> Buffer | None:
    """The buffer that a line of llama.cpp's log tells of, if any."""
    match = _LINE.search(line)
    return Buffer(match["place"], match["kind"], int(float(match["mib"]) * 1024**2)) if match else None


def taken_memory(buffers: Iterable[Buffer], devices: Sequence[Device]) -> TakenMemory:
    """All buffers, each weight once: what was copied out of a mapped file counts as its copy (see LoadPlan)."""
    gpu_names = tuple(device.name for device in devices if device.kind in ("gpu", "igpu"))
    host_bytes, gpu_bytes, mapped_bytes, copied_bytes = 0, 0, 0, 0
    for buffer in buffers:
        if buffer.place.removesuffix(_MAPPED) in gpu_names:
            gpu_bytes += buffer.size_bytes
        elif buffer.place.endswith(_MAPPED):
            mapped_bytes += buffer.size_bytes
        elif buffer.kind == _WEIGHTS:
            copied_bytes += buffer.size_bytes
        else:
            host_bytes += buffer.size_bytes
    return TakenMemory(host_bytes + max(mapped_bytes, copied_bytes), gpu_bytes)

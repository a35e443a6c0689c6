"""Proves what is claimed of a wheel of build_llama_cpp.sh, and tells what is not so; status 1 if anything.

    .venv/bin/python packaging/check_llama_cpp.py build/wheels/cpu/*.whl       its files, instructions and answers
    .venv/bin/python packaging/check_llama_cpp.py build/wheels/vulkan/*.whl    that, and Vulkan with and without driver
    .venv/bin/python packaging/check_llama_cpp.py --speed WHEEL                only: as fast as the build in .venv?

Other processors are played by qemu-x86_64, a graphics card by Mesa's software driver. For the day of a release; on
Debian it needs the packages binutils, qemu-user, libvulkan1 and mesa-vulkan-drivers.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from llama_cpp_probe import Probed

from desktop_llm.hub.starter_model import starter_model_path

_PROBE: Final = Path(__file__).with_name("llama_cpp_probe.py")
_LIBRARIES: Final = Path("llama_cpp", "lib")
_FOR_EVERY_PROCESSOR: Final = frozenset({"libllama.so", "libggml.so", "libggml-base.so"})
_VULKAN: Final = "libggml-vulkan.so"

# Instructions that only some processors have, and how they look when disassembled.
_INSTRUCTIONS: Final[Mapping[str, re.Pattern[str]]] = {
    "SSE4": re.compile(
        r"\tv?(pshufb|pmaddubsw|palignr|phaddw|phaddd|pmulld|pmovzx\w+|pblendvb|ptest|roundps|popcnt)\b"
    ),
    "AVX": re.compile(r"\tv[a-z]\w+ .*%[xyz]mm"),
    "F16C": re.compile(r"\tvcvt(ph2ps|ps2ph)\b"),
    "FMA": re.compile(r"\tvfn?m(add|sub)"),
    "AVX2": re.compile(r"\tvp(add|sub|madd|mul|shuf|sign|and|or|srl|sll|broadcast)\w* .*%ymm"),
    "AVX512": re.compile(r"%zmm|%k[1-7]\b|%[xy]mm(1[6-9]|2\d|3[01])\b"),
    "VNNI": re.compile(r"\t(\{vex\} )?vpdpbusd"),
    "BF16": re.compile(r"\tvdpbf16ps\b"),
    "AMX": re.compile(r"\t(ldtilecfg|tileload|tdpb)"),
}
_RUNPATH: Final = re.compile(r"^ +RUNPATH +(.*)$", re.MULTILINE)
_UP_TO_HASWELL: Final = frozenset({"SSE4", "AVX", "F16C", "FMA", "AVX2"})
# The builds for kinds of processors, from the slowest to the quickest as ggml ranks them, and what is in them.
_BUILDS: Final[Mapping[str, Collection[str]]] = {
    "x64": frozenset(),
    "sse42": {"SSE4"},
    "sandybridge": {"SSE4", "AVX"},
    "ivybridge": {"SSE4", "AVX", "F16C"},
    "piledriver": {"SSE4", "AVX", "F16C", "FMA"},
    "haswell": _UP_TO_HASWELL,
    "alderlake": _UP_TO_HASWELL | {"VNNI"},
    "skylakex": _UP_TO_HASWELL | {"AVX512"},
    "cannonlake": _UP_TO_HASWELL | {"AVX512"},
    "cascadelake": _UP_TO_HASWELL | {"AVX512", "VNNI"},
    "icelake": _UP_TO_HASWELL | {"AVX512", "VNNI"},
    "cooperlake": _UP_TO_HASWELL | {"AVX512", "VNNI", "BF16"},
    "zen4": _UP_TO_HASWELL | {"AVX512", "VNNI", "BF16"},
}
# Processors that qemu plays, and the build that each must get. Older ones run neither numpy nor Qt.
_PLAYED: Final = {"Nehalem": "sse42", "SandyBridge": "sandybridge", "IvyBridge": "ivybridge", "Haswell": "haswell"}

_WITHOUT_DRIVER: Final = {"VK_DRIVER_FILES": "/nowhere", "VK_ICD_FILENAMES": "/nowhere"}
_ALL_LAYERS: Final = 99
_N_PAIRS: Final = 7
_MIN_RATIO: Final = 0.95


class ProbeFailedError(Exception):
    """The last line of what the process complained of."""


class Unpacked(NamedTuple):
    """A wheel in a folder: what PYTHONPATH takes, and the names of its libraries. elsewhere: a folder to start in."""

    folder: Path
    libraries: Collection[str]
    elsewhere: Path

    @property
    def has_vulkan(self) -> bool:
        return _VULKAN in self.libraries


def main() -> int:
    parser = argparse.ArgumentParser(description="Prove what is claimed of a wheel of llama.cpp.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--speed", dest="is_timed", action="store_true", help="measure against the build in .venv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="check-llama-cpp-") as folder:
        wheel = _unpack(options.wheel, Path(folder))
        n_complaints = 0
        for complaint in _speed_complaints(wheel) if options.is_timed else _complaints(wheel, Path(folder)):
            n_complaints += 1
            print(f"WRONG: {complaint}", flush=True)
    print(f"{options.wheel.name}: {n_complaints} complaints")
    return 1 if n_complaints else 0


def _unpack(path: Path, folder: Path) -> Unpacked:
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(folder / "wheel")
        names = frozenset(Path(name).name for name in wheel.namelist() if ".so" in name)
        n_files = sum(".so" in name for name in wheel.namelist())
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {n_files} libraries")
    # With libraries in it that nobody must take.
    elsewhere = folder / "elsewhere"
    shutil.copytree(folder / "wheel" / _LIBRARIES, elsewhere)
    return Unpacked(folder / "wheel", names, elsewhere)


def _complaints(wheel: Unpacked, folder: Path) -> Iterator[str]:
    of_files = [*_file_complaints(wheel), *_instruction_complaints(wheel)]
    if of_files:
        yield from of_files
        return
    try:
        expected = _probe(None, wheel.elsewhere)
    except ProbeFailedError as error:
        yield f"the build in .venv does not answer: {error}"
        return
    yield from _choice_complaints(wheel, folder, expected.tokens)
    yield from _played_complaints(wheel, expected.tokens)
    if wheel.has_vulkan:
        yield from _fallback_complaints(wheel, folder, expected.tokens)
        yield from _offload_complaints(wheel, expected.tokens)


# --- Files and instructions ------------------------------------------------------------------------------------------


def _file_complaints(wheel: Unpacked) -> Iterator[str]:
    wanted = _FOR_EVERY_PROCESSOR | {f"libggml-cpu-{build}.so" for build in _BUILDS}
    if missing := wanted - set(wheel.libraries):
        yield f"these libraries are missing: {', '.join(sorted(missing))}"
    if unwanted := set(wheel.libraries) - wanted - {_VULKAN}:
        yield f"these libraries should not be there: {', '.join(sorted(unwanted))}"
    if misplaced := [path.name for path in wheel.folder.rglob("*.so*") if path.parent != wheel.folder / _LIBRARIES]:
        yield f"these libraries are not in {_LIBRARIES}: {', '.join(misplaced)}"


def _instruction_complaints(wheel: Unpacked) -> Iterator[str]:
    for path in sorted((wheel.folder / _LIBRARIES).glob("*.so")):
        build = path.stem.partition("libggml-cpu-")[2]
        allowed = _BUILDS.get(build, frozenset())
        code = _output("objdump", "--disassemble", "--no-show-raw-insn", str(path))
        found = {name for name, pattern in _INSTRUCTIONS.items() if pattern.search(code)}
        print(f"{path.name:30} {path.stat().st_size / 1e6:5.1f} MB  {' '.join(sorted(found)) or 'for every processor'}")
        if found - set(allowed):
            yield f"{path.name} has instructions of {', '.join(sorted(found - set(allowed)))}"
        if set(allowed) - found:
            yield f"{path.name} lacks instructions of {', '.join(sorted(set(allowed) - found))}"
        if (places := _RUNPATH.findall(_output("objdump", "--private-headers", str(path)))) != ["$ORIGIN"]:
            yield f"{path.name} looks for libraries in {places}, and not beside itself"
        if "no symbols" not in _output("objdump", "--syms", str(path)):
            yield f"{path.name} is not stripped"


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# --- Which build is taken, and what it answers -----------------------------------------------------------------------


def _choice_complaints(wheel: Unpacked, folder: Path, tokens: Sequence[int]) -> Iterator[str]:
    """Each build by itself, as far as this processor can run it; then the choice among all of them."""
    able: list[str] = []
    for build in _BUILDS:
        alone = folder / build
        others = [f"libggml-cpu-{each}.so" for each in _BUILDS if each != build]
        shutil.copytree(wheel.folder, alone, copy_function=os.link, ignore=shutil.ignore_patterns(_VULKAN, *others))
        try:
            probed = _probe(alone, wheel.elsewhere)
        except ProbeFailedError as error:
            print(f"{build:12} alone: {error}")
            continue
        print(f"{build:12} alone: {_told(probed)}")
        able.append(build)
        yield from _probe_complaints(f"{build} alone", probed, build, alone, tokens)
    yield from _run_complaints("this processor", wheel, able[-1] if able else "", tokens)


def _played_complaints(wheel: Unpacked, tokens: Sequence[int]) -> Iterator[str]:
    for processor, build in _PLAYED.items():
        qemu = ("qemu-x86_64", "-cpu", processor)
        yield from _run_complaints(processor, wheel, build, tokens, prefix=qemu, variables=_WITHOUT_DRIVER)


def _run_complaints(
    name: str,
    wheel: Unpacked,
    build: str,
    tokens: Sequence[int],
    *,
    prefix: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Iterator[str]:
    try:
        probed = _probe(wheel.folder, wheel.elsewhere, prefix=prefix, variables=variables or {})
    except ProbeFailedError as error:
        yield f"{name}: {error}"
        return
    print(f"{name}: {_told(probed)}")
    yield from _probe_complaints(name, probed, build, wheel.folder, tokens)
    if gpus := [device for device in probed.devices if device != "CPU"]:
        yield f"{name}: devices that nobody asked for: {', '.join(gpus)}"


def _probe_complaints(name: str, probed: Probed, build: str, folder: Path, tokens: Sequence[int]) -> Iterator[str]:
    if build and probed.processor_build != build:
        yield f"{name}: the build for {build} was expected, not {probed.processor_build or 'one for all'}"
    if list(probed.tokens) != list(tokens):
        yield f"{name}: another answer, {list(probed.tokens)} instead of {list(tokens)}"
    if strange := [path for path in probed.libraries if Path(path).parent != folder / _LIBRARIES]:
        yield f"{name}: libraries from elsewhere: {', '.join(strange)}"


def _told(probed: Probed) -> str:
    devices = ", ".join(probed.devices)
    return f"build for {probed.processor_build or 'all'}, devices {devices}, answer {list(probed.tokens)}"


# --- Vulkan ----------------------------------------------------------------------------------------------------------


def _fallback_complaints(wheel: Unpacked, folder: Path, tokens: Sequence[int]) -> Iterator[str]:
    """Where Vulkan cannot work, the processor answers. A software driver that nobody asked for is left alone."""
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / "libvulkan.so.1").touch()  # found before the system's, and no library
    without_library = {"LD_LIBRARY_PATH": str(hidden)}
    yield from _run_complaints("without libvulkan.so.1", wheel, "", tokens, variables=without_library)
    yield from _run_complaints("without a Vulkan driver", wheel, "", tokens, variables=_WITHOUT_DRIVER)
    yield from _run_complaints("with a software driver", wheel, "", tokens, variables=_software_driver())


def _offload_complaints(wheel: Unpacked, tokens: Sequence[int]) -> Iterator[str]:
    """All layers on Mesa's software driver."""
    variables = {**_software_driver(), "GGML_VK_VISIBLE_DEVICES": "0"}
    try:
        probed = _probe(wheel.folder, wheel.elsewhere, variables=variables, n_gpu_layers=_ALL_LAYERS)
    except ProbeFailedError as error:
        yield f"offloaded: {error}"
        return
    print(f"offloaded: {_told(probed)}")
    for place, kind, size_bytes in probed.buffers:
        print(f"  {kind:8} {size_bytes / 1e6:6.1f} MB in {place}")
    yield from _probe_complaints("offloaded", probed, "", wheel.folder, tokens)
    caches = {place for place, kind, _ in probed.buffers if kind == "KV"}
    if caches != {"Vulkan0"}:
        yield f"offloaded: not all layers are on the card, their caches are in {', '.join(sorted(caches))}"


def _software_driver() -> dict[str, str]:
    files = ":".join(str(path) for path in Path("/usr/share/vulkan/icd.d").glob("lvp_icd*.json"))
    return {"VK_DRIVER_FILES": files, "VK_ICD_FILENAMES": files} if files else {}


# --- Speed -----------------------------------------------------------------------------------------------------------


def _speed_complaints(wheel: Unpacked) -> Iterator[str]:
    """Decoding with this build against the one in .venv, compiled for this processor alone: pairs, either first."""
    ratios: list[float] = []
    for number in range(_N_PAIRS):
        order = (wheel.folder, None) if number % 2 else (None, wheel.folder)
        rates = {folder: _tokens_per_s(folder, wheel.elsewhere) for folder in order}
        ratios.append(rates[wheel.folder] / rates[None])
        print(f"{rates[wheel.folder]:6.1f} : {rates[None]:6.1f} tokens/s = {ratios[-1]:.3f}", flush=True)
    median = statistics.median(ratios)
    print(f"median of {_N_PAIRS} pairs: {median:.3f} ({min(ratios):.3f} to {max(ratios):.3f})")
    if median < _MIN_RATIO:
        yield f"decoding is at {median:.3f} of the speed of the build in .venv; {_MIN_RATIO} are wanted"


# --- The probe -------------------------------------------------------------------------------------------------------


def _probe(
    folder: Path | None,
    elsewhere: Path,
    *,
    prefix: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
    n_gpu_layers: int = 0,
) -> Probed:
    """The build in `folder`, or the installed one. Raises ProbeFailedError."""
    text = _run_probe(folder, elsewhere, f"--gpu-layers={n_gpu_layers}", prefix=prefix, variables=variables or {})
    return msgspec.json.decode(text, type=Probed)


def _tokens_per_s(folder: Path | None, elsewhere: Path) -> float:
    return msgspec.json.decode(_run_probe(folder, elsewhere, "--speed"), type=float)


def _run_probe(
    folder: Path | None,
    elsewhere: Path,
    option: str,
    *,
    prefix: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> str:
    model = starter_model_path()
    if model is None:
        raise ProbeFailedError("the starter model is not installed")
    command = [*prefix, sys.executable, str(_PROBE), str(model), option]
    environment = {**os.environ, **(variables or {})} | ({"PYTHONPATH": str(folder)} if folder else {})
    try:
        result = subprocess.run(
            command, cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=1200, check=False
        )
    except FileNotFoundError as error:
        raise ProbeFailedError(f"{error.filename} is not installed") from error
    if result.returncode:
        last = (result.stderr.strip().splitlines() or [""])[-1]
        raise ProbeFailedError(f"status {result.returncode}. {last}")
    return result.stdout


if __name__ == "__main__":
    sys.exit(main())

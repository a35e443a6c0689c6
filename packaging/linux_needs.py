"""What a built program needs of the system that is not inside it, read from its files, as Debian's packages.

A library that no line of the table names stops the build: so nothing is needed that is not declared.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

# By the name that programs ask for. Debian 13 and Ubuntu 24.04 renamed some (`t64`) and let the old names stand for
# the new ones only where nobody asks for a version.
_PACKAGES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgomp.so.1": "libgomp1",
    "libstdc++.so.6": "libstdc++6 (>= 12)",  # that of _NEWEST_CXX
    "libuuid.so.1": "libuuid1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
_OF_LIBC: Final = re.compile(r"(lib(c|m|dl|rt|util|pthread|resolv)|ld-linux-x86-64)\.so\.\d+")
# llama.cpp opens its backend for graphics cards by the file's name, and goes on without where that fails.
OPTIONAL_LIBRARIES: Final = {"libvulkan.so.1": ("libvulkan1", "mesa-vulkan-drivers | vulkan-icd")}

_NEWEST_CXX: Final = (3, 4, 30)
_NEEDED: Final = re.compile(r"\(NEEDED\).*\[(.+)\]")
_SONAME: Final = re.compile(r"\(SONAME\).*\[(.+)\]")
_GLIBC: Final = re.compile(r"Name: GLIBC_([\d.]+) ")
_CXX: Final = re.compile(r"Name: GLIBCXX_([\d.]+) ")


class LinuxNeeds(NamedTuple):
    """Names of Debian's packages, with versions where they matter."""

    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    glibc: str


def linux_needs(folder: Path) -> LinuxNeeds:
    """What the files in `folder` ask for and do not find there. Raises SystemExit where the table does not know it."""
    needed, brought, glibc, cxx = set[str](), set[str](), (0,), (0,)
    for path, text in _described(elf_files(folder)):
        brought |= {path.name, *_SONAME.findall(text)}
        needed |= set(_NEEDED.findall(text))
        glibc = max([glibc, *map(_numbers, _GLIBC.findall(text))])
        cxx = max([cxx, *map(_numbers, _CXX.findall(text))])
    if cxx > _NEWEST_CXX:
        raise SystemExit(f"GLIBCXX {cxx} is needed, and linux_needs.py does not know which libstdc++6 has it")
    outside = {name for name in needed - brought if not _OF_LIBC.fullmatch(name)}
    if unknown := sorted(outside - _PACKAGES.keys() - OPTIONAL_LIBRARIES.keys()):
        raise SystemExit(f"linux_needs.py names no package that brings {', '.join(unknown)}")
    version = ".".join(map(str, glibc))
    packages = {_PACKAGES[name] for name in outside - OPTIONAL_LIBRARIES.keys()}
    return LinuxNeeds(
        depends=(f"libc6 (>= {version})", *sorted(packages)),
        recommends=tuple(
            each for name in sorted(outside & OPTIONAL_LIBRARIES.keys()) for each in OPTIONAL_LIBRARIES[name]
        ),
        glibc=version,
    )


def elf_files(folder: Path) -> list[Path]:
    """Programs and libraries, links left out."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in files if _begins_with(path, b"\x7fELF")]


def _begins_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _described(paths: Iterable[Path]) -> Iterable[tuple[Path, str]]:
    """What binutils' readelf says of each."""
    for path in paths:
        command = ["readelf", "--wide", "--dynamic", "--version-info", str(path)]
        yield path, subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

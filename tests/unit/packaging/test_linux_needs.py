import importlib.util
import re
import shutil
from pathlib import Path

import pytest
from linux_needs import elf_files, linux_needs


@pytest.fixture
def qt() -> Path:
    spec = importlib.util.find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "Qt"


@pytest.fixture
def program(tmp_path: Path, qt: Path) -> Path:
    """A folder with one real library of Qt in it."""
    folder = tmp_path / "program"
    folder.mkdir()
    shutil.copy(qt / "lib" / "libQt6DBus.so.6", folder)
    return folder


def test_what_is_not_inside_is_depended_upon(program: Path, qt: Path) -> None:
    shutil.copy(qt / "lib" / "libQt6Core.so.6", program)
    for library in qt.glob("lib/libicu*"):
        shutil.copy(library, program)
    needs = linux_needs(program)
    assert {"libdbus-1-3", "libstdc++6 (>= 12)", "libglib2.0-0 | libglib2.0-0t64", "zlib1g"} <= set(needs.depends)
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", needs.depends[0])
    assert needs.depends[0] == f"libc6 (>= {needs.glibc})"
    assert not [name for name in needs.depends if "icu" in name]


def test_a_library_that_no_package_is_known_to_bring_stops_the_build(program: Path) -> None:
    with pytest.raises(SystemExit, match=r"libQt6Core\.so\.6"):
        linux_needs(program)


def test_libraries_are_known_by_what_they_are(program: Path) -> None:
    (program / "notes.so").write_text("no library")
    (program / "libQt6DBus.so").symlink_to("libQt6DBus.so.6")
    assert elf_files(program) == [program / "libQt6DBus.so.6"]

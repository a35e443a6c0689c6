"""Lists everything of others that is inside the program, with the full texts of its licences.

    .venv/bin/python packaging/licences.py                     writes resources/licences.json, which About shows
    .venv/bin/python packaging/licences.py --bundle FOLDER     adds the system's libraries that a built program has
    .venv/bin/python packaging/licences.py --debian-copyright  prints it as the copyright file of a Debian package

It stops with status 1 and says of what no licence, or none that is known, was found.
"""

import argparse
import platform
import re
import sqlite3
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from shutil import which
from typing import Final

import msgspec
from msgspec import Struct
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from program_files import UNUSED_MODULES

from desktop_llm.licences import LicensedPart, licences_file
from desktop_llm.version import __version__

_ROOT: Final = Path(__file__).parents[1]
_TEXTS: Final = Path(__file__).parent / "licence_texts"
_REQUIREMENTS: Final = (_ROOT / "requirements" / "run.txt", _ROOT / "requirements" / "model.txt")
_COMMON_LICENCES: Final = Path("/usr/share/common-licenses")
_DEBIAN_DOCUMENTS: Final = Path("/usr/share/doc")
_RULE: Final = "\n\n" + "-" * 80 + "\n\n"

_LICENCE_FILE: Final = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_SHARED_LIBRARY: Final = re.compile(r"\.(so(\.\d+)*|dylib|dll)$")
_HOME_LABELS: Final = ("homepage", "repository", "source", "documentation")
# Modules of Python, whose packages are in the list.
_MODULE: Final = re.compile(r"\.(cpython-\w+[\w-]*|abi3|pyd)\b")
# Nothing of the program uses these, and under their licences they would bind all of it.
_UNWANTED: Final = ("libreadline", "libhistory", "libgdbm", "libmtmd")
_COMMON_NAMES: Final = ("GPL-3", "LGPL-3", "GPL-2", "LGPL-2.1", "Apache-2.0", "MPL-1.1", "MPL-2.0", "GFDL-1.3")


class LicencesError(Exception):
    """Something is inside of which nobody can say under which licence."""


class _TablePart(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    licence: str
    home: str
    purl: str
    texts: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    only_inside: bool = False


class _TablePackage(Struct, frozen=True, forbid_unknown_fields=True):
    licence: str = ""
    texts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class _Tables(Struct, frozen=True, forbid_unknown_fields=True):
    part: tuple[_TablePart, ...]
    package: dict[str, _TablePackage]
    debian: dict[str, str]


def all_parts(bundle: Path | None = None) -> tuple[LicensedPart, ...]:
    """Everything, by name. `bundle` is the folder of a built program. Raises LicencesError."""
    tables = _read_tables()
    inside = () if bundle is None else tuple(_libraries_of_nobody(bundle))
    left_out = () if bundle is None else UNUSED_MODULES
    parts = [*_parts_of_table(tables, inside), *_packages(tables, left_out), *_system_libraries(inside, tables)]
    return tuple(sorted(parts, key=lambda part: part.name.casefold()))


def debian_copyright(parts: tuple[LicensedPart, ...]) -> str:
    """All of it as one text. Licences that every Debian system has are named by their place there, as is the custom."""
    head = (
        f"Desktop LLM {__version__}\n\nCopyright: the authors of Desktop LLM\nLicence: Apache-2.0, whose text is in "
        f"{_COMMON_LICENCES / 'Apache-2.0'}\n\nThe program brings along what others made. It is listed here, each part "
        "with its licences."
    )
    said = [
        f"{part.name} {part.version}\nLicence: {part.licence}\n{part.home}\n\n{_shortened(part.text)}" for part in parts
    ]
    return _RULE.join([head, *said]) + "\n"


# --- What the table says ---------------------------------------------------------------------------------------------


def _read_tables() -> _Tables:
    return msgspec.convert(tomllib.loads((_TEXTS / "parts.toml").read_text("utf-8")), _Tables)


class _Versions(dict[str, str]):
    """Of what runs this script; other names are packages."""

    def __init__(self) -> None:
        super().__init__(
            python=platform.python_version(),
            openssl=ssl.OPENSSL_VERSION.split()[1],
            sqlite=sqlite3.sqlite_version,
        )

    def __missing__(self, name: str) -> str:
        return _distribution(name).version


def _parts_of_table(tables: _Tables, inside: Sequence[str]) -> Iterator[LicensedPart]:
    """`inside` are the names of libraries in the bundle."""
    versions = _Versions()
    for part in tables.part:
        if part.only_inside and not any(_is_named(library, part.libraries) for library in inside):
            continue
        yield LicensedPart(
            name=part.name,
            version=part.version.format_map(versions),
            licence=_checked(part.licence, part.name),
            text=_joined(_text(name) for name in part.texts),
            purl=part.purl.format_map(versions),
            home=part.home,
        )


def _text(name: str) -> str:
    return (_TEXTS / name).read_text("utf-8")


def _joined(texts: Iterator[str]) -> str:
    return _RULE.join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _checked(licence: str, name: str) -> str:
    try:
        return canonicalize_license_expression(licence)
    except InvalidLicenseExpression as error:
        raise LicencesError(f"{name}: {licence!r} names no licence; say in parts.toml which one it is") from error


# --- Packages of Python ----------------------------------------------------------------------------------------------


def _packages(tables: _Tables, left_out: Sequence[str]) -> Iterator[LicensedPart]:
    """Without those of which nothing but modules that were left out would be there."""
    said = {canonicalize_name(name): package for name, package in tables.package.items()}
    for name in _required():
        package = _distribution(name)
        if not _modules(package) or not _modules(package) <= set(left_out):
            yield _package(package, said.get(canonicalize_name(name), _TablePackage()))


def _modules(package: Distribution) -> set[str]:
    """What it is imported by."""
    folders = {file.parts[0] for file in package.files or () if len(file.parts) > 1 and file.suffix == ".py"}
    return {folder for folder in folders if folder.isidentifier()}


def _required() -> Iterator[str]:
    """Names of what is installed beside the program on this system."""
    for file in _REQUIREMENTS:
        for line in re.findall(r"^[\w.-]+==[^\\\n]+", file.read_text("utf-8"), re.MULTILINE):
            requirement = Requirement(line.strip())
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement.name


def _distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise LicencesError(f"{name} is required and not installed") from error


def _package(package: Distribution, said: _TablePackage) -> LicensedPart:
    facts = package.metadata.json
    name = str(facts["name"])
    texts = [*(_text(each) for each in said.texts), *_licence_files(package, said.without)]
    if not texts:
        raise LicencesError(f"{name} brings no text of its licence; put one into packaging/licence_texts")
    return LicensedPart(
        name=name,
        version=package.version,
        licence=_checked(said.licence or str(facts.get("license_expression") or facts.get("license") or ""), name),
        text=_joined(iter(texts)),
        purl=f"pkg:pypi/{canonicalize_name(name)}@{package.version}",
        home=str(facts.get("home_page") or _home(facts.get("project_url") or [])),
    )


def _licence_files(package: Distribution, without: tuple[str, ...]) -> Iterator[str]:
    """`without` are folders of licences that only hold for other systems."""
    for file in sorted(package.files or [], key=str):
        is_described = any(part.endswith(".dist-info") for part in file.parts)
        is_licence = "licenses" in file.parts or _LICENCE_FILE.match(file.name)
        if is_described and is_licence and not set(without) & set(file.parts):
            yield _decoded(Path(str(file.locate())).read_bytes())


def _decoded(text: bytes) -> str:
    """Some old notices are in Latin-1."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _home(links: Iterable[str]) -> str:
    by_label = {label.casefold(): address for label, _, address in (link.partition(", ") for link in links)}
    return next((by_label[label] for label in _HOME_LABELS if label in by_label), "")


# --- Libraries of the system, in a built program ---------------------------------------------------------------------


def _system_libraries(inside: Sequence[str], tables: _Tables) -> list[LicensedPart]:
    """What stands beside the packages in the bundle is from the interpreter or from the system."""
    known = tuple(beginning for part in tables.part for beginning in part.libraries)
    parts: dict[str, LicensedPart] = {}
    for library in inside:
        if _is_named(library, _UNWANTED):
            raise LicencesError(f"{library} must not be inside; leave it out of the bundle")
        if _is_named(library, known):
            continue
        package = _debian_package(library)
        if package not in parts:
            parts[package] = _debian_part(package, tables)
    return list(parts.values())


def _is_named(library: str, beginnings: tuple[str, ...]) -> bool:
    """Windows writes the same name in large and in small letters."""
    return library.casefold().startswith(tuple(beginning.casefold() for beginning in beginnings))


def _libraries_of_nobody(bundle: Path) -> Iterator[str]:
    """Names of the libraries that lie in no folder of a package."""
    places = [folder for folder in (bundle, bundle / "_internal") if folder.is_dir()]
    for file in sorted(file for folder in places for file in folder.iterdir()):
        is_library = _SHARED_LIBRARY.search(file.name) and not _MODULE.search(file.name)
        if is_library and file.is_file() and not file.is_symlink():
            yield file.name


def _debian_package(library: str) -> str:
    command = ["dpkg-query", "-S", f"*/{library}"]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout if which(command[0]) else ""
    if not found:
        raise LicencesError(f"{library} is inside, and nobody knows where it is from; add it to parts.toml")
    return found.split(":", 1)[0]


def _debian_part(package: str, tables: _Tables) -> LicensedPart:
    text = (_DEBIAN_DOCUMENTS / package / "copyright").read_text("utf-8", errors="replace")
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
    ).stdout
    return LicensedPart(
        name=package,
        version=version,
        licence=_checked(tables.debian.get(package, "LicenseRef-see-text"), package),
        text=_joined(iter([text, *_common_licences_named(text)])),
        purl=f"pkg:deb/debian/{package}@{version}",
    )


def _common_licences_named(text: str) -> Iterator[str]:
    """The texts that a Debian package leaves to the system."""
    for name in sorted(set(re.findall(rf"{_COMMON_LICENCES}/([\w.-]*\w)", text))):
        if (_COMMON_LICENCES / name).is_file():
            yield (_COMMON_LICENCES / name).read_text("utf-8")


def _shortened(text: str) -> str:
    for name in _COMMON_NAMES:
        common = _COMMON_LICENCES / name
        if common.is_file():
            words = r"\s+".join(re.escape(word) for word in common.read_text("utf-8").split())
            text = re.sub(words, f"The text of this licence is in {common} on Debian systems.", text)
    return text


# ---------------------------------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description="Lists what is inside the program, with its licences.")
    parser.add_argument("--bundle", type=Path, help="the folder of a built program")
    parser.add_argument("--out", type=Path, default=licences_file(), help="the file that About shows")
    parser.add_argument("--debian-copyright", action="store_true", help="print a copyright file instead")
    arguments = parser.parse_args()
    try:
        parts = all_parts(arguments.bundle)
    except LicencesError as error:
        print(f"licences: {error}", file=sys.stderr)
        return 1
    if arguments.debian_copyright:
        sys.stdout.write(debian_copyright(parts))
    else:
        arguments.out.write_bytes(msgspec.json.encode(parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())

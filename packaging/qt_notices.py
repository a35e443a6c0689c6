"""Writes the notices of what others made and is compiled into Qt, from what Qt's source says of it.

    .venv/bin/python packaging/qt_notices.py VERSION SOURCE      SOURCE is the unpacked source of qtbase, of VERSION

The result is licence_texts/Qt-third-party.txt. Qt describes each such part beside it (qt_attribution.json). What is
only in its tools, its tests and modules that are not inside the program is left out.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

_TARGET: Final = Path(__file__).parent / "licence_texts" / "Qt-third-party.txt"
# Wayland's protocols are told of as those of the compositor; the client that is inside has them too.
_MODULES: Final = ("qtcore", "qtgui", "qtdbus", "qtwaylandcompositor")
_LIBRARIES: Final = "libs"
_OTHER_SYSTEMS: Final = ("src/3rdparty/android", "src/3rdparty/wasm")
# Where Qt lets one choose, and the text beside the part is of both, this is what the program chooses.
_CHOSEN: Final = {"FTL OR GPL-2.0-only": "FTL", "AFL-2.1 OR GPL-2.0-or-later": "AFL-2.1"}
_RULE: Final = "=" * 72

_Lines = str | tuple[str, ...]


class _Part(Struct, frozen=True, rename="pascal"):
    """What an object of a qt_attribution.json says, as far as it is of use here."""

    name: str
    license_id: str
    q_doc_module: Annotated[str, Meta(min_length=1)] = msgspec.field(name="QDocModule")
    qt_parts: tuple[str, ...] = (_LIBRARIES,)
    version: str = ""
    copyright: _Lines = ()
    copyright_file: str = ""
    license_file: str = ""
    license_files: tuple[str, ...] = ()


def notices(version: str, source: Path) -> str:
    """All of them; parts under the same words stand together. Raises OSError, msgspec.DecodeError."""
    parts_of: dict[str, list[str]] = {}
    for folder, part in _parts(source):
        words = "\n\n".join(_licence_texts(folder, part, source))
        parts_of.setdefault(words, []).append(_description(folder, part, source))
    head = f"Code of others that is compiled into Qt, as the source of qtbase {version} tells of it."
    groups = ["\n\n".join([*parts, words]) for words, parts in parts_of.items()]
    return f"\n\n{_RULE}\n".join([head, *groups]) + "\n"


def _parts(source: Path) -> Iterator[tuple[Path, _Part]]:
    for path in sorted(source.rglob("qt_attribution.json")):
        folder = path.parent
        # Qt's own files have line ends within texts, which JSON does not allow.
        told = json.loads(path.read_text("utf-8"), strict=False)
        parts = msgspec.convert(told if isinstance(told, list) else [told], list[_Part])
        if folder.relative_to(source).as_posix() in _OTHER_SYSTEMS:
            continue
        yield from ((folder, each) for each in parts if each.q_doc_module in _MODULES and _LIBRARIES in each.qt_parts)


def _description(folder: Path, part: _Part, source: Path) -> str:
    lines = (part.copyright,) if isinstance(part.copyright, str) else part.copyright
    if part.copyright_file:
        lines = (*lines, (folder / part.copyright_file).read_text("utf-8").strip())
    head = f"{part.name} {part.version}".strip()
    licence = _CHOSEN.get(part.license_id, part.license_id)
    return "\n".join([f"{head} ({folder.relative_to(source).as_posix()})", *lines, f"Licence: {licence}"])


def _licence_texts(folder: Path, part: _Part, source: Path) -> Iterator[str]:
    """Those that lie beside it; else, and where a choice was made, the common ones that it names."""
    chosen = _CHOSEN.get(part.license_id, "")
    files = [folder / name for name in (part.license_file, *part.license_files) if name]
    if chosen or not files:
        names = [word.strip("()") for word in (chosen or part.license_id).split() if word not in ("AND", "OR", "WITH")]
        files = [source / "LICENSES" / f"{name}.txt" for name in names]
    yield from (path.read_text("utf-8").strip() for path in files)


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: qt_notices.py VERSION SOURCE", file=sys.stderr)
        return 2
    _TARGET.write_text(notices(sys.argv[1], Path(sys.argv[2])), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

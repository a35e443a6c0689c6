"""Holds the reading of PDFs against manuals that Debian has both as a PDF made by LaTeX and as text.

    .venv/bin/python packaging/check_pdf_words.py            fetches the packages with apt-get
    .venv/bin/python packaging/check_pdf_words.py FOLDER     takes packages that lie in FOLDER

Says how many words of each text are found again in its PDF; status 1 if fewer than 97 of 100 are. On a Debian system,
for the day of a release.
"""

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from desktop_llm.documents.reading import DocumentReader

# Package, PDF, and the same as text.
_MANUALS: Final = (
    (
        "developers-reference",
        "usr/share/developers-reference/developers-reference.pdf",
        "usr/share/developers-reference/developers-reference.txt.gz",
    ),
    ("debian-policy", "usr/share/doc/debian-policy/policy.pdf.gz", "usr/share/doc/debian-policy/policy.txt.gz"),
    ("debian-faq", "usr/share/doc/debian/FAQ/debian-faq.en.pdf.gz", "usr/share/doc/debian/FAQ/debian-faq.en.txt.gz"),
    (
        "maint-guide",
        "usr/share/doc/maint-guide/maint-guide.en.pdf.gz",
        "usr/share/doc/maint-guide/maint-guide.en.txt.gz",
    ),
)
_LEAST_SHARE: Final = 0.97
_WORD: Final = re.compile(r"[^\W\d_]+")


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold the words of PDFs against their texts.")
    parser.add_argument("packages", nargs="?", type=Path, metavar="FOLDER", help="where the .deb files are")
    folder: Path | None = parser.parse_args().packages
    reader = DocumentReader()
    try:
        with tempfile.TemporaryDirectory() as temporary:
            shares = [
                _share(reader, _unpacked(package, folder, Path(temporary)), pdf, text)
                for package, pdf, text in _MANUALS
            ]
    finally:
        reader.close()
    return 0 if min(shares) >= _LEAST_SHARE else 1


def _share(reader: DocumentReader, root: Path, pdf: str, text: str) -> float:
    path = _file(root, pdf)
    wanted = Counter(_WORD.findall(_file(root, text).read_text("utf-8", "replace")))
    document = reader.read(path)
    found = Counter(_WORD.findall(document.text))
    share = sum((wanted & found).values()) / sum(wanted.values())
    missing = ", ".join(word for word, _ in (wanted - found).most_common(6))
    print(
        f"{share:.2%} of {sum(wanted.values())} words in {path.name}, {document.n_pages} pages,"
        f" {len(document.unread)} not read; missing: {missing}"
    )
    return share


def _unpacked(package: str, folder: Path | None, temporary: Path) -> Path:
    """The files of a package. Raises OSError, CalledProcessError."""
    root = temporary / package
    root.mkdir()
    if folder is None:
        subprocess.run(["apt-get", "download", "-qq", package], cwd=root, check=True)
    (archive,) = (folder or root).glob(f"{package}_*.deb")
    subprocess.run(["dpkg-deb", "--extract", archive, root], check=True)
    return root


def _file(root: Path, name: str) -> Path:
    """Packed or not, as the package has it."""
    path = root / name
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    if not plain.exists():
        plain.write_bytes(gzip.decompress(plain.with_name(f"{plain.name}.gz").read_bytes()))
    return plain


if __name__ == "__main__":
    sys.exit(main())

"""Text of pictures, by the system's tesseract where it is installed. Reading process.

Picture and text go through pipes; no file is written.
"""

import shutil
import subprocess
from typing import Final

PROGRAM: Final = "tesseract"
DOTS_PER_INCH: Final = 200
_PAGE_TIMEOUT_S: Final = 100.0
_LIST_TIMEOUT_S: Final = 20.0
# Each one makes it slower. English comes first, because its letters are in most of the others.
_MOST_LANGUAGES: Final = 4
_FIRST_LANGUAGE: Final = "eng"
_NO_LANGUAGES: Final = frozenset({"osd", "equ"})
_N_COLUMNS: Final = 12
_WORD_LEVEL: Final = "5"


class PictureReader:
    """Asks for the program once."""

    def __init__(self) -> None:
        self._program = shutil.which(PROGRAM)
        self._languages = self._installed_languages() if self._program else []

    @property
    def is_there(self) -> bool:
        return bool(self._languages)

    def paragraphs(self, width: int, height: int, greys: bytes) -> list[str]:
        """What is written in a picture of one byte a dot; nothing where the program fails."""
        picture = f"P5 {width} {height} 255\n".encode() + greys
        languages = "+".join(self._languages[:_MOST_LANGUAGES])
        options = ["stdin", "stdout", "-l", languages, "--dpi", str(DOTS_PER_INCH), "tsv"]
        return paragraphs_of(self._output(options, picture, _PAGE_TIMEOUT_S))

    def _installed_languages(self) -> list[str]:
        names = [line.strip() for line in self._output(["--list-langs"], b"", _LIST_TIMEOUT_S).splitlines()[1:]]
        return sorted(
            {name for name in names if name} - _NO_LANGUAGES, key=lambda name: (name != _FIRST_LANGUAGE, name)
        )

    def _output(self, options: list[str], sent: bytes, timeout_s: float) -> str:
        """Empty where it fails."""
        if self._program is None:
            return ""
        try:
            done = subprocess.run(
                [self._program, *options], input=sent, capture_output=True, timeout=timeout_s, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.decode("utf-8", "replace")


def paragraphs_of(table: str) -> list[str]:
    """From tesseract's table of words: tabs between page, block, paragraph, line, word, box, confidence and text."""
    paragraphs: dict[tuple[str, str], list[str]] = {}
    for line in table.splitlines():
        columns = line.split("\t", _N_COLUMNS - 1)
        if len(columns) == _N_COLUMNS and columns[0] == _WORD_LEVEL and columns[-1].strip():
            paragraphs.setdefault((columns[2], columns[3]), []).append(columns[-1].strip())
    return [" ".join(words) for words in paragraphs.values()]

r"""Installs the program for the user who runs this, tries it, removes it, and says what was not as it should be.

    build\package\cpu\venv\Scripts\python packaging\check_windows_installer.py

Runs on Windows, after build_windows_installer.py. What the person has is to stay: a folder with data is made first.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Final

from build_program import ROOT

from desktop_llm.paths import DATA_FOLDER_VARIABLE, default_data_folder
from desktop_llm.version import __version__

_TIMEOUT_S: Final = 900
_REMOVAL_S: Final = 60
_QUIET: Final = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")


def main() -> int:
    os.environ.pop(DATA_FOLDER_VARIABLE, None)
    kept = default_data_folder().root / "kept.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("of the person", encoding="utf-8")
    place = Path(os.environ["LOCALAPPDATA"]) / "Programs" / "Desktop LLM"
    _run(str(ROOT / "dist" / f"desktop-llm-{__version__}-windows-x64-setup.exe"), *_QUIET, "/CURRENTUSER")
    report = ROOT / "build" / "windows" / "self-test.txt"
    _run(str(place / "desktop-llm.exe"), "--self-test", str(report))
    print(report.read_text(encoding="utf-8"))
    _run(str(place / "desktop-llm-terminal.exe"), "--version")
    _run(str(place / "unins000.exe"), *_QUIET)
    if left := _left_in(place):
        print(f"left behind in {place}: {left}", file=sys.stderr)
        return 1
    if not kept.is_file():
        print(f"{kept} was removed with the program", file=sys.stderr)
        return 1
    return 0


def _left_in(place: Path) -> list[str]:
    """What is there a while after the uninstaller said goodbye: a copy of it goes on, to remove the uninstaller too."""
    patience = Event()
    for _ in range(_REMOVAL_S):
        if not place.exists():
            return []
        patience.wait(1)
    return [path.name for path in place.iterdir()]


def _run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=_TIMEOUT_S)


if __name__ == "__main__":
    sys.exit(main())

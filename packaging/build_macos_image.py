"""Makes of the built program what people on macOS drag into their programs: a disk image. Runs on macOS.

    build/package/cpu/venv/bin/python packaging/build_macos_image.py       into dist/

Run it after build_program.py, with the environment that this made. Where these variables are set, the program is signed
and Apple looks at it, so that it opens without a question:

    DESKTOP_LLM_IDENTITY          "Developer ID Application: …" of the keychain
    DESKTOP_LLM_NOTARY_PROFILE    a profile that `xcrun notarytool store-credentials` made

Without an identity it is signed for this machine only, which Apple's processors ask for.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from build_program import PROGRAM, ROOT, build_folder

from desktop_llm.version import __version__

_APP: Final = "Desktop LLM.app"
_ENTITLEMENTS: Final = ROOT / "packaging" / "macos" / "entitlements.plist"
_IDENTITY: Final = "DESKTOP_LLM_IDENTITY"
_NOTARY_PROFILE: Final = "DESKTOP_LLM_NOTARY_PROFILE"
_FOR_THIS_MACHINE: Final = "-"
# What files of the format for macOS's code begin with: one processor (64 bits), or several.
_CODE_MAGIC: Final = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def main() -> int:
    app = build_folder("cpu") / _APP
    identity = os.environ.get(_IDENTITY, _FOR_THIS_MACHINE)
    profile = os.environ.get(_NOTARY_PROFILE, "")
    bring_licences(build_folder("cpu") / PROGRAM, app)
    for path in [*code_files(app), app]:  # inside out: the seal of a folder covers those of what is in it
        _sign(path, identity, has_entitlements=path == app or path.parent.name == "MacOS")
    _run("codesign", "--verify", "--deep", "--strict", str(app))
    if profile:
        archive = app.with_suffix(".zip")
        _run("ditto", "-c", "-k", "--keepParent", str(app), str(archive))
        _notarize(archive, app, profile)
    image = _image(app)
    _sign(image, identity)
    if profile:
        _notarize(image, image, profile)
        _run("spctl", "--assess", "--type", "open", "--context", "context:primary-signature", str(image))
    return 0


def bring_licences(program: Path, app: Path) -> None:
    """PyInstaller made the bundle of the folder before it was known what is in it."""
    name = Path("desktop_llm", "resources", "licences.json")
    shutil.copyfile(program / "_internal" / name, app / "Contents" / "Resources" / name)


def code_files(app: Path) -> Iterator[Path]:
    """Libraries and programs in the bundle, the deepest first."""
    files = [path for path in app.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in sorted(files, key=lambda path: (-len(path.parts), path)):
        with path.open("rb") as file:
            if file.read(4) in _CODE_MAGIC:
                yield path


def _sign(path: Path, identity: str, *, has_entitlements: bool = False) -> None:
    options = ["--force", "--sign", identity]
    if identity != _FOR_THIS_MACHINE:
        options += ["--timestamp", "--options", "runtime"]
    if has_entitlements:
        options += ["--entitlements", str(_ENTITLEMENTS)]
    _run("codesign", *options, str(path))


def _notarize(sent: Path, stapled: Path, profile: str) -> None:
    """Send it to Apple, wait for the answer, and put that into the file."""
    _run("xcrun", "notarytool", "submit", str(sent), "--keychain-profile", profile, "--wait")
    _run("xcrun", "stapler", "staple", str(stapled))


def _image(app: Path) -> Path:
    """A folder with the program and a link to the place where programs are."""
    folder = app.parent / "image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(app, folder / app.name, symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    (ROOT / "dist").mkdir(exist_ok=True)
    image = ROOT / "dist" / f"desktop-llm-{__version__}-macos-{platform.machine()}.dmg"
    options = ["-volname", "Desktop LLM", "-srcfolder", str(folder), "-format", "ULFO", "-ov"]
    _run("hdiutil", "create", *options, str(image))
    return image


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())

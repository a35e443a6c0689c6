"""Makes of the built program what people on Linux install: a .deb, and a folder in a .tar.gz that is only unpacked.

    .venv/bin/python packaging/build_linux_packages.py cpu|vulkan     into dist/

`make package` runs it after build_program.py. The files in packaging/linux are filled in here; what the package depends
on is read from the program's own files (linux_needs.py). Built twice from the same commit, the files are the same.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from build_program import BACKENDS, PROGRAM, ROOT, build_folder, source_date
from icon_files import write_icons
from largest_files import check_size
from linux_needs import LinuxNeeds, linux_needs
from publisher import COMPONENT_ID, MAINTAINER

from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.licences import load_licences
from desktop_llm.paths import PORTABLE_FILE
from desktop_llm.version import __version__

_LINUX: Final = ROOT / "packaging" / "linux"
_GGUF: Final = "application/x-gguf"
_MACHINE: Final = "x86_64"
_ARCHITECTURE: Final = "amd64"
# Depended upon besides the libraries: the certificates that the Hub's are checked against.
_ALSO_NEEDED: Final = ("ca-certificates",)
_CHINESE_LETTERS: Final = "fonts-noto-cjk | fonts-wqy-zenhei"


def main() -> int:
    if sys.argv[1:] not in [[backend] for backend in BACKENDS]:
        print(f"usage: build_linux_packages.py {'|'.join(BACKENDS)}", file=sys.stderr)
        return 2
    backend = sys.argv[1]
    program = build_folder(backend) / PROGRAM
    check_size(program, ROOT / "docs" / "packages.md", backend)
    package = PROGRAM if backend == "cpu" else f"{PROGRAM}-{backend}"
    needs = linux_needs(program)
    dist = ROOT / "dist"
    dist.mkdir(exist_ok=True)
    deb, portable = _deb(package, program, needs, dist), _portable(package, program, needs, dist)
    for path in (deb, portable):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.0f} MB")
    _check(program.parent / "deb" / "usr" / "share", deb)
    return 0


# --- The .deb --------------------------------------------------------------------------------------------------------


def _deb(package: str, program: Path, needs: LinuxNeeds, dist: Path) -> Path:
    root = program.parent / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "opt" / PROGRAM, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / PROGRAM).symlink_to(f"/opt/{PROGRAM}/{PROGRAM}")
    share = root / "usr" / "share"
    _write(share / "applications" / f"{PROGRAM}.desktop", _desktop_entry())
    _write(
        share / "metainfo" / f"{PROGRAM}.metainfo.xml", _filled("desktop-llm.metainfo.xml", component_id=COMPONENT_ID)
    )
    _write(share / "mime" / "packages" / f"{PROGRAM}.xml", _filled("desktop-llm.mime.xml"))
    _write_compressed(share / "man" / "man1" / f"{PROGRAM}.1.gz", _filled("desktop-llm.1"))
    _write(share / "doc" / package / "copyright", _copyright(program))
    _write_compressed(share / "doc" / package / "changelog.gz", _changelog(package))
    _write(share / "lintian" / "overrides" / package, _filled("lintian-overrides", package=package))
    write_icons(share / "icons" / "hicolor", ROOT / "resources" / "icons" / f"{PROGRAM}.svg")
    _write(root / "DEBIAN" / "control", _control(package, root, needs))
    _write(root / "DEBIAN" / "md5sums", _checksums(root))
    _make_plain(root, root / "opt" / PROGRAM / PROGRAM)
    target = dist / f"{package}_{__version__}_{_ARCHITECTURE}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(source_date())}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return target


def _desktop_entry() -> str:
    kinds = [kind for kind in FileKind if kind is not FileKind.CODE]
    return _filled("desktop-llm.desktop", mime_types="".join(f"{kind};" for kind in [_GGUF, *kinds]))


def _control(package: str, root: Path, needs: LinuxNeeds) -> str:
    kib = sum(-(-path.lstat().st_size // 1024) for path in root.rglob("*") if not path.is_dir())
    fields = {
        "Package": package,
        "Version": __version__,
        "Architecture": _ARCHITECTURE,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kib),
        "Depends": ", ".join([*needs.depends, *_ALSO_NEEDED]),
        "Recommends": ", ".join([*needs.recommends, _CHINESE_LETTERS]),
        "Section": "misc",
        "Priority": "optional",
    }
    if package != PROGRAM:  # the same program at the same place
        fields |= dict.fromkeys(("Provides", "Conflicts", "Replaces"), PROGRAM)
    fields["Description"] = (
        "chat, summarize, translate and write with a local language model\n"
        " A program for the desktop and the terminal in which a language model answers\n"
        " that runs on this computer: no account, no server and no network are needed.\n"
        " It summarizes documents with the source of each sentence, answers questions\n"
        " about whole folders, translates texts and documents in place, and proofreads.\n"
        " A small model comes along."
    )
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _copyright(program: Path) -> str:
    script = str(ROOT / "packaging" / "licences.py")
    python = str(program.parent / "venv" / "bin" / "python")
    command = [python, script, "--bundle", str(program), "--debian-copyright"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def _changelog(package: str) -> str:
    """One entry: what changed stands in CHANGELOG.md, in the words of people who use the program."""
    date = format_datetime(datetime.fromtimestamp(source_date(), UTC))
    entry = f"  * Release {__version__}. CHANGELOG.md of the source tells what is new."
    return f"{package} ({__version__}) stable; urgency=medium\n\n{entry}\n\n -- {MAINTAINER}  {date}\n"


def _checksums(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    names = [str(path.relative_to(root)) for path in files if path.parent.name != "DEBIAN"]
    command = ["md5sum", "--", *names]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def _check(share: Path, deb: Path) -> None:
    """What Debian's own checkers say of it. Raises CalledProcessError where one calls something an error."""
    subprocess.run(["desktop-file-validate", str(share / "applications" / f"{PROGRAM}.desktop")], check=True)
    metainfo = str(share / "metainfo" / f"{PROGRAM}.metainfo.xml")
    subprocess.run(["appstreamcli", "validate", "--no-net", metainfo], check=True)
    subprocess.run(["lintian", "--fail-on", "error", "--tag-display-limit", "0", str(deb)], check=True)


# --- The folder that is only unpacked --------------------------------------------------------------------------------


def _portable(package: str, program: Path, needs: LinuxNeeds, dist: Path) -> Path:
    name = f"{package}-{__version__}-linux-{_MACHINE}"
    root = program.parent / "portable" / name
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root, symlinks=True)
    (root / PORTABLE_FILE).touch()
    first_of_each = [re.split(r" [(|]", needed)[0] for needed in needs.depends[1:]]
    readme = _filled("portable.txt", glibc=needs.glibc, packages=" ".join(first_of_each))
    _write(root / "README.txt", readme)
    _write(root / "LICENCES.txt", _licences(program))
    _make_plain(root, root / PROGRAM)
    target = dist / f"{name}.tar.gz"
    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=source_date()) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(root, name, filter=_plain)
    return target


def _licences(program: Path) -> str:
    """All of them in full, also where the system has none of the common ones."""
    parts = load_licences(program / "_internal" / "desktop_llm" / "resources" / "licences.json")
    said = [f"{part.name} {part.version}\nLicence: {part.licence}\n{part.home}\n\n{part.text}\n" for part in parts]
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return f"\n\n{'-' * 80}\n\n".join([f"Desktop LLM {__version__}\n\n{own}", *said])


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of the machine that it was packed on."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


# --- Files -----------------------------------------------------------------------------------------------------------


def _filled(name: str, **values: str) -> str:
    """A file of packaging/linux with what stands between @ in it."""
    date = datetime.fromtimestamp(source_date(), UTC).date().isoformat()
    text = (_LINUX / name).read_text(encoding="utf-8")
    for key, value in {"version": __version__, "date": date, **values}.items():
        text = text.replace(f"@{key.upper()}@", value)
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_compressed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _make_plain(root: Path, executable: Path) -> None:
    """Whatever the umask and the hour of the one who builds: readable by all, of the day of the last commit."""
    date = source_date()
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == executable else 0o644)
        os.utime(path, (date, date), follow_symlinks=False)


if __name__ == "__main__":
    sys.exit(main())

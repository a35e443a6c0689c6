"""A system with next to nothing in it, to install a package into: Debian's smallest, in a folder. As root.

A person without rights lives in it. What runs in it is in namespaces of its own; there is no network but for apt.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

PERSON: Final = "person"
_HOME: Final = f"/home/{PERSON}"
_SCREENS: Final = Path("/tmp/.X11-unix")  # noqa: S108  where X11 has its sockets
# Written by apt and dpkg themselves, and by what other packages run.
_NOT_COUNTED: Final = ("var/lib/apt", "var/lib/dpkg", "var/cache", "var/log", "tmp", "proc", "sys", "dev", "run")


class BareRoot:
    """`folder` is made by `make`; everything in it may be thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def home(self) -> Path:
        """The person's, as seen from outside."""
        return self.folder / _HOME.removeprefix("/")

    def make(self, suite: str) -> None:
        command = ["mmdebstrap", "--quiet", "--variant=minbase", suite, str(self.folder)]
        subprocess.run(command, check=True)
        shutil.copy("/etc/resolv.conf", self.folder / "etc" / "resolv.conf")
        for place in (_SCREENS, Path("/proc"), Path("/dev")):
            (self.folder / str(place).removeprefix("/")).mkdir(parents=True, exist_ok=True)
        self.run("useradd", "--create-home", PERSON, as_root=True)

    def apt(self, *arguments: str) -> None:
        """With the network, as nobody asks."""
        environment = {"DEBIAN_FRONTEND": "noninteractive"}
        options = ["-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
        self.run("apt-get", *options, *arguments, as_root=True, has_network=True, environment=environment)

    def run(
        self,
        *command: str,
        as_root: bool = False,
        has_network: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run to the end, and return standard output. Raises CalledProcessError; what it complained of is shown."""
        line = self.command(command, as_root=as_root, has_network=has_network, environment=environment)
        return subprocess.run(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True).stdout

    def command(
        self,
        command: Sequence[str],
        *,
        as_root: bool = False,
        has_network: bool = False,
        environment: Mapping[str, str] | None = None,
        watcher: Sequence[str] = (),
    ) -> list[str]:
        """The command line that runs `command` in there. `watcher` is a program outside that runs it, like strace."""
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root" if as_root else _HOME}
        variables |= {"LANG": "C.UTF-8", **(environment or {})}
        settings = [f"{name}={value}" for name, value in variables.items()]
        who = [] if as_root else [f"--userspec={PERSON}:{PERSON}"]
        folder = str(self.folder)
        inside = [*watcher, "chroot", *who, folder, "env", "-i", *settings, *command]
        root = shlex.quote(folder)
        mounts = f"mount -t proc proc {root}/proc; mount --rbind /dev {root}/dev"
        screens = f"mount --bind {_SCREENS} {root}{_SCREENS}" if _SCREENS.is_dir() else "true"
        network = [] if has_network else ["--net"]
        script = f"{mounts}; {screens}; exec {shlex.join(inside)}"
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", *network, "sh", "-ec", script]

    def files(self) -> set[str]:
        """Everything in it but what apt and dpkg keep for themselves and what is only there while it runs."""
        found = set[str]()
        for folder, folders, names in os.walk(self.folder):
            here = Path(folder).relative_to(self.folder)
            folders[:] = [name for name in folders if str(here / name) not in _NOT_COUNTED]
            found |= {f"/{here / name}" for name in (*folders, *names)}
        return found

    def packaged_files(self) -> set[str]:
        """What dpkg knows of, where it really lies: /lib is a link to /usr/lib, and so on."""
        lists = (self.folder / "var" / "lib" / "dpkg" / "info").glob("*.list")
        lines = {line for path in lists for line in path.read_text(encoding="utf-8").splitlines()}
        return lines | {f"/usr{line}" for line in lines}

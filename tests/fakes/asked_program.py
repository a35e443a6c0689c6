"""Runs the real program in a process of its own, in a home that the test made, and tells what a person saw there.

Homes can be read-only or on a full disk, for root too, where the system lets a process have mounts of its own;
elsewhere permissions and a limit on the size of files do what they can.
"""

import functools
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

CHECKOUT = Path(__file__).parents[2]
TIMEOUT_S = 110
QUESTION = "What is the capital of France?"

_PROGRAM = (sys.executable, str(Path(__file__).with_name("asking_program.py")))
_OWN_MOUNTS = (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount"))
_SPARE_KIB = 16  # for the film, which takes what is left: a size of nothing would be without a limit
_READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"'
# As large as what lies there and some pages, all of which a file takes. What is left is brought out at the end.
_FULL = (
    'cp -a "$1" "$1.before" && mount -t tmpfs -o size="$2"k full "$1" && cp -a "$1.before/." "$1" &&'
    ' { head -c 100M /dev/zero >"$1/film.mkv" 2>/dev/null || true; }'
)
_AND_TELL = '&& home=$1 && shift 2 && { "$@"; status=$?; cp -a "$home" "$home.after"; exit $status; }'


class Seen(Struct, frozen=True):
    """`refusal` is what the program said instead of opening its window."""

    status: int
    is_shown: bool
    notices: list[str]
    titles: list[str]
    answer: str
    refusal: str
    has_letters: bool
    complaints: str

    @property
    def said(self) -> str:
        return " ".join([self.refusal, *self.notices])


class AskedProgram:
    """What it sees of its surroundings is `environment`, and nothing of the test's but the screen."""

    def __init__(self, home: Path, question: str = QUESTION, **environment: str) -> None:
        self._home = home
        self._question = question
        self._environment = _environment(home) | environment

    def run(self) -> Seen:
        return self._run([*_PROGRAM, self._question])

    def run_as_root(self) -> Seen:
        """As the system's administrator, or as one of a space of its own."""
        prefix = () if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user")
        return self._run([*prefix, *_PROGRAM, self._question])

    def run_in_read_only_home(self) -> Seen:
        if prefix := _own_mounts():
            return self._run_mounted(prefix, _READ_ONLY, 0)
        self._home.chmod(0o555)
        try:
            return self.run()
        finally:
            self._home.chmod(0o755)

    def run_on_full_disk(self) -> Seen:
        """Afterwards the folder `HOME.after` is what was left there."""
        if prefix := _own_mounts():
            used = sum(path.stat().st_size // 1024 + 8 for path in self._home.rglob("*"))
            return self._run_mounted(prefix, _FULL, used + _SPARE_KIB)
        seen = self._run([*_PROGRAM, self._question, "0"])
        subprocess.run(["cp", "-a", str(self._home), f"{self._home}.after"], check=True)
        return seen

    def start(self) -> "subprocess.Popen[str]":
        """Give what this returns to `seen`."""
        return self._start([*_PROGRAM, self._question])

    def _run_mounted(self, prefix: Sequence[str], script: str, size_kib: int) -> Seen:
        words = ["sh", str(self._home), str(size_kib), *_PROGRAM, self._question]
        return self._run([*prefix, "sh", "-c", f"{script} {_AND_TELL}", *words])

    def _run(self, command: Sequence[str]) -> Seen:
        return seen(self._start(command))

    def _start(self, command: Sequence[str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command, env=self._environment, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


def seen(process: "subprocess.Popen[str]") -> Seen:
    try:
        output, complaints = process.communicate(timeout=TIMEOUT_S)
    finally:
        process.kill()
    assert output, f"the program said nothing, status {process.returncode}: {complaints}"
    facts = json.loads(output.splitlines()[-1])
    return msgspec.convert({**facts, "status": process.returncode, "complaints": complaints}, Seen)


def _environment(home: Path) -> dict[str, str]:
    kept = ("PATH", "DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORM", "PYTHON_KEYRING_BACKEND", "LANG", "LC_ALL", "TZ")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(home),
        "PYTHONPATH": str(CHECKOUT),
        "HF_HUB_OFFLINE": "1",
        "PYTHONFAULTHANDLER": "1",
    }


@functools.cache
def _own_mounts() -> Sequence[str]:
    """The beginning of a command that has mounts of its own; empty where the system allows none."""
    for prefix in _OWN_MOUNTS:
        command = [*prefix, "mount", "-t", "tmpfs", "none", "/mnt"]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return prefix
    return ()

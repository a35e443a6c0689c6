"""Installs a .deb into a bare Debian, uses it as a person would, removes it, and says what was not as it should be.

    sudo .venv/bin/python packaging/check_package.py dist/desktop-llm_0.1.0_amd64.deb
        --suite trixie       another Debian than bookworm
        --display :133       the X server's name
        --pictures FOLDER    what the window looked like
        --starts 7           how often each start is measured

Only what the package declares is installed beside it. In order: every library finds what it needs; the self-test passes
with a screen and without; the terminal program answers; the window is started from its menu entry, answers and
summarizes, all without a network, while strace watches that none is asked for; its start is compared with that from the
checkout; and after the removal nothing is left but the person's data. The package for graphics cards does all this
without any; then it puts the whole model on Mesa's software driver and gives the same answer. `make check-package`
brings what this needs.
"""

import argparse
import os
import re
import shlex
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from bare_root import PERSON, BareRoot
from linux_needs import OPTIONAL_LIBRARIES, elf_files
from screen import Screen, wait_until

from desktop_llm.assist.doctor.diagnosis import Diagnosis
from desktop_llm.assist.summary.summary_session import SummarySession, load_session, save_session
from desktop_llm.params import SamplingParams
from desktop_llm.paths import DATA_FOLDER_VARIABLE, DataFolder
from desktop_llm.settings import Settings, load_settings, save_settings

_ROOT: Final = Path(__file__).parents[1]
_MOST_TIMES_SLOWER: Final = 1.5
_QUESTION: Final = "What is the capital of France?"
# What is usual for the starter model discourages repetition.
_GREEDY: Final = SamplingParams(temperature=0.0, repeat_penalty=1.0)
# The processor rounds to 8 bits what a card does not, which moves the log likelihoods of two tokens by up to 0.3. The
# first tokens about France are 0.1 apart, so the answers differ; in the answer to this no two are closer than 1.5.
_QUESTION_FOR_BOTH: Final = "List the numbers from 1 to 10, separated by commas."
_LEASE: Final = """The lease for the flat in Lindenstrasse 12 begins on 1 March 2026 and ends on 31 May 2027.

The rent is 1,250 euros a month, paid by the third working day. The deposit is 2,500 euros.

Pets are allowed after the landlord was asked. Mrs. Keller on the ground floor has the key to the shed.
"""
# For drivers that are none of a card llama.cpp must be asked.
_SOFTWARE_CARD: Final = {"GGML_VK_VISIBLE_DEVICES": "0"}
_PACKAGES_OF_VULKAN: Final = OPTIONAL_LIBRARIES["libvulkan.so.1"]
# Caches that Qt's and the desktop's libraries keep for every program.
_OF_THE_PERSON: Final = tuple(f"/home/{PERSON}/{name}" for name in ("lease.txt", ".cache"))
# A socket of another family than the computer's own; NETLINK asks the kernel.
_FOREIGN_SOCKET: Final = re.compile(r"socket\(AF_(?!UNIX|LOCAL|NETLINK)\w+|connect\(.*sa_family=AF_(?!UNIX|LOCAL)\w+")


def main() -> int:
    options = _options()
    options.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="desktop-llm-root-") as folder, Screen(options.display) as screen:
        root = BareRoot(Path(folder) / "root")
        check = PackageCheck(root, screen, options.package, options.pictures)
        check.prepare(options.suite)
        check.run(options.starts)
    print("All is as it should be.")
    return 0


class Offload(NamedTuple):
    """Which graphics cards llama.cpp sees, and how much of the model is on them."""

    backends: tuple[str, ...]
    cards: tuple[str, ...]
    n_gpu_layers: int
    n_layers: int

    @property
    def is_whole_model_on_card(self) -> bool:
        return bool(self.cards) and self.n_gpu_layers > self.n_layers


class PackageCheck:
    """The steps in their order. Each raises SystemExit or CalledProcessError where something is wrong."""

    def __init__(self, root: BareRoot, screen: Screen, package: Path, pictures: Path) -> None:
        self._root = root
        self._screen = screen
        self._package = package
        self._pictures = pictures
        self._name = _field(package, "Package")
        self._data = DataFolder(root.home / ".local" / "share" / "desktop-llm")

    def prepare(self, suite: str) -> None:
        """Make the system, with what the package declares and nothing else."""
        _step(f"making a bare {suite}")
        self._root.make(suite)
        _step("installing what the package declares")
        self._root.apt("update")
        self._root.apt("satisfy", _field(self._package, "Depends"))

    def run(self, n_starts: int) -> None:
        """Install, use, compare, remove."""
        before = self._root.files()
        _step("installing the package")
        shutil.copy(self._package, self._root.folder / "tmp" / self._package.name)
        self._root.apt("install", f"/tmp/{self._package.name}")  # noqa: S108  inside the root
        self._check_libraries()
        self._check_self_test()
        self._check_terminal()
        self._check_portable()
        self._use_the_window()
        self._compare_starts(n_starts)
        if self._name.endswith("-vulkan"):
            before |= self._check_graphics_card()
        self._check_removal(before)

    def _check_libraries(self) -> None:
        """Every file that is a library or program, also those that are only opened when they are wanted."""
        inside = self._root.folder / "opt" / "desktop-llm"
        files = [f"/{path.relative_to(self._root.folder)}" for path in elf_files(inside)]
        environment = {"LD_LIBRARY_PATH": "/opt/desktop-llm/_internal"}
        told = self._root.run("ldd", *files, environment=environment)
        lines = {line.strip() for line in told.splitlines() if "not found" in line}
        if missing := sorted(line for line in lines if not line.startswith(tuple(OPTIONAL_LIBRARIES))):
            raise SystemExit(f"libraries that nothing brings: {missing}")
        _step(f"{len(files)} programs and libraries find what they need")

    def _check_self_test(self) -> None:
        for environment in ({"DISPLAY": self._screen.name}, {"QT_QPA_PLATFORM": "offscreen"}):
            _step(f"self-test with {environment}")
            print(self._root.run("desktop-llm", "--self-test", environment=environment), end="")

    def _check_terminal(self) -> None:
        answer = self._root.run("desktop-llm", "chat", _QUESTION)
        _step(f"desktop-llm chat: {answer.strip()!r}")
        if not answer.strip():
            raise SystemExit("the terminal program does not answer")

    def _check_portable(self) -> None:
        """The folder of the same build, unpacked by the person: all it writes must be in it."""
        archive = self._package.with_name(f"{self._name}-{_field(self._package, 'Version')}-linux-x86_64.tar.gz")
        stick = self._root.folder / "tmp" / "stick"
        stick.mkdir()
        subprocess.run(["tar", "-xzf", str(archive), "-C", str(stick), "--strip-components=1"], check=True)
        self._root.run("chown", "-R", PERSON, "/tmp/stick", as_root=True)  # noqa: S108  inside the root
        before = self._root.files()
        command = self._root.command(["/tmp/stick/desktop-llm"], environment=self._of_screen())  # noqa: S108
        with subprocess.Popen(command) as program:
            self._screen.press("windowfocus", "--sync", self._screen.wait_for_window())
            wait_until(DataFolder(stick / "data").database.exists, "what is behind the portable window")
            self._screen.press("key", "space")
            self._screen.quit(program)
        written = self._root.files() - before
        _step(f"portable: the data folder holds {sorted(path.name for path in (stick / 'data').iterdir())}")
        if outside := [path for path in sorted(written) if not path.startswith(f"/home/{PERSON}/.cache")]:
            raise SystemExit(f"the portable program wrote outside its folder: {outside}")

    def _use_the_window(self) -> None:
        """Start from the menu entry, a question, a summary, the end; all without a network, and strace watches."""
        _step("a session in the window, watched")
        self._put_a_document_on_the_list()
        trace = self._pictures / "network-calls.txt"
        strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=%network", "-o", str(trace)]
        command = self._root.command(self._menu_entry(), environment=self._of_screen(), watcher=strace)
        with subprocess.Popen(command) as program:
            try:
                self._converse()
                self._summarize()
                self._screen.quit(program)
            finally:
                program.kill()
        if program.returncode != 0:
            raise SystemExit(f"the window ended with status {program.returncode}")
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
        if foreign := [line for line in lines if _FOREIGN_SOCKET.search(line)]:
            raise SystemExit("the network was asked for:\n" + "\n".join(foreign))
        _step(f"{len(lines)} calls that have to do with sockets, none for any beyond this computer")

    def _put_a_document_on_the_list(self) -> None:
        """As if it had been dropped onto Summarize the day before."""
        (self._root.home / "lease.txt").write_text(_LEASE, encoding="utf-8")
        self._data.root.mkdir(parents=True, exist_ok=True)
        save_session(self._data, SummarySession(paths=(f"/home/{PERSON}/lease.txt",)))
        self._give_home_to_person()

    def _give_home_to_person(self) -> None:
        self._root.run("chown", "-R", f"{PERSON}:{PERSON}", f"/home/{PERSON}", as_root=True)

    def _converse(self) -> None:
        self._screen.press("windowfocus", "--sync", self._screen.wait_for_window())
        wait_until(self._data.database.exists, "what is behind the window")
        self._picture("first-start")
        self._screen.press("key", "space")  # the first start offers the starter model, and its button has the focus
        wait_until(lambda: load_settings(self._data.settings).last_model_id != "", "the starter model")
        self._screen.press("key", "ctrl+l", "type", "--delay", "60", _QUESTION)
        self._screen.press("key", "Return")
        wait_until(lambda: "complete" in self._states_of_answers(), "the answer")
        self._picture("chat")

    def _summarize(self) -> None:
        written_ns = self._data.summary_session.stat().st_mtime_ns
        self._screen.press("key", "ctrl+2")
        # What was loaded is written again a moment after it stands in the pane.
        wait_until(lambda: self._data.summary_session.stat().st_mtime_ns != written_ns, "the Summarize pane")
        self._screen.press("key", "Return")  # the keyboard is in the field for the focus
        wait_until(self._is_summarized, "the summary")
        self._picture("summary")

    def _is_summarized(self) -> bool:
        kept = load_session(self._data).kept
        return kept is not None and kept.is_whole

    def _states_of_answers(self) -> list[str]:
        query = "SELECT state FROM messages WHERE role = 'assistant'"
        with closing(sqlite3.connect(f"{self._data.database.as_uri()}?mode=ro", uri=True)) as database:
            return [state for (state,) in database.execute(query)]

    def _compare_starts(self, n_starts: int) -> None:
        """The second start and later ones, from the menu entry and from the checkout, in turn."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self._data.root, Path(folder) / "data")
            checkout = os.environ | self._of_screen() | {DATA_FOLDER_VARIABLE: str(Path(folder) / "data")}
            from_source = ([str(_ROOT / ".venv" / "bin" / "desktop-llm")], checkout)
            installed = (self._root.command(self._menu_entry(), environment=self._of_screen()), dict(os.environ))
            times = [(self._start_s(*installed), self._start_s(*from_source)) for _ in range(n_starts + 1)][1:]
        installed_s, source_s = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = installed_s / source_s
        _step(f"window visible: {installed_s:.2f} s, from the checkout {source_s:.2f} s, {ratio:.2f} times")
        if ratio > _MOST_TIMES_SLOWER:
            raise SystemExit(f"that is more than {_MOST_TIMES_SLOWER} times")

    def _start_s(self, command: list[str], environment: dict[str, str]) -> float:
        began = time.monotonic()
        with subprocess.Popen(command, env=environment) as program:
            self._screen.wait_for_window()
            took = time.monotonic() - began
            self._screen.quit(program)
        return took

    def _check_graphics_card(self) -> set[str]:
        """Without a driver, then with the one that the package recommends, which computes on the processor.

        Returns the files that came with the driver: some of the packages with it write what dpkg does not know of.
        """
        data = DataFolder(self._data.root.with_name("greedy"))
        save_settings(data.settings, Settings(sampling=_GREEDY))
        self._give_home_to_person()
        place = {DATA_FOLDER_VARIABLE: f"/home/{PERSON}/{data.root.relative_to(self._root.home)}"}
        without = self._examined(place)
        if "Vulkan" not in without.backends or without.cards or without.n_gpu_layers:
            raise SystemExit(f"without a driver for graphics cards: {without}")
        answer = self._root.run("desktop-llm", "chat", _QUESTION_FOR_BOTH, environment=place)
        _step(f"without a driver for graphics cards: {answer.strip()!r}")
        if unnamed := [name for name in _PACKAGES_OF_VULKAN if name not in _field(self._package, "Recommends")]:
            raise SystemExit(f"the package does not recommend {unnamed}")
        without_driver = self._root.files()
        self._root.apt("satisfy", ", ".join(_PACKAGES_OF_VULKAN))
        of_driver = self._root.files() - without_driver
        if (unasked := self._examined(place)).n_gpu_layers:
            raise SystemExit(f"a software driver that nobody asked for was taken: {unasked}")
        card = self._examined(place | _SOFTWARE_CARD)
        if not card.is_whole_model_on_card:
            raise SystemExit(f"with a driver for graphics cards: {card}")
        there = self._root.run("desktop-llm", "chat", _QUESTION_FOR_BOTH, environment=place | _SOFTWARE_CARD)
        _step(f"on {', '.join(card.cards)}, all {card.n_gpu_layers} layers: {there.strip()!r}")
        if there != answer:
            raise SystemExit("that is another answer than the processor's")
        return of_driver

    def _examined(self, environment: dict[str, str]) -> "Offload":
        """What the doctor says of the graphics card and the starter model."""
        told = self._root.run("desktop-llm", "doctor", "--json", environment=environment)
        patient = msgspec.json.decode(told, type=Diagnosis).patient
        if patient.machine is None or patient.model is None:
            raise SystemExit(f"the engine did not start: {patient.failure}")
        cards = tuple(device.description for device in patient.machine.devices if device.kind in ("gpu", "igpu"))
        return Offload(patient.machine.backends, cards, patient.model.n_gpu_layers, patient.model.n_layers)

    def _check_removal(self, before: set[str]) -> None:
        _step("removing it")
        self._root.apt("purge", self._name)
        left = self._root.files() - before - self._root.packaged_files()
        person_data = f"/home/{PERSON}/"
        if foreign := sorted(path for path in left if not path.startswith(person_data)):
            raise SystemExit(f"this was left: {foreign}")
        strange = sorted(path for path in left if not path.startswith((f"{person_data}.local/share", *_OF_THE_PERSON)))
        _step(f"nothing is left but the person's data; outside the data folder: {strange}")

    def _menu_entry(self) -> list[str]:
        """What a menu runs, when no file is opened with it."""
        entry = self._root.folder / "usr" / "share" / "applications" / "desktop-llm.desktop"
        line = next(line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("Exec="))
        return [word for word in shlex.split(line.removeprefix("Exec=")) if not word.startswith("%")]

    def _of_screen(self) -> dict[str, str]:
        return {"DISPLAY": self._screen.name, "QT_QPA_PLATFORM": "xcb"}

    def _picture(self, name: str) -> None:
        self._screen.picture(self._pictures / f"{name}.png")


def _field(package: Path, name: str) -> str:
    command = ["dpkg-deb", "--field", str(package), name]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _step(text: str) -> None:
    print(f"- {text}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Install, use and remove a package in a bare Debian.")
    parser.add_argument("package", type=Path)
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--display", default=":133")
    parser.add_argument("--pictures", type=Path, default=_ROOT / "build" / "package" / "check")
    parser.add_argument("--starts", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

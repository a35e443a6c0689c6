"""Keeps what helps to mend a crash: a file in the logs that the person may look at, and send if they wish. Any thread.

Nothing leaves the computer by itself, and none of the person's text gets into a report: see `crash_text`.
"""

import faulthandler
import logging
import os
import platform
import sys
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from desktop_llm.crash_text import error_lines, is_fatal, is_safe, record_line, without_private_paths
from desktop_llm.durable_files import replace_file
from desktop_llm.paths import is_built
from desktop_llm.version import __version__

N_REPORTS_KEPT: Final = 10
_N_REPORTS_A_RUN: Final = 5
_N_LINES: Final = 120  # of which what an engine says when it dies takes up to 80
_REPORTS: Final = "crash-*.txt"
_RUNNING: Final = "running-*.txt"
_TOLD: Final = "crashes-told.txt"
_HEAD: Final = """\
Desktop LLM: report of a crash
This file stays on this computer unless you send it. It holds no prompts, no answers, nothing of documents and no
names of files of yours: only versions, places in the program, and what it was doing.
"""

_log = logging.getLogger(__name__)


class CrashReporter(logging.Handler):
    """From `begin` to `end`. `facts` are lines about the program and its libraries.

    A report is written for an exception that nobody caught, for one that was logged as an error, and for an engine that
    died. What Python says when the process itself dies goes to a file that the next `begin` makes a report of.
    """

    def __init__(self, folder: Path, facts: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(logging.INFO)
        self._folder = folder
        self._facts = [
            ("Version", f"{__version__}, {'built program' if is_built() else 'from source'}"),
            ("System", platform.platform()),
            ("Python", platform.python_version()),
            *facts,
        ]
        self._lines: deque[str] = deque(maxlen=_N_LINES)
        self._reported: set[tuple[str, ...]] = set()
        self._running: TextIO | None = None
        self._earlier_hooks = (sys.excepthook, threading.excepthook)

    def begin(self) -> None:
        """Raises OSError if no file can be written in the folder; nothing is watched then."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._collect()
        self._running = (self._folder / _RUNNING.replace("*", str(os.getpid()))).open("w", encoding="utf-8")
        self._note_running()
        faulthandler.enable(self._running)
        self._earlier_hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread
        logging.getLogger("desktop_llm").addHandler(self)

    def end(self) -> None:
        """The program ends in order."""
        logging.getLogger("desktop_llm").removeHandler(self)
        if self._running is None:
            return
        sys.excepthook, threading.excepthook = self._earlier_hooks
        faulthandler.disable()
        self._running.close()
        with suppress(OSError):
            Path(self._running.name).unlink(missing_ok=True)
        self._running = None

    def note_engine_death(self, cause: str, facts: Iterable[tuple[str, str]] = ()) -> None:
        """`cause` as the watcher of processes names it; its words about itself are in the log."""
        shown = cause.partition(": ")[0]
        self._report(
            ["The engine ended.", shown if is_safe(shown) else "", *(f"{name}: {said}" for name, said in facts)]
        )

    def emit(self, record: logging.LogRecord) -> None:
        if line := record_line(record):
            self._lines.append(line)
            self._note_running()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and record.levelno >= logging.ERROR:
            self._report(error_lines(error))

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Of the main thread, and of Qt's slots."""
        if issubclass(kind, Exception):
            _log.critical("an exception that nobody caught", exc_info=(kind, error, trace))
        self._earlier_hooks[0](kind, error, trace)

    def _on_uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and issubclass(told.exc_type, Exception):
            _log.critical(
                "an exception that nobody caught in a thread",
                exc_info=(told.exc_type, told.exc_value, told.exc_traceback),
            )
        self._earlier_hooks[1](told)

    def _note_running(self) -> None:
        """What a report will be made of if the process dies."""
        if self._running is None:
            return
        with suppress(OSError):
            self._running.seek(0)
            self._running.truncate()
            self._running.write(self._text(["The program ended by itself."]) + "\nWhat it said when it ended:\n")
            self._running.flush()

    def _report(self, what: Sequence[str]) -> None:
        """Each failure once, and of a program that fails all the time a few."""
        if tuple(what) in self._reported or len(self._reported) >= _N_REPORTS_A_RUN:
            return
        self._reported.add(tuple(what))
        with suppress(OSError):
            _write(self._folder, self._text(what))

    def _text(self, what: Sequence[str]) -> str:
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        facts = [f"{name}: {said}" for name, said in (*self._facts, ("Time", now))]
        lines = [
            "",
            *facts,
            "",
            *what,
            "",
            "The last lines of the log, without what they were about:",
            *self._lines,
            "",
        ]
        return without_private_paths(_HEAD + "\n".join(lines))

    def _collect(self) -> None:
        """Make reports of what earlier runs left that died. One that was killed, or lost its power, says nothing."""
        for path in self._folder.glob(_RUNNING):
            with suppress(OSError):
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
                start = next((number for number, line in enumerate(lines) if is_fatal(line)), None)
                if start is not None:
                    last_words = [line for line in lines[start:] if is_safe(line)]
                    _write(self._folder, without_private_paths("\n".join([*lines[:start], *last_words, ""])))
                path.unlink()


def untold_reports(folder: Path) -> tuple[Path, ...]:
    """Reports that the person does not know of, the latest last."""
    told = _told(folder)
    return tuple(path for path in _reports(folder) if path.name not in told)


def note_told(folder: Path, reports: Iterable[Path]) -> None:
    """Raises OSError."""
    known = {path.name for path in _reports(folder)}
    names = sorted((_told(folder) & known) | {path.name for path in reports})
    replace_file(folder / _TOLD, "\n".join(names).encode())


def _told(folder: Path) -> frozenset[str]:
    try:
        return frozenset((folder / _TOLD).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _reports(folder: Path) -> list[Path]:
    found = [(path.stat().st_mtime_ns, path.name, path) for path in folder.glob(_REPORTS)]
    return [path for *_, path in sorted(found)]


def _write(folder: Path, text: str) -> None:
    """Raises OSError. Old ones go; never the new one, whatever the clock says."""
    stamp = f"{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}"
    path = folder / _REPORTS.replace("*", stamp)
    replace_file(path, text.encode(), is_private=True)
    others = [each for each in _reports(folder) if each != path]
    for old in others[: max(0, len(others) + 1 - N_REPORTS_KEPT)]:
        old.unlink(missing_ok=True)

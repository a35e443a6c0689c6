"""One child process: started, written to, read from, and ended within seconds whatever it does.

Five threads have a part in it: the owner's, which starts and ends it and must outlive it; one writes, so that the owner
never waits for a full pipe; one reads messages; one passes standard error on to the log; one waits for its end.
"""

import logging
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO, Final, Generic, TypeVar, cast

import msgspec

import desktop_llm
from desktop_llm.paths import is_built, own_program
from desktop_llm.processes.message_pipe import (
    MalformedMessageError,
    StreamEndedError,
    read_message,
    write_message,
)
from desktop_llm.processes.parent_death import release, tie_to_this_process

_log = logging.getLogger(__name__)

_KEPT_LINES: Final = 20
_MAX_LINE_CHARACTERS: Final = 2000
_MAX_LINE_BYTES: Final = 4 * _MAX_LINE_CHARACTERS
_LEVEL_OF_LINE: Final = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL) ")
_NTSTATUS: Final = 0x80000000
_LAST_WORDS_S: Final = 1.0
_JOIN_S: Final = 2.0

_T = TypeVar("_T")


def worker_command(flag: str) -> tuple[str, ...]:
    """How to start a process of this program from a checkout, an installed package or a frozen program."""
    return (*own_program(), flag, str(os.getpid()))


@dataclass(frozen=True, slots=True)
class ChildProgram(Generic[_T]):
    """What to start, and how to understand it. `name` is for the log and for the names of threads."""

    name: str
    command: tuple[str, ...]
    decoder: "msgspec.msgpack.Decoder[_T]"
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


class ChildProcess(Generic[_T]):
    """A running child. Listeners are called on its threads: messages in order, then the end and its cause, once."""

    def __init__(
        self,
        program: ChildProgram[_T],
        on_message: "Callable[[ChildProcess[_T], _T], None]",
        on_exit: "Callable[[ChildProcess[_T], str], None]",
    ) -> None:
        """Starts the process. Call it on a thread that lives longer than the child (`parent_death`). Raises OSError."""
        self._program = program
        self._on_message = on_message
        self._on_exit = on_exit
        self._child_log = logging.getLogger(f"{__name__}.{program.name}")
        self._outbox: queue.SimpleQueue[msgspec.Struct | None] = queue.SimpleQueue()
        self._last_lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._process = _popen(program)
        self._is_ended_here = False
        self._job = tie_to_this_process(self._process.pid)
        self._threads = [self._thread(self._write), self._thread(self._drain), self._thread(self._read)]
        self._threads.append(self._thread(self._watch))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The last lines of its standard error."""
        return tuple(self._last_lines)

    def send(self, message: msgspec.Struct) -> None:
        """Returns at once. A process that is gone ignores it; its end is reported by `on_exit`."""
        self._outbox.put(message)

    def terminate(self) -> None:
        self._is_ended_here = True
        self._process.terminate()

    def kill(self) -> None:
        self._is_ended_here = True
        self._process.kill()

    def join(self) -> None:
        """After `on_exit`: wait for the threads, so that nothing of this process is left. Not from a listener."""
        for thread in self._threads:
            thread.join(_JOIN_S)

    def _thread(self, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=f"{self._program.name}-{target.__name__.strip('_')}", daemon=True)
        thread.start()
        return thread

    def _write(self) -> None:
        stream = _binary(self._process.stdin)
        try:
            while (message := self._outbox.get()) is not None:
                write_message(stream, message)
        except OSError:
            _log.debug("the %s does not read any more", self._program.name)
        finally:
            _close(stream)

    def _read(self) -> None:
        stream = _binary(self._process.stdout)
        try:
            while True:
                self._read_one(stream)
        except (StreamEndedError, OSError):
            self._expect_end()
        finally:
            _close(stream)

    def _expect_end(self) -> None:
        """A process closes its pipe a moment before it ends. One that goes on is of no use."""
        try:
            self._process.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _read_one(self, stream: BinaryIO) -> None:
        try:
            message = read_message(stream, self._program.decoder)
        except MalformedMessageError as error:
            _log.warning("a message that cannot be understood was skipped: %.200s", error)
            return
        self._on_message(self, message)

    def _watch(self) -> None:
        status = self._process.wait()
        self._outbox.put(None)
        # What is in the pipes still counts. They may stay open for ever, if a process of its own inherited them.
        for thread in self._threads[1:3]:
            thread.join(_LAST_WORDS_S)
        release(self._job)
        cause = exit_cause(status)
        if status != 0 and not self._is_ended_here:
            words = "\n".join(self.last_lines)
            _log.warning("the %s ended: %s; its last words:\n%s", self._program.name, cause, words)
        self._on_exit(self, cause)

    def _drain(self) -> None:
        stream = _binary(self._process.stderr)
        for line in _lines(stream):
            text = line.decode("utf-8", errors="replace").rstrip()[:_MAX_LINE_CHARACTERS]
            self._last_lines.append(text)
            match = _LEVEL_OF_LINE.match(text)
            self._child_log.log(logging.getLevelNamesMapping()[match[1]] if match else logging.INFO, "%s", text)
        _close(stream)


def exit_cause(status: int) -> str:
    """What subprocess's returncode means, for the log and for reports."""
    if status < 0:
        try:
            return f"killed by signal {-status} ({signal.Signals(-status).name})"
        except ValueError:
            return f"killed by signal {-status}"
    return f"exit status {status:#x}" if status >= _NTSTATUS else f"exit status {status}"


def _popen(program: ChildProgram[_T]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        list(program.command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(program.environment),
        close_fds=True,
        creationflags=_creation_flags(),
        # A process group of its own: Ctrl+C in a terminal is for the program, which then ends the child in order.
        process_group=None if sys.platform == "win32" else 0,
    )


def _creation_flags() -> int:
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP


def _environment(additions: Mapping[str, str]) -> dict[str, str]:
    """The child finds the package where this process found it, whatever its working directory is."""
    environment = os.environ | additions
    if not is_built():
        folder = str(Path(str(desktop_llm.__file__)).parent.parent)
        known = environment.get("PYTHONPATH", "")
        environment["PYTHONPATH"] = os.pathsep.join(part for part in (folder, known) if part)
    return environment


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The beginning of each: a child that never ends its line takes no memory here."""
    while line := stream.readline(_MAX_LINE_BYTES):
        yield line
        while line and not line.endswith(b"\n"):
            line = stream.readline(_MAX_LINE_BYTES)


def _binary(stream: IO[bytes] | None) -> BinaryIO:
    assert stream is not None  # all three are pipes
    return cast("BinaryIO", stream)


def _close(stream: BinaryIO) -> None:
    try:
        stream.close()
    except OSError:
        _log.debug("the child was gone before its pipe was closed")

"""What may be told of an error, a log record and a dying process without telling what the person wrote. Any thread.

Messages of exceptions, arguments of log records and values of variables may hold anything. Types, places in the program
and the constant words of its log cannot: only these come through here.
"""

import errno
import logging
import os
import re
import time
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Final

from desktop_llm.errors import DesktopLlmError

_HIDDEN: Final = "…"
_LINE_OF_CHILD: Final = "%s"
_MOST_ERRORS: Final = 8
_MOST_PLACES: Final = 60
_PACKAGES: Final = re.compile(r".*[\\/](?:site-packages|dist-packages|_internal)[\\/]")
_FILES_OF_PACKAGES: Final = re.compile(rf'(?<=File "){_PACKAGES.pattern}')
_OWN: Final = str(Path(__file__).parent.parent) + os.sep

# What Python's faulthandler, llama.cpp's checks and the watcher of child processes say: code and numbers.
_FATAL: Final = re.compile(r"(Fatal Python error|Windows fatal exception): [\w :-]{1,120}")
_SAFE_LINE: Final = re.compile(
    rf"{_FATAL.pattern}"
    r"|(Current thread|Thread) 0x[0-9a-f]+ (\[[\w -]+\] )?\(most recent call first\):"
    r'|  File "[^"\n]{1,400}", line \d+ in [\w<>.]{1,200}'
    r"|  \.\.\."
    r"|.{0,400}\.(c|cc|cpp|cu|h|hpp|m):\d+: GGML_ASSERT\([^\n]{0,300}\) failed"
    r"|killed by signal \d+( \(SIG\w+\))?|exit status [0-9a-fx]+|did not [a-z ]{1,60}"
)


def error_lines(error: BaseException) -> list[str]:
    """Types and places, the innermost last, after what caused it."""
    lines: list[str] = []
    for each in _chain(error):
        if lines:
            lines.append("which led to")
        frames = [(frame, line) for frame, line in walk_tb(each.__traceback__)]
        lines += _shortened([f"  {_place(frame)}:{line} in {frame.f_code.co_name}" for frame, line in frames])
        lines.append(_description(each, frames[-1][0] if frames else None))
    return lines


def record_line(record: logging.LogRecord) -> str:
    """The record with all of its arguments hidden that are neither numbers nor names of ours; empty if that is all.

    A line that a child process said of its end stands by itself, behind the child's name.
    """
    if record.msg == _LINE_OF_CHILD:
        line = _message(record)
        return "" if line == _HIDDEN else f"{record.name.rpartition('.')[2]}: {line}"
    when = time.strftime("%H:%M:%S", time.localtime(record.created))
    return f"{when} {record.levelname} {record.threadName} {record.name}: {_message(record)}"


def is_fatal(line: str) -> bool:
    """Whether a process says with this line that it dies."""
    return bool(_FATAL.match(line))


def is_safe(line: str) -> bool:
    return bool(_SAFE_LINE.fullmatch(line))


def without_private_paths(text: str, home: Path | None = None) -> str:
    """Without where the program lies, and neither the home folder nor its name, which is the person's, in any path."""
    text = _FILES_OF_PACKAGES.sub("", text).replace(_OWN, "")
    try:
        home = home or Path.home()
    except RuntimeError:  # there is none
        return text
    if not home.name:
        return text
    patterns = [re.escape(str(place)) for place in (home, home.resolve())]
    patterns.append(rf"(?<=[\\/]){re.escape(home.name)}")
    flags = re.MULTILINE | (re.IGNORECASE if os.name == "nt" else 0)
    return re.sub(rf"({'|'.join(patterns)})(?=[\\/\s\"':]|$)", "~", text, flags=flags)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found and len(found) < _MOST_ERRORS:
        found.append(following)
        context = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or context
    return found[::-1]


def _shortened(lines: list[str]) -> list[str]:
    """A recursion without an end has a thousand places."""
    half = _MOST_PLACES // 2
    return lines if len(lines) <= _MOST_PLACES else [*lines[:half], "  ...", *lines[-half:]]


def _place(frame: FrameType) -> str:
    """Without where the program lies; a virtual environment may lie within it."""
    return _PACKAGES.sub("", frame.f_code.co_filename).removeprefix(_OWN)


def _description(error: BaseException, frame: FrameType | None) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    match error:
        case DesktopLlmError():
            return f"{name}: {error.code}"
        case OSError() if error.errno is not None:
            return f"{name}: {errno.errorcode.get(error.errno, error.errno)}"
        case AttributeError() | NameError() | ImportError() if (
            frame is not None and error.name in frame.f_code.co_names
        ):
            return f"{name}: {error.name}"  # it stands in the program's code
        case _:
            return name


def _message(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    try:
        return record.msg % _hidden(record.args) if record.args else record.msg
    except (TypeError, ValueError, KeyError):
        return record.msg


def _hidden(arguments: tuple[object, ...] | Mapping[str, object]) -> tuple[object, ...] | Mapping[str, object]:
    if isinstance(arguments, tuple):
        return tuple(_shown(value) for value in arguments)
    return {key: _shown(value) for key, value in arguments.items()}


def _shown(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case bool() | int() | float():
            return value
        case DesktopLlmError():
            return value.code.value
        case BaseException():
            return type(value).__name__
        case str() if is_safe(value):
            return value
        case _:
            return _HIDDEN

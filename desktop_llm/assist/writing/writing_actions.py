"""What a person wants done with texts in their own words: named instructions, kept in a file that can be handed on.

Any thread; nobody else writes the file while the program runs.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.durable_files import code_of_os_error, replace_file, set_aside
from desktop_llm.errors import DocumentError, ErrorCode, StorageError

_VERSION: Final = 1
_MOST_BYTES: Final = 1024**2
_MOST_NAME_CHARACTERS: Final = 60
_MOST_INSTRUCTION_CHARACTERS: Final = 4000


class ActionResult(StrEnum):
    """Where what comes of an action goes."""

    REPLACE = "replace"
    BELOW = "below"
    NEW = "new"
    """Into a text of its own."""


class WritingAction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """shortcut: keys as Qt spells them, such as Ctrl+Shift+1; empty: none."""

    name: str
    instruction: str
    result: ActionResult = ActionResult.REPLACE
    shortcut: str = ""


class _ActionFile(Struct, frozen=True, kw_only=True):
    version: int = _VERSION
    actions: tuple[WritingAction, ...] = ()


def writing_actions(path: Path) -> tuple[WritingAction, ...]:
    """Those of the data folder; none where there is no such file.

    Raises StorageError: ACTIONS_BROKEN if the file made no sense or is of a newer version, and was set aside; otherwise
    as `keep_actions`, and then the file must stay as it is.
    """
    try:
        return _actions_of(path.read_bytes())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _error(path, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _broken(path, error) from error


def keep_actions(path: Path, actions: Sequence[WritingAction]) -> None:
    """All that there shall be. Raises StorageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, _encoded(actions))
    except OSError as error:
        raise _error(path, error) from error


def export_actions(path: Path, actions: Sequence[WritingAction]) -> None:
    """Into a file for somebody else. Raises DocumentError (FILE_NOT_WRITTEN)."""
    try:
        replace_file(path, _encoded(actions))
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(ErrorCode.FILE_NOT_WRITTEN, path=str(path), reason=reason) from error


def imported_actions(path: Path, known: Sequence[WritingAction]) -> tuple[WritingAction, ...]:
    """What somebody handed on, besides those that are known. Raises DocumentError (FILE_UNREADABLE).

    One that is there already is left out; another one of the same name gets a number. Shortcuts that are taken stay
    with those that have them.
    """
    try:
        with path.open("rb") as file:
            actions = _actions_of(file.read(_MOST_BYTES))
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=error.strerror or str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="it holds no actions") from error
    return joined_actions(known, actions)


def joined_actions(known: Sequence[WritingAction], others: Sequence[WritingAction]) -> tuple[WritingAction, ...]:
    joined = list(known)
    for action in others:
        if any(_does_the_same(action, each) for each in joined):
            continue
        names = {each.name for each in joined}
        shortcuts = {each.shortcut for each in joined}
        shortcut = "" if action.shortcut in shortcuts else action.shortcut
        joined.append(replace(action, name=_free_name(action.name, names), shortcut=shortcut))
    return tuple(joined)


def action_named(actions: Sequence[WritingAction], name: str) -> WritingAction | None:
    wanted = name.strip().casefold()
    return next((action for action in actions if action.name.casefold() == wanted), None)


def _actions_of(data: bytes) -> tuple[WritingAction, ...]:
    """Raises DecodeError; what a newer version says beside it must not be lost."""
    content = msgspec.json.decode(data, type=_ActionFile)
    if content.version > _VERSION:
        raise msgspec.ValidationError(f"it is of version {content.version}")
    return tuple(action for each in content.actions if (action := _tidy(each)).name and action.instruction)


def _tidy(action: WritingAction) -> WritingAction:
    """A file of somebody else's may say anything."""
    return replace(
        action,
        name=" ".join(action.name.split())[:_MOST_NAME_CHARACTERS],
        instruction=action.instruction.strip()[:_MOST_INSTRUCTION_CHARACTERS],
        shortcut="".join(action.shortcut.split())[:_MOST_NAME_CHARACTERS],
    )


def _encoded(actions: Sequence[WritingAction]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(_ActionFile(actions=tuple(actions))), indent=1) + b"\n"


def _broken(path: Path, reason: Exception) -> StorageError:
    try:
        backup_path = set_aside(path)
    except OSError as error:
        return _error(path, error)
    return StorageError(ErrorCode.ACTIONS_BROKEN, path=str(path), reason=str(reason), backup_path=str(backup_path))


def _error(path: Path, error: OSError) -> StorageError:
    return StorageError(code_of_os_error(error), path=str(path), reason=error.strerror or str(error))


def _does_the_same(one: WritingAction, other: WritingAction) -> bool:
    return (one.name, one.instruction, one.result) == (other.name, other.instruction, other.result)


def _free_name(name: str, taken: set[str]) -> str:
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return free

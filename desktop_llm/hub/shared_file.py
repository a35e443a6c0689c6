"""A value in one file of the data folder that several programs read and change. Any thread.

Whoever changes it locks it first; the file is replaced whole, so that a reader needs no lock.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from desktop_llm.durable_files import code_of_os_error, replace_file, set_aside
from desktop_llm.errors import ErrorCode, ModelStoreError

_log = logging.getLogger(__name__)

_LOCK_TIMEOUT_S: Final = 10.0

_Value = TypeVar("_Value", bound=Struct)


class SharedFile(Generic[_Value]):
    """`kind` can be made without arguments: that is the value where there is no file yet."""

    def __init__(self, path: Path, kind: type[_Value]) -> None:
        self._path = path
        self._kind = kind

    def read(self) -> _Value:
        """Within `locked`. A file that makes no sense is set aside, and counts as none. Raises as `locked` does."""
        try:
            return self._content()
        except OSError as error:
            raise self._error(error) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _log.warning("%s could not be read: %s", self._path.name, error)
            return self._without_broken_file()

    def as_far_as_readable(self) -> _Value:
        """For reading only: what cannot be read must not be written back as empty.

        Nothing is set aside: without the lock, it might be the whole file that another program just wrote.
        """
        try:
            return self._content()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            _log.warning("%s could not be read: %s", self._path.name, error)
            return self._kind()

    def write(self, value: _Value) -> None:
        """Within `locked`."""
        replace_file(self._path, msgspec.json.format(msgspec.json.encode(value), indent=2))

    @contextmanager
    def locked(self) -> Generator[None]:
        """Keep others from changing the file within the block.

        Raises ModelStoreError: DATA_FOLDER_IN_USE, DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=_LOCK_TIMEOUT_S):
                yield
        except Timeout as error:
            raise ModelStoreError(ErrorCode.DATA_FOLDER_IN_USE, path=str(self._path)) from error
        except OSError as error:
            raise self._error(error) from error

    def _content(self) -> _Value:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=self._kind)
        except FileNotFoundError:
            return self._kind()

    def _without_broken_file(self) -> _Value:
        try:
            _log.warning("it was put at %s", set_aside(self._path))
        except OSError as error:
            _log.warning("it could not be set aside: %s", error)
        return self._kind()

    def _error(self, error: OSError) -> ModelStoreError:
        return ModelStoreError(code_of_os_error(error), path=str(self._path), reason=str(error))

"""Stores of the data folder that make a command faster the next time, and without which it works as well."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from desktop_llm.cli.job_run import say
from desktop_llm.cli.session import data_folder
from desktop_llm.cli.text import error_line
from desktop_llm.errors import StorageError
from desktop_llm.paths import DataFolder


class _Store(Protocol):
    def close(self) -> None: ...


_AnyStore = TypeVar("_AnyStore", bound=_Store)


@contextmanager
def kept_store(open_store: Callable[[DataFolder], _AnyStore]) -> Generator[_AnyStore | None]:
    """The store, closed at the end. None, and that is said, where it cannot be opened."""
    try:
        store = open_store(data_folder())
    except StorageError as error:
        say(f"desktop-llm: {error_line(error)} Nothing is remembered for the next time.")
        yield None
        return
    try:
        yield store
    finally:
        store.close()

"""Imports as Python makes them. Before anything else of the window is imported; any thread.

PySide puts an import of its own in the place of Python's. It reads the source of every module that is imported, to
look for the word PySide6 in it, and all those lines stay in memory: 100,000 of them, 9 MB, when the window is built. It
serves names in snake_case, which this program does not switch on.
"""

import builtins

from PySide6 import QtCore


def import_plainly() -> None:
    """From now on. Where a PySide does no such thing, nothing happens."""
    assert QtCore.qVersion()  # what puts its own import there was imported
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain

"""What a built program has in its environment that programs which it starts must not get. Called first thing.

PyInstaller's starter lets the system's loader, and Qt, look into the program's folder first, and remembers in variables
that the next process of the same file is a child. A browser or a file manager would then load our libraries instead of
its own, and our own children would go without. With this, every process begins as the first one did.
"""

import os
import sys
from collections.abc import MutableMapping

_LIBRARY_PATH = "LD_LIBRARY_PATH"
_LIBRARY_PATH_BEFORE = "LD_LIBRARY_PATH_ORIG"
_BEGIN_ANEW = "PYINSTALLER_RESET_ENVIRONMENT"
# PySide finds its own without them.
_PLACES_OF_QT = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")


def restore_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Give this process the environment that the program was started in. In a checkout nothing happens."""
    if not getattr(sys, "frozen", False):
        return
    before = environment.pop(_LIBRARY_PATH_BEFORE, "")
    for name in (_LIBRARY_PATH, *_PLACES_OF_QT):
        environment.pop(name, None)
    if before:
        environment[_LIBRARY_PATH] = before
    environment[_BEGIN_ANEW] = "1"

"""What importing some modules leaves to be imported, found out in a process of its own."""

import subprocess
import sys
from collections.abc import Sequence

_SCRIPT = """
import importlib, sys
import desktop_llm.window_program
for name in {pieces!r}:
    assert name not in sys.modules, name
    importlib.import_module(name)
before = set(sys.modules)
for name in {wanted!r}:
    importlib.import_module(name)
print(*sorted(name for name in set(sys.modules) - before if name.startswith("desktop_llm")))
"""


def left_to_import(pieces: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What of `wanted` the window's program and `pieces` do not bring. No piece may be there before its turn."""
    script = _SCRIPT.format(pieces=tuple(pieces), wanted=tuple(wanted))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()

import subprocess
import sys

TIMEOUT_S = 60


def kept_lines(first: str) -> int:
    """How many lines of source the window's process keeps in memory once what is behind the window is imported."""
    script = f"{first}\nimport desktop_llm.window_program, linecache\n"
    script += "print(sum(len(entry[2]) for entry in linecache.cache.values() if len(entry) > 2))"
    command = [sys.executable, "-c", script]
    return int(subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=True).stdout)


def test_no_sources_are_read_for_what_is_imported() -> None:
    plainly = "from desktop_llm.ui.plain_imports import import_plainly\nimport_plainly()"
    assert kept_lines(plainly) < 5_000
    assert kept_lines("import PySide6.QtCore") > 50_000, "PySide no longer does that: plain_imports can go"


def test_where_nothing_was_replaced_nothing_happens() -> None:
    script = "import builtins\nfrom desktop_llm.ui.plain_imports import import_plainly\n"
    script += "del builtins.__orig_import__\nbefore = builtins.__import__\nimport_plainly()\n"
    script += "print(builtins.__import__ is before)"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=True).stdout.strip() == b"True"

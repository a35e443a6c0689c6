"""Two texts as a unified diff, which `patch` takes. Pure; any thread."""

import re
from collections.abc import Iterator
from difflib import unified_diff
from typing import Final

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_NO_LINE_END: Final = "\n\\ No newline at end of file\n"


def unified_difference(old: str, new: str, name: str) -> Iterator[str]:
    """Its lines with their ends; none where the texts are equal."""
    lines = unified_diff(_LINE.findall(old), _LINE.findall(new), f"a/{name}", f"b/{name}")
    for line in lines:
        yield line if line.endswith("\n") else line + _NO_LINE_END

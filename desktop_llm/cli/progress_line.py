"""One line on a terminal's standard error that says how far something is, written over itself. Nothing elsewhere."""

import sys
import threading
from typing import Self

from desktop_llm.cli.text import safe_text


class ProgressLine:
    """Used from any thread, within a `with` block, which clears it at the end."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._lock = threading.Lock()
        self._is_open = True
        self._has_text = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.show("")
        with self._lock:
            self._is_open = False

    def show(self, text: str) -> None:
        """Nothing clears what is shown. Where nothing is, the line may be one of the answer, and is left alone."""
        with self._lock:
            if self._is_shown and self._is_open and (text or self._has_text):
                self._has_text = bool(text)
                print(f"\r\033[K{safe_text(text)}", end="", file=sys.stderr, flush=True)

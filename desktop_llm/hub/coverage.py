"""Which bytes of a file are on the disk. The thread that fetches them and the one that checks them meet here."""

from threading import Condition

from desktop_llm.hub.piece_log import Span


class Coverage:
    """Begins with the first `n_present_bytes` of a file there, and the rest missing.

    The fetching thread asks for what is missing and fills it; the checking thread waits for what is present, and
    reopens what it finds damaged. `close` ends all waiting, now and later.
    """

    def __init__(self, size_bytes: int, n_present_bytes: int) -> None:
        self._changed = Condition()
        self._missing = [Span(n_present_bytes, size_bytes)] if n_present_bytes < size_bytes else []
        self._awaited: Span | None = None
        self._is_closed = False

    @property
    def n_missing_bytes(self) -> int:
        with self._changed:
            return sum(span.end - span.start for span in self._missing)

    def next_missing(self) -> Span | None:
        """The first bytes to fetch; waits while there are none. None once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._missing)
            return None if self._is_closed else self._missing[0]

    def fill(self, end: int) -> None:
        """What `next_missing` told is on the disk up to `end`."""
        with self._changed:
            first = self._missing[0]
            self._missing[:1] = [Span(end, first.end)] if end < first.end else []
            if self._awaited is not None and self._is_present(self._awaited):
                self._changed.notify_all()

    def wait_until_present(self, span: Span) -> bool:
        """Wait for these bytes; False once it is closed."""
        with self._changed:
            self._awaited = span
            self._changed.wait_for(lambda: self._is_closed or self._is_present(span))
            self._awaited = None
            return not self._is_closed

    def reopen(self, span: Span) -> None:
        """These bytes, which were present, must be fetched again."""
        with self._changed:
            # After what is being fetched: `fill` goes on with the first.
            self._missing.append(span)
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _is_present(self, span: Span) -> bool:
        return not any(missing.start < span.end and span.start < missing.end for missing in self._missing)

"""How quickly bytes come: over the last seconds, so that it follows the network and does not jump. One thread."""

from collections import deque
from typing import Final

_WINDOW_S: Final = 5.0


class DownloadSpeed:
    """Told now and then how much came in all."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def note(self, now_s: float, n_bytes: int) -> None:
        """`n_bytes` came until now. Fewer than before mean a new beginning."""
        if self._samples and n_bytes < self._samples[-1][1]:
            self._samples.clear()
        self._samples.append((now_s, n_bytes))
        # One sample older than the window stays, so that it is covered whole.
        while len(self._samples) > 2 and self._samples[1][0] <= now_s - _WINDOW_S:
            self._samples.popleft()

    def forget(self) -> None:
        """Nothing is on its way any more."""
        self._samples.clear()

    @property
    def bytes_per_s(self) -> float:
        if len(self._samples) < 2:
            return 0.0
        (first_s, first_bytes), (last_s, last_bytes) = self._samples[0], self._samples[-1]
        return (last_bytes - first_bytes) / (last_s - first_s) if last_s > first_s else 0.0

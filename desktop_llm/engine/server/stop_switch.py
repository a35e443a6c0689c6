"""Ends what a thread is doing with a server, from another thread, also while it waits for the server."""

import contextlib
import math
import socket
import threading
import time


class StopSwitch:
    """One for each request. heard_at_s is when the server last gave a sign, of the monotonic clock; ∞ before that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._socket: socket.socket | None = None
        self.heard_at_s = math.inf

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def note_sign(self) -> None:
        self.heard_at_s = time.monotonic()

    def stop(self) -> None:
        """Whoever waits for the server goes on with an error at once; the server sees that nobody listens."""
        with self._lock:
            self._stopped.set()
            self._shut()

    def hold(self, connection: socket.socket) -> None:
        """The request's connection from now on."""
        with self._lock:
            self._socket = connection
            if self.is_stopped:
                self._shut()
        self.note_sign()

    def pause(self, seconds: float) -> bool:
        """Wait without a sign being expected. True if it was stopped meanwhile."""
        self.heard_at_s = time.monotonic() + seconds
        return self._stopped.wait(seconds)

    def _shut(self) -> None:
        """Closing would not wake a thread that reads; this does."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

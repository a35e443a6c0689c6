"""The translation memory, opened for whoever needs it first; without one nothing is remembered. Any thread."""

import logging
import threading

from desktop_llm.errors import StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import TranslationMemory, open_translation_memory

_log = logging.getLogger(__name__)


class DocumentMemoryShelf:
    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._memory: TranslationMemory | None = None
        self._is_closed = False

    def opened(self) -> TranslationMemory | None:
        """Waits for the disk. None where there is none, and after the end."""
        with self._lock:
            if self._memory is None and not self._is_closed:
                try:
                    self._memory = open_translation_memory(self._folder)
                except StorageError as error:
                    _log.warning("translations are not remembered: %s", error)
            return None if self._is_closed else self._memory

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._memory is not None:
                self._memory.close()
                self._memory = None

"""The cache of what models answered, for the jobs of a pane. It is opened by the first job, on that job's thread."""

import logging

from desktop_llm.errors import StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.summary_cache import SummaryCache, open_summary_cache

_log = logging.getLogger(__name__)


class JobCache:
    """One job at a time asks for it."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._cache: SummaryCache | None = None

    def opened(self) -> SummaryCache | None:
        """None where it cannot be opened: the job goes on, and nothing is remembered."""
        if self._cache is None:
            try:
                self._cache = open_summary_cache(self._folder)
            except StorageError as error:
                _log.warning("answers are not remembered: %s", error)
        return self._cache

    def close(self) -> None:
        """When no job runs any more."""
        if self._cache is not None:
            self._cache.close()

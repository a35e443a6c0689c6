"""Runs one summary at a time on a thread of its own and hands its events to the GUI thread, where it is called."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from desktop_llm.assist.questions.text_embedding import TextEmbedder, without_embedder
from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryRequest
from desktop_llm.assist.summary.summary_result import SummaryEvent
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.passage_index import PassageIndex, open_passage_index
from desktop_llm.ui.controllers.job_cache import JobCache
from desktop_llm.ui.event_bridge import EventBridge

_log = logging.getLogger(__name__)

_END_S: Final = 3.0

Hear = Callable[[SummaryEvent], None]


class SummaryRunner:
    """Opens the cache for the first summary; without one, it goes on and remembers nothing."""

    def __init__(
        self,
        folder: DataFolder,
        bridge: EventBridge,
        current_embedder: Callable[[], TextEmbedder | None] = without_embedder,
    ) -> None:
        self._bridge = bridge
        self._current_embedder = current_embedder
        self._folder = folder
        self._cache = JobCache(folder)
        self._index: PassageIndex | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._job: SummaryJob | None = None
        self._is_stop_wanted = False

    def begin(self, engine: EngineClient, request: SummaryRequest, hear: Hear) -> None:
        """The last event that `hear` gets, on the GUI thread, is JobEnded. Not while another one runs."""
        self._is_stop_wanted = False
        work = partial(self._run, engine, request, partial(self._post, hear))
        self._thread = threading.Thread(target=work, name="summary", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End soon; what is written stays, and is told."""
        with self._lock:
            self._is_stop_wanted = True
            if self._job is not None:
                self._job.stop()

    def close(self) -> None:
        """Stop, and let go of the cache. Blocks for seconds at most."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_END_S)
            if self._thread.is_alive():
                return
        self._cache.close()
        if self._index is not None:
            self._index.close()

    def _post(self, hear: Hear, event: SummaryEvent) -> None:
        self._bridge.post(partial(hear, event))

    # ↓ On the job's thread

    def _run(self, engine: EngineClient, request: SummaryRequest, hear: Hear) -> None:
        embedder = self._current_embedder()
        index = self._opened_index() if embedder else None
        job = SummaryJob(engine, request, hear, self._cache.opened(), index=index, embedder=embedder)
        with self._lock:
            self._job = job
            if self._is_stop_wanted:
                job.stop()
        job.run()
        with self._lock:
            self._job = None

    def _opened_index(self) -> PassageIndex | None:
        """What passages mean is remembered in it."""
        if self._index is None:
            try:
                self._index = open_passage_index(self._folder)
            except StorageError as error:
                _log.warning("vectors of passages are not remembered: %s", error)
        return self._index

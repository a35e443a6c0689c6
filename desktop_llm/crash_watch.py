"""Reports of what this process, or the engine's, dies of: from when the window is built until it has ended."""

import logging
from collections.abc import Callable, Sequence

from desktop_llm.crash_reports import CrashReporter
from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.messages import Failed, Ready
from desktop_llm.errors import ErrorCode
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)


class CrashWatch:
    """Hears the engine on its client's thread."""

    def __init__(self, folder: DataFolder, engine: EngineClient, facts: Sequence[tuple[str, str]]) -> None:
        self._engine = engine
        self._reporter = CrashReporter(folder.logs, facts)
        self._stop_watching: Callable[[], None] | None = None
        self._ready: Ready | None = None
        self._reported: Failed | None = None

    def begin(self) -> None:
        """Where no report could be written, nothing is watched."""
        try:
            self._reporter.begin()
        except OSError as error:
            _log.warning("no reports of crashes can be kept: %s", error)
            return
        self._stop_watching = self._engine.watch(self._hear)

    def end(self) -> None:
        if self._stop_watching is not None:
            self._stop_watching()
            self._reporter.end()

    def _hear(self, status: EngineStatus) -> None:
        self._ready = status.engine or self._ready
        failure = status.failure
        if failure is None or failure is self._reported or failure.code is not ErrorCode.ENGINE_DIED:
            return
        if status.state in (EngineState.RESTARTING, EngineState.FAILED):
            self._reported = failure
            self._reporter.note_engine_death(str(failure.facts.get("cause", "")), _facts(self._ready))


def _facts(ready: Ready | None) -> list[tuple[str, str]]:
    if ready is None:
        return []
    devices = ", ".join(device.kind for device in ready.devices)
    return [("Engine", ready.binding_version), ("Processor", ready.system_info), ("Devices", devices)]

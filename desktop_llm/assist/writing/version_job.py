"""What all jobs that write versions of a text share: how they begin, which model they ask, and how they end.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

from collections.abc import Callable
from uuid import uuid4

from desktop_llm.assist.answer_desk import AnswerDesk, ModelChangedError
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.translation.segment_languages import detected_language
from desktop_llm.assist.writing.writing_notes import model_notes
from desktop_llm.assist.writing.written_version import (
    VersionDone,
    VersionGrew,
    VersionSink,
    VersionsPlanned,
    WrittenVersion,
)
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.errors import ErrorCode, RequestFailedError

Write = Callable[[ModelDescription, str], None]
"""Writes with this model, in this language (ISO 639-1; empty: nobody can tell)."""


class VersionJob:
    """One request. `sink` is called on the job's thread; `desk` is where the model is asked."""

    def __init__(self, kind: str, engine: EngineClient, sink: VersionSink) -> None:
        self.job_id = f"{kind}-{uuid4().hex}"
        self.desk = AnswerDesk(engine)
        self._sink = sink

    def stop(self) -> None:
        """End soon; what is written was told."""
        self.desk.stop()

    def run(self, source: str, language: str, write: Write, n_versions: int = 1) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens.

        source: what the person gave; nothing can be made of nothing. language: that of `source`, if empty.
        """
        self._sink(run_at_desk(self.job_id, self.desk, lambda: self._write(source, language, write, n_versions)))

    def tell_grown(self, index: int, text: str) -> None:
        self._sink(VersionGrew(job_id=self.job_id, index=index, text=text))

    def tell_done(self, index: int, version: WrittenVersion) -> None:
        self._sink(VersionDone(job_id=self.job_id, index=index, version=version))

    def _write(self, source: str, language: str, write: Write, n_versions: int) -> None:
        """From the beginning with each model that is loaded meanwhile."""
        if not source.strip():
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        language = language or detected_language(source)
        while True:
            try:
                model = self.desk.model()
                self._sink(self._planned(model, language, n_versions))
                write(model, language)
            except ModelChangedError:
                continue
            return

    def _planned(self, model: ModelDescription, language: str, n_versions: int) -> VersionsPlanned:
        return VersionsPlanned(
            job_id=self.job_id,
            model_name=model.shown_name,
            language=language,
            n_versions=n_versions,
            notes=tuple(model_notes(model)),
        )

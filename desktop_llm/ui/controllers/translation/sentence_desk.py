"""The chosen sentence of a translation: fetches other translations of it, and what it says back. GUI thread."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QObject, Slot

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_alternatives import (
    AlternativeFound,
    AlternativesJob,
    AlternativesRequest,
)
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_request import Segment, Term, TranslationRequest
from desktop_llm.assist.translation.translation_result import SegmentTranslated
from desktop_llm.assist.translation.translation_view import ViewedSentence
from desktop_llm.assist.word_diff import word_changes
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DesktopLlmError
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.job_runner import Job, Sink
from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.translation.sentence_editor import NO_SENTENCE


class ChosenSentence(Struct, frozen=True, kw_only=True):
    number: int
    viewed: ViewedSentence
    source_text: str
    target_text: str
    language: str


class SentenceDesk(QObject):
    """Its jobs have a thread of their own, beside that of the whole text."""

    def __init__(self, pane: TranslatePane, engine: PaneEngine, desk: TranslationDesk) -> None:
        super().__init__(pane)
        self._pane = pane
        self._engine = engine
        self._runner = desk.sentence_runner
        self._choices = TranslationChoices()
        self._glossary: tuple[Term, ...] = ()
        self._chosen: ChosenSentence | None = None
        self._alternatives: list[str] = []
        pane.alternatives_requested.connect(self._on_alternatives)
        pane.back_requested.connect(self._on_back)

    @property
    def chosen(self) -> ChosenSentence | None:
        return self._chosen

    def choose(self, chosen: ChosenSentence, choices: TranslationChoices, glossary: tuple[Term, ...]) -> None:
        self._choices, self._glossary = choices, glossary
        if self._chosen is not None and self._chosen.viewed == chosen.viewed:
            return
        self.stop()
        self._chosen = chosen
        self._pane.show_sentence(chosen.number)

    def leave(self) -> None:
        """No sentence is chosen any more."""
        self.stop()
        self._chosen = None
        self._pane.show_sentence(NO_SENTENCE)

    def stop(self) -> None:
        self._runner.stop()

    @Slot()
    def _on_alternatives(self) -> None:
        if self._chosen is None:
            return
        self._alternatives = []
        request = AlternativesRequest(
            text=self._chosen.source_text,
            current=self._chosen.target_text,
            source=self._chosen.language,
            target=self._choices.target,
            tone=self._choices.tone,
            glossary=self._glossary,
        )
        self._pane.show_alternatives(())
        self._begin(partial(_alternatives_job, request), self._hear_alternative)

    @Slot()
    def _on_back(self) -> None:
        if self._chosen is None or not self._chosen.language:
            return
        segment = Segment(text=self._chosen.target_text)
        request = TranslationRequest(
            segments=(segment,), source=self._choices.target, target=self._chosen.language, tone=self._choices.tone
        )
        self._begin(partial(_back_job, request), self._hear_back)

    def _begin(self, job: Callable[[EngineClient, Sink, AnswerCache | None], Job], hear: Sink) -> None:
        try:
            engine = self._engine.ready_client()
        except DesktopLlmError as error:
            self._pane.show_sentence_activity(error_text_of(error).sentence)
            return
        self._pane.show_sentence_activity(translate("TranslatePane", "Asking the model…"))
        self._runner.begin(partial(job, engine), partial(self._hear, self._chosen, hear))

    def _hear(self, asked: ChosenSentence | None, hear: Sink, event: object) -> None:
        """What still comes of a sentence that was left is nothing about the one that is chosen now."""
        if asked is self._chosen:
            hear(event)

    def _hear_alternative(self, event: object) -> None:
        if isinstance(event, AlternativeFound):
            self._alternatives.append(event.text)
            self._pane.show_alternatives(self._alternatives)
        elif isinstance(event, JobEnded):
            has_none = event.state is JobState.DONE and not self._alternatives
            self._show_end(event, translate("TranslatePane", "The model has no other.") if has_none else "")

    def _hear_back(self, event: object) -> None:
        if isinstance(event, SegmentTranslated) and self._chosen is not None:
            self._pane.show_back(word_changes(self._chosen.source_text, event.translation.target))
        elif isinstance(event, JobEnded):
            self._show_end(event, "")

    def _show_end(self, ended: JobEnded, text: str) -> None:
        if ended.failure is not None:
            failed = DesktopLlmError(ended.failure.code, **ended.failure.facts)
            self._pane.show_sentence_activity(error_text_of(failed).sentence)
        else:
            self._pane.show_sentence_activity(text)


def _alternatives_job(
    request: AlternativesRequest, engine: EngineClient, sink: Sink, _cache: AnswerCache | None
) -> AlternativesJob:
    return AlternativesJob(engine, request, sink)


def _back_job(
    request: TranslationRequest, engine: EngineClient, sink: Sink, cache: AnswerCache | None
) -> TranslationJob:
    return TranslationJob(engine, request, sink, cache, is_awaited=True)

"""Runs the Translate pane: a text that rests becomes a job, what it tells becomes the translation. GUI thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.text_segments import SegmentedText, segmented_text
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_draft import TranslationChoices, TranslationDraft
from desktop_llm.assist.translation.translation_request import Segment, Term, TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    Origin,
    SegmentGrew,
    SegmentTranslated,
    Translation,
    TranslationPlanned,
)
from desktop_llm.assist.translation.translation_view import TranslationView, translation_view
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.job_runner import Sink
from desktop_llm.ui.controllers.translation.sentence_desk import ChosenSentence, SentenceDesk
from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
from desktop_llm.ui.error_text import ErrorAction, error_text
from desktop_llm.ui.i18n import sentences_text, translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.rows.translation_words import note_sentences, progress_text
from desktop_llm.ui.widgets.frame.sidebar import TRANSLATE_KEY
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.translation.sentence_editor import NO_SENTENCE

_REDRAW_MS: Final = 80
_SAVE_MS: Final = 2000
_FEW_LETTERS: Final = 15
_FAILURE_ID: Final = "translation_failed"
_NOTE_ID: Final = "translation_note"
_FILE_ID: Final = "file_failed"


class TranslateController(QObject):
    """What was translated stays as long as its paragraph is there; only new paragraphs are asked for."""

    error_action_requested = Signal(object)  # ErrorAction

    def __init__(
        self,
        window: MainWindow,
        pane: TranslatePane,
        desk: TranslationDesk,
        engine: PaneEngine,
        pause_ms: int,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._runner = desk.runner
        self._desk = desk
        self._engine = engine
        self._text: SegmentedText = segmented_text("")
        self._choices = TranslationChoices()
        self._glossary: tuple[Term, ...] = ()
        self._language = ""
        self._known: dict[str, Translation] = {}
        self._growing: dict[str, str] = {}
        self._asked: tuple[str, ...] = ()
        self._view = TranslationView()
        self._is_draft_read = False
        self._failure_action: ErrorAction | None = None
        self._pause = self._timer(pause_ms, self.translate_now)
        self._redraw = self._timer(_REDRAW_MS, self._show_view)
        self._save = self._timer(_SAVE_MS, self.save)
        self._sentences = SentenceDesk(pane, engine, desk)
        self._connect()
        desk.load_draft(self._show_draft)

    @Slot()
    def translate_now(self) -> None:
        """Whatever is not translated yet."""
        self._pause.stop()
        self._pane.dismiss_notice(_FAILURE_ID)
        if not self._text.segments or not self._choices.target:
            self._runner.stop()
            return
        try:
            engine = self._engine.ready_client()
        except DesktopLlmError as error:
            self._show_failure(error.code, dict(error.facts))
            return
        request = self._request()
        self._asked, self._growing = self._text.texts, {}
        self._show_working(is_working=True)
        self._runner.begin(partial(_job, engine, request), self._hear)

    @Slot()
    def stop(self) -> None:
        """What is translated stays."""
        self._pause.stop()
        self._runner.stop()
        self._sentences.stop()

    @Slot()
    def save(self) -> None:
        """Keep the text and its translation for the next start."""
        self._save.stop()
        if self._is_draft_read:
            self._desk.save_draft(self.draft)

    @property
    def draft(self) -> TranslationDraft:
        known = (self._known.get(text) for text in self._text.texts)
        return TranslationDraft(
            text=self._text.text,
            choices=self._choices,
            language=self._language,
            translations=tuple(each for each in known if each is not None),
        )

    def open_text(self, text: str) -> None:
        """A text from a file takes the place of what is there; undo brings that back."""
        self._pane.show_text(text)

    # What the job tells

    def _hear(self, event: object) -> None:
        match event:
            case TranslationPlanned():
                self._show_plan(event)
            case SegmentGrew():
                self._growing[self._asked[event.index]] = event.text
                self._redraw_soon()
            case SegmentTranslated():
                self._known[self._asked[event.index]] = event.translation
                self._pane.show_activity(progress_text(event.n_done, len(self._asked)), event.n_done, len(self._asked))
                self._redraw_soon()
                self._save.start()
            case JobEnded():
                self._show_end(event)
            case _:
                pass

    def _show_plan(self, planned: TranslationPlanned) -> None:
        self._language = planned.source or self._language
        self._pane.show_activity(progress_text(0, planned.n_segments), 0, planned.n_segments)
        self._pane.show_detected(planned.source)
        if not planned.notes:
            self._pane.dismiss_notice(_NOTE_ID)
            return
        self._desk.find_capable(planned, partial(self._show_notes, planned))

    def _show_notes(self, planned: TranslationPlanned, capable: list[str]) -> None:
        action = translate("TranslatePane", "Models") if planned.unsupported else ""
        text = sentences_text(note_sentences(planned, capable))
        self._pane.show_notice(Notice(id=_NOTE_ID, text=text, level=NoticeLevel.WARNING, action=action))

    def _show_end(self, ended: JobEnded) -> None:
        self._show_working(is_working=False)
        self._growing = {}
        self._show_view()
        if ended.failure is not None:
            self._show_failure(ended.failure.code, dict(ended.failure.facts))
        elif ended.state is JobState.STOPPED and any(text not in self._known for text in self._text.texts):
            self._pane.show_activity(translate("TranslatePane", "Stopped. Typing goes on with it."), 0, 0)

    def _show_failure(self, code: ErrorCode, facts: dict[str, Fact]) -> None:
        text = error_text(code, facts)
        self._failure_action = text.action
        self._pane.show_notice(
            Notice(
                id=_FAILURE_ID,
                text=text.whole,
                level=NoticeLevel.ERROR,
                action=text.button or "",
                details=text.details,
            )
        )

    def _show_working(self, *, is_working: bool) -> None:
        self._pane.show_working(is_working=is_working)
        self._window.show_working(TRANSLATE_KEY, is_working=is_working)

    def _redraw_soon(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    @Slot()
    def _show_view(self) -> None:
        texts = self._text.texts
        done = {index: self._known[text] for index, text in enumerate(texts) if text in self._known}
        growing = {index: self._growing[text] for index, text in enumerate(texts) if text in self._growing}
        self._view = translation_view(self._text, done, growing)
        self._pane.show_view(self._view)

    # What the person does

    @Slot()
    def _on_text_changed(self) -> None:
        text = segmented_text(self._pane.text)
        if text == self._text:
            return
        self._text = text
        self._sentences.leave()
        self._show_view()
        self._pause.start()
        self._save.start()

    @Slot()
    def _on_choices_changed(self) -> None:
        before, self._choices = self._choices, self._pane.choices
        if self._choices.source:
            self._language = self._choices.source
        if before.glossary != self._choices.glossary:
            self._glossary = ()
        self._begin_anew()

    @Slot()
    def _on_swap(self) -> None:
        """The translation becomes the text, in its language."""
        target = self._choices.source or self._language
        if not target:
            return
        self._choices = replace(self._choices, source=self._choices.target, target=target)
        self._pane.show_choices(self._choices)
        self._known = {}
        text = self._view.text
        if text:
            self._pane.show_text(text)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Everything is translated otherwise now."""
        self._known, self._growing = {}, {}
        self._sentences.leave()
        self._show_view()
        self._save.start()
        self.translate_now()

    @Slot(object)
    def _on_glossary_chosen(self, path: Path) -> None:
        choices = self._pane.choices
        source = choices.source or self._language
        read = partial(self._on_glossary_read, replace(choices, glossary=str(path)))
        self._desk.read_glossary(path, source, choices.target, read, self.show_file_error)

    def _on_glossary_read(self, choices: TranslationChoices, terms: tuple[Term, ...]) -> None:
        self._pane.dismiss_notice(_FILE_ID)
        self._glossary = terms
        self._choices = choices
        self._pane.show_choices(choices)
        self._begin_anew()

    def show_file_error(self, error: DesktopLlmError) -> None:
        text = error_text(error.code, error.facts)
        self._pane.show_notice(Notice(id=_FILE_ID, text=text.whole, level=NoticeLevel.ERROR, details=text.details))

    @Slot()
    def copy(self) -> None:
        """The translation, to the clipboard."""
        QGuiApplication.clipboard().setText(self._view.text)

    @Slot(int)
    def _on_sentence_chosen(self, number: int) -> None:
        if number == NO_SENTENCE or number >= len(self._view.sentences):
            self._sentences.leave()
            return
        viewed = self._view.sentences[number]
        text = self._text.texts[viewed.segment]
        chosen = ChosenSentence(
            number=number,
            viewed=viewed,
            source_text=self._text.text[viewed.source_start : viewed.source_end].replace("\n", " "),
            target_text=self._view.text[viewed.start : viewed.end],
            language=self._known[text].language or self._language,
        )
        self._sentences.choose(chosen, self._choices, self._glossary)

    @Slot(str)
    def _on_alternative_chosen(self, alternative: str) -> None:
        """It takes the sentence's place; what is behind it in the paragraph moves along."""
        chosen = self._sentences.chosen
        if chosen is None or chosen.viewed.segment >= len(self._text.texts):
            return
        text = self._text.texts[chosen.viewed.segment]
        known = self._known.get(text)
        if known is None:
            return
        self._known[text] = replaced_sentence(known, chosen.target_text, alternative)
        self._sentences.leave()
        self.translate_now()

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        if notice_id == _NOTE_ID:
            self._window.models_requested.emit()
            return
        match self._failure_action if notice_id == _FAILURE_ID else None:
            case ErrorAction.TRY_AGAIN:
                self.translate_now()
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == TRANSLATE_KEY:
            self.stop()

    # Parts

    def _request(self) -> TranslationRequest:
        """What a person chose instead goes along as it is."""
        source = self._choices.source
        n_letters = sum(map(str.isalpha, self._text.text[:200]))
        if not source and n_letters < _FEW_LETTERS:
            source = self._language  # too short to tell: as it was before
        given = {text: known.target for text, known in self._known.items() if known.origin is Origin.GIVEN}
        return TranslationRequest(
            segments=tuple(Segment(text=text, target=given.get(text, "")) for text in self._text.texts),
            target=self._choices.target,
            source="" if source == self._choices.target else source,
            tone=self._choices.tone,
            glossary=self._glossary,
        )

    def _show_draft(self, draft: TranslationDraft) -> None:
        """What was there at the last end, unless something was typed meanwhile."""
        self._is_draft_read = True
        self._choices = draft.choices if draft.choices.target else self._desk.first_choices()
        self._pane.show_choices(self._choices)
        if self._pane.text:
            self._on_text_changed()
            return
        self._language = draft.language
        self._known = {each.source: each for each in draft.translations}
        self._text = segmented_text(draft.text)
        self._pane.show_text(draft.text)
        self._pane.show_detected(draft.language)
        self._show_view()
        if self._choices.glossary:
            self._on_glossary_chosen(Path(self._choices.glossary))

    def _timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def _connect(self) -> None:
        pane = self._pane
        pane.text_changed.connect(self._on_text_changed)
        pane.choices_changed.connect(self._on_choices_changed)
        pane.swap_requested.connect(self._on_swap)
        pane.glossary_chosen.connect(self._on_glossary_chosen)
        pane.stop_requested.connect(self.stop)
        pane.copy_requested.connect(self.copy)
        pane.sentence_chosen.connect(self._on_sentence_chosen)
        pane.alternative_chosen.connect(self._on_alternative_chosen)
        pane.notice_action_requested.connect(self._on_notice_action)
        self._window.stop_requested.connect(self._on_stop_requested)


def replaced_sentence(known: Translation, old: str, new: str) -> Translation:
    """The paragraph with another sentence; it is the person's from then on."""
    return replace(known, target=known.target.replace(old, new, 1), origin=Origin.GIVEN)


def _job(engine: EngineClient, request: TranslationRequest, sink: Sink, cache: AnswerCache | None) -> TranslationJob:
    return TranslationJob(engine, request, sink, cache, is_awaited=True)

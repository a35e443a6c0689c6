"""Summarizes documents: reads every block, merges what was noted, writes what was asked for, finds the sources.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread. What
it reads and what it asks is remembered, so that a second job asks only what is new in it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerGrew, ModelChangedError
from desktop_llm.assist.answer_memory import Answer, AnswerMemory
from desktop_llm.assist.asked_once import AskedOnce, question
from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.job_embedder import JobEmbedder
from desktop_llm.assist.questions.near_passages import NearPassages
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.summary.form_sentences import form_sentences
from desktop_llm.assist.summary.summary_budget import fact_tokens, n_facts_of, summary_budget
from desktop_llm.assist.summary.summary_items import ItemMaker
from desktop_llm.assist.summary.summary_length import answer_tokens, is_far_too_short, is_long_enough, wanted_points
from desktop_llm.assist.summary.summary_merge import NoteMerger
from desktop_llm.assist.summary.summary_notes import NoteReader
from desktop_llm.assist.summary.summary_prompts import form_prompt, notes_prompt, task_of, translation_prompt
from desktop_llm.assist.summary.summary_record import SummaryRecord
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    SummaryItem,
    SummarySink,
    SummaryStage,
    SummaryWritten,
)
from desktop_llm.assist.summary.summary_sections import PlannedPart, SummaryPlan, summary_plan
from desktop_llm.assist.summary.summary_text import Draft, Layout, SummaryText
from desktop_llm.assist.summary.summary_writing import Writing, WritingPlanner
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import ChatPrompt, Generate, ModelDescription

_PROSE: Final = frozenset((SummaryForm.SENTENCE, SummaryForm.PARAGRAPH, SummaryForm.EXECUTIVE, SummaryForm.OUTLINE))
_PASSAGES_PER_POINT: Final = 3
_PROMPT_TOKENS: Final = 300  # what is asked, and what a chat template adds


class SummaryJob:
    """One request. `sink` is called on the job's thread."""

    def __init__(
        self,
        engine: EngineClient,
        request: SummaryRequest,
        sink: SummarySink,
        cache: AnswerCache | None = None,
        n_at_once: int = 0,
        index: Index | None = None,
        embedder: TextEmbedder | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """At most `n_at_once` questions are out at a time; 0: as many as pay. With an embedder, sources are found by
        meaning too; `index` keeps its vectors. `clock` tells seconds.
        """
        self.job_id = f"summary-{uuid4().hex}"
        self._desk = AnswerDesk(engine)
        self._request = request
        self._sink = sink
        self._memory = AnswerMemory(cache)
        self._n_at_once = n_at_once
        self._index = index
        self._clock = clock
        self._embedder = JobEmbedder(embedder, self._desk.require_going_on) if embedder else None
        self._record = self._new_record()

    def stop(self) -> None:
        """End soon; what is written stays."""
        self._desk.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        self._record = self._new_record()
        ended = run_at_desk(self.job_id, self._desk, self._summarize)
        self._record.keep_notes()
        self._memory.prune()
        self._sink(SummaryWritten(job_id=self.job_id, summary=self._record.summary()))
        self._sink(ended)

    def _summarize(self) -> None:
        while not self._is_run_through(self._record):
            self._record = self._new_record()

    def _new_record(self) -> SummaryRecord:
        return SummaryRecord(self.job_id, self._request, self._sink, self._clock)

    def _is_run_through(self, record: SummaryRecord) -> bool:
        """False if another model was loaded meanwhile: then all begins again with it."""
        try:
            _Run(self._desk, self._request, record, self._memory, self._n_at_once, self._near).run()
        except ModelChangedError:
            return False
        return True

    def _near(self, shelf: PassageShelf) -> NearPassages | None:
        if self._embedder is None:
            return None
        return NearPassages(self._request.documents, shelf, self._index, self._embedder)


class _Run:
    """The job with one model."""

    def __init__(
        self,
        desk: AnswerDesk,
        request: SummaryRequest,
        record: SummaryRecord,
        memory: AnswerMemory,
        n_at_once: int,
        near: Callable[[PassageShelf], NearPassages | None],
    ) -> None:
        self._near = near
        self._desk = desk
        self._request = request
        self._record = record
        self._model: ModelDescription = desk.model()
        budget = summary_budget(self._model)
        self._budget = replace(budget, n_at_once=n_at_once or budget.n_at_once)
        desk.allow_at_once(self._budget.n_at_once)
        self._answers = AskedOnce(desk, memory, self._model)

    def run(self) -> None:
        record, request = self._record, self._request
        record.begin(SummaryStage.PLANNING)
        plan = summary_plan(request, self._desk.count_tokens, self._budget)
        self._shelf = PassageShelf(request.documents)
        self._finder = SourceFinder(request.documents, plan.sections, self._shelf, self._near(self._shelf))
        checker = FactChecker(request.documents)
        self._items = ItemMaker(self._finder, checker, self._shelf)
        reader = NoteReader(self._finder, checker, request.focus)
        merger = NoteMerger(self._answers, reader, self._desk.count_tokens, self._budget, request.focus)
        record.begin(SummaryStage.READING)
        record.plan(plan, self._items, self._budget)
        self._read(plan, reader)
        planner = WritingPlanner(request, plan, self._finder, merger, record.merged)
        for index, part in enumerate(plan.parts):
            if not part.section_indexes:
                continue
            record.begin_part(index)
            writings = planner.writings(part, record.notes)
            record.begin_writing(len(writings))
            self._write(index, part, writings)
        record.begin(None)

    def _read(self, plan: SummaryPlan, reader: NoteReader) -> None:
        sections = plan.noted_sections
        questions: list[Generate] = []
        for section in sections:
            n_facts = n_facts_of(section.n_tokens)
            language = self._language(section.document_index)
            prompt = notes_prompt(section.text, section.heading_path, n_facts, language, self._request.focus)
            questions.append(question(prompt, fact_tokens(n_facts)))
        for index, answer in self._answers.all(questions):
            section = sections[index]
            notes = reader.of_section(section, answer, self._language(section.document_index))
            self._record.read(notes, is_remembered=answer.is_remembered)

    def _write(self, part_index: int, part: PlannedPart, writings: Sequence[Writing]) -> None:
        """Piece by piece; several pieces are asked for at once, and told in their order."""
        language = self._language(part.document_index)
        target = self._request.language
        is_translated = bool(target and language and target != language)
        asked = [self._question(writing, language or target) for writing in writings]
        if len(asked) == 1:
            streams = iter([self._streamed(asked[0], writings[0], language)])
        else:
            streams = self._gathered(asked, writings, language, is_waiting=is_translated)
        for writing, drafts in zip(writings, streams, strict=True):
            if len(writings) == 1:
                drafts = self._marking_read(drafts, part)  # noqa: PLW2901
            self._write_piece(part_index, writing, drafts, target if is_translated else "", language)
        self._record.mark_read(part.section_indexes)

    def _marking_read(self, drafts: Iterator[Draft], part: PlannedPart) -> Iterator[Draft]:
        """A model that writes has read."""
        for draft in drafts:
            self._record.mark_read(part.section_indexes)
            yield draft

    def _write_piece(
        self, part_index: int, writing: Writing, drafts: Iterator[Draft], target: str, language: str
    ) -> None:
        record = self._record
        if writing.heading:
            record.add_heading(part_index, writing.heading, writing.level)
        n_words = n_lines = 0
        originals: list[SummaryItem] = []
        for draft in drafts:
            item = self._items.item(draft, writing.section_indexes, language)
            n_words, n_lines = n_words + len(word_keys(item.text)), item.line + 1
            if target:
                originals.append(item)
            else:
                record.add(part_index, item)
        for item in self._translated(originals, target, writing):
            record.add(part_index, item)
        if not record.was_nothing:
            self._write_extracts(part_index, writing, n_words, n_lines)
        record.end_piece(part_index)

    def _write_extracts(self, part_index: int, writing: Writing, n_words: int, n_lines: int) -> None:
        """Where the model gave nothing, or hardly anything of a long text, the document speaks for itself."""
        form = self._request.form
        passages = [passage for index in writing.section_indexes for passage in self._finder.passages(index)]
        n_wanted = 1 if form is SummaryForm.SENTENCE else wanted_points(form, writing.n_words)
        is_long = len(passages) >= _PASSAGES_PER_POINT * n_wanted
        if n_words and not (is_long and is_far_too_short(form, n_words, writing.n_words)):
            return
        chosen = set(form_sentences(form, passages, n_wanted, self._request.focus))
        for line, passage in enumerate((passage for passage in passages if passage in chosen), n_lines):
            self._record.add(part_index, self._items.extract(passage, line))

    def _question(self, writing: Writing, language: str) -> Generate:
        form = self._request.form
        prompt = form_prompt(
            form,
            writing.material,
            language,
            n_words=writing.n_words,
            n_points=wanted_points(form, writing.n_words),
            instruction=self._request.instruction,
            focus=self._request.focus,
        )
        counts = self._desk.count_tokens([text for _, text in writing.material])
        n_tokens = answer_tokens(writing.n_words, self._model.n_ctx_tokens, sum(counts) + _PROMPT_TOKENS)
        return question(prompt, n_tokens)

    def _streamed(self, asked: Generate, writing: Writing, language: str) -> Iterator[Draft]:
        text = SummaryText(self._layout, language, _task(asked))
        given: list[str] = []
        stream = self._answers.stream(asked)
        try:
            for news in stream:
                if isinstance(news, AnswerGrew):
                    if not news.start:
                        text.start_over()
                    drafts = text.feed(news.text)
                else:
                    drafts = text.close(is_cut=news.is_cut)
                for draft in drafts:
                    if is_long_enough(self._request.form, given, writing.n_words):
                        return
                    given.append(draft.text)
                    yield draft
        finally:
            stream.close()
            self._record.was_nothing = text.says_nothing and not given

    def _gathered(
        self, asked: Sequence[Generate], writings: Sequence[Writing], language: str, *, is_waiting: bool
    ) -> Iterator[Iterator[Draft]]:
        """Pieces in their order, each as soon as those before it are there; or all at the end, with `is_waiting`."""
        answers: dict[int, Answer] = {}
        n_told = 0
        for index, answer in self._answers.all(asked):
            answers[index] = answer
            self._record.written(len(answers))
            while n_told in answers and not (is_waiting and len(answers) < len(asked)):
                yield self._drafts(answers[n_told], asked[n_told], writings[n_told], language)
                n_told += 1

    def _drafts(self, answer: Answer, asked: Generate, writing: Writing, language: str) -> Iterator[Draft]:
        text = SummaryText(self._layout, language, _task(asked))
        drafts = [*text.feed(answer.text), *text.close(is_cut=answer.is_cut)]
        self._record.was_nothing = text.says_nothing and not drafts
        given: list[str] = []
        for draft in drafts:
            if is_long_enough(self._request.form, given, writing.n_words):
                return
            given.append(draft.text)
            yield draft

    def _translated(self, items: Sequence[SummaryItem], target: str, writing: Writing) -> Iterator[SummaryItem]:
        if not items:
            return
        questions = [
            question(translation_prompt(item.text, target), answer_tokens(2 * len(word_keys(item.text)), 0, 0))
            for item in items
        ]
        answers = dict(self._answers.all(questions))
        for index, item in enumerate(items):
            text = SummaryText(Layout.PROSE, target)
            answer = answers[index]
            drafts = [*text.feed(answer.text), *text.close(is_cut=answer.is_cut)]
            translated = " ".join(draft.text for draft in drafts)
            yield self._items.translated(item, translated, writing.section_indexes) if translated else item

    @property
    def _layout(self) -> Layout:
        if self._request.form in _PROSE:
            return Layout.PROSE
        if self._request.form is SummaryForm.QUESTIONS:
            return Layout.QUESTIONS
        return Layout.PROSE if self._request.form is SummaryForm.FREE else Layout.LIST

    def _language(self, document_index: int) -> str:
        """That in which the model writes about a document. About all together: that of the first."""
        return self._request.documents[max(0, document_index)].language


def _task(asked: Generate) -> str:
    return task_of(asked.prompt) if isinstance(asked.prompt, ChatPrompt) else ""

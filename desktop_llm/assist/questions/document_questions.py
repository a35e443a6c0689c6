"""Answers a question about documents: chooses what is read, lets the model answer, finds the sources.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from uuid import uuid4

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerGrew, ModelChangedError
from desktop_llm.assist.answer_memory import AnswerMemory
from desktop_llm.assist.asked_once import AskedOnce
from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.checks.telling_sentences import telling_sentences
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.questions.document_answer import (
    AnswerBasis,
    AnswerItemWritten,
    AnswerSink,
    AnswerTimings,
    AnswerWritten,
    DocumentAnswer,
    DocumentQuestion,
    MaterialChosen,
)
from desktop_llm.assist.questions.fitting_passages import Index, PassageFinder
from desktop_llm.assist.questions.job_embedder import JobEmbedder
from desktop_llm.assist.questions.near_passages import NearPassages
from desktop_llm.assist.questions.question_material import Material, QuestionRoom, question_material, question_room
from desktop_llm.assist.questions.question_prompts import question_prompt, task_text
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.summary.summary_items import ItemMaker
from desktop_llm.assist.summary.summary_result import SummaryItem, UnreadPart
from desktop_llm.assist.summary.summary_text import Draft, Layout, SummaryText
from desktop_llm.documents.document import Document
from desktop_llm.documents.language import language_of
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Generate
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

_GREEDY: Final = SamplingParams(temperature=0.0)
_N_EXTRACTS: Final = 3


class DocumentQuestionJob:
    """One question. `sink` is called on the job's thread."""

    def __init__(
        self,
        engine: EngineClient,
        question: DocumentQuestion,
        sink: AnswerSink,
        index: Index | None = None,
        cache: AnswerCache | None = None,
        embedder: TextEmbedder | None = None,
    ) -> None:
        self.job_id = f"question-{uuid4().hex}"
        self._desk = AnswerDesk(engine)
        self._question = question
        self._sink = sink
        self._index = index
        self._embedder = JobEmbedder(embedder, self._desk.require_going_on) if embedder else None
        self._finder = PassageFinder(question.documents, index, self._embedder)
        self._memory = AnswerMemory(cache)
        self._record = _Record(question.documents)

    def stop(self) -> None:
        """End soon; what is written stays."""
        self._desk.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        ended = run_at_desk(self.job_id, self._desk, self._answer)
        self._memory.prune()
        self._sink(AnswerWritten(job_id=self.job_id, answer=self._record.answer()))
        self._sink(ended)

    def _answer(self) -> None:
        """Raises RequestFailedError, JobStoppedError."""
        if not self._question.text.strip():
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        while True:
            self._record = _Record(self._question.documents)
            try:
                self._answer_with_one_model()
            except ModelChangedError:
                continue
            return

    def _answer_with_one_model(self) -> None:
        question, record = self._question, self._record
        model = self._desk.model()
        count = self._desk.count_tokens
        room = question_room(model, sum(count([question.text])))
        material = question_material(question.documents, question.text, self._finder, count, room)
        record.choose(material)
        self._sink(MaterialChosen(job_id=self.job_id, basis=record.basis))
        shelf = PassageShelf(question.documents)
        near = NearPassages(question.documents, shelf, self._index, self._embedder) if self._embedder else None
        finder = SourceFinder(question.documents, material.sections, shelf, near)
        maker = ItemMaker(finder, FactChecker(question.documents), shelf)
        indexes = tuple(section.index for section in material.sections)
        written_in = {document.language for document in question.documents if document.language}
        language = language_of(question.text).code or question.documents[0].language
        is_foreign = bool(language and written_in) and language not in written_in
        answers = AskedOnce(self._desk, self._memory, model)
        for draft in self._drafts(answers, self._command(material, room), language):
            item = maker.item_in_other_words(draft, indexes) if is_foreign else maker.item(draft, indexes, language)
            self._add(item)
        if record.is_unanswered or any(item.sources for item in record.items):
            return
        passages = [passage for index in indexes for passage in finder.passages(index)]
        telling = telling_sentences(passages, _N_EXTRACTS, question.text)
        first_line = record.items[-1].line + 1 if record.items else 0
        for line, passage in enumerate(sorted(telling, key=passages.index), start=first_line):
            self._add(maker.extract(passage, line))

    def _command(self, material: Material, room: QuestionRoom) -> Generate:
        """What was evaluated of whole documents is kept on disk for the next question about them."""
        return Generate(
            prompt=question_prompt(self._question.text, material.texts, is_whole=material.is_whole),
            sampling=_GREEDY,
            max_tokens=room.answer_tokens,
            conversation_key=_documents_key(self._question.documents) if material.is_whole else "",
        )

    def _drafts(self, answers: AskedOnce, command: Generate, language: str) -> Iterator[Draft]:
        text = SummaryText(Layout.PROSE, language, task_text(self._question.text))
        n_given = 0
        stream = answers.stream(command)
        for news in stream:
            if isinstance(news, AnswerGrew):
                self._record.note_first_text()
                if not news.start:
                    text.start_over()
                drafts = text.feed(news.text)
            else:
                drafts = text.close(is_cut=news.is_cut)
            for draft in drafts:
                n_given += 1
                yield draft
            if text.is_counting:
                stream.close()
        self._record.is_unanswered = text.says_nothing and not n_given

    def _add(self, item: SummaryItem) -> None:
        self._record.items.append(item)
        self._sink(AnswerItemWritten(job_id=self.job_id, item=item))


class _Record:
    """What a job has so far. `clock` tells seconds."""

    def __init__(self, documents: Sequence[Document], clock: Callable[[], float] = time.monotonic) -> None:
        self.items: list[SummaryItem] = []
        self.is_unanswered = False
        unread = (
            UnreadPart(document=document.name, place=each.place, reason=each.reason)
            for document in documents
            for each in document.unread
        )
        self.basis = AnswerBasis(n_passages=0, n_read_passages=0, unread=tuple(unread))
        self._clock = clock
        self._began = clock()
        self._chosen: float | None = None
        self._first_text: float | None = None

    def choose(self, material: Material) -> None:
        self._chosen = self._clock()
        self.basis = AnswerBasis(
            n_passages=material.n_passages,
            n_read_passages=len(material.sections),
            is_by_words=material.is_by_words,
            unread=self.basis.unread,
        )

    def note_first_text(self) -> None:
        self._first_text = self._first_text or self._clock()

    def answer(self) -> DocumentAnswer:
        now = self._clock()
        chosen = self._chosen or now
        timings = AnswerTimings(
            choose_s=chosen - self._began,
            first_text_s=(self._first_text or now) - chosen,
            total_s=now - self._began,
        )
        return DocumentAnswer(
            items=tuple(self.items), is_unanswered=self.is_unanswered, basis=self.basis, timings=timings
        )


def _documents_key(documents: Sequence[Document]) -> str:
    text = "\0".join(f"{document.name}\0{document.text}" for document in documents)
    return f"documents-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"

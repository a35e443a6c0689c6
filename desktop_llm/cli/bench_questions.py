"""How soon a further question about a document is answered after a restart, against the first one ever.

The document is read whole both times. The first engine leaves it evaluated on the disk; the second one finds it there.
"""

import statistics
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.questions.document_answer import (
    AnswerEvent,
    AnswerItemWritten,
    AnswerWritten,
    DocumentAnswer,
    DocumentQuestion,
)
from desktop_llm.assist.questions.document_questions import DocumentQuestionJob
from desktop_llm.cli.bench_engine import loaded_engine
from desktop_llm.cli.bench_summaries import made_up_document
from desktop_llm.documents.document import Document
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import LoadModel
from desktop_llm.errors import ErrorCode, RequestFailedError

REPEATS = 3
_WORDS_PER_CONTEXT_TOKEN = 0.3  # a document that leaves room for question and answer

OpenEngine = Callable[[], AbstractContextManager[EngineClient]]


class QuestionFigures(Struct, frozen=True, kw_only=True):
    """A ratio of times to the first word in this run, and the times."""

    document_follow_up_ttft_ratio: float
    document_first_ttft_s: float
    document_follow_up_ttft_s: float


def measure_questions(load: LoadModel, say: Callable[[str], None]) -> QuestionFigures:
    """Takes a minute with the starter model. Raises RequestFailedError."""
    pairs: list[tuple[float, float]] = []
    for number in range(1, REPEATS + 1):
        say(f"a question about a document, before and after a restart, {number} of {REPEATS}")
        with tempfile.TemporaryDirectory() as folder:
            pairs.append(follow_up_pair(partial(loaded_engine, replace(load, snapshot_folder=folder)), number))
    return QuestionFigures(
        document_follow_up_ttft_ratio=statistics.median(later / first for first, later in pairs),
        document_first_ttft_s=statistics.median(first for first, _ in pairs),
        document_follow_up_ttft_s=statistics.median(later for _, later in pairs),
    )


def follow_up_pair(open_engine: OpenEngine, seed: int) -> tuple[float, float]:
    """Seconds to the first word of a first question, and of another one by the next engine."""
    with open_engine() as engine:
        model = engine.status.model
        n_ctx_tokens = model.n_ctx_tokens if model else 4096
        document = made_up_document(seed, int(n_ctx_tokens * _WORDS_PER_CONTEXT_TOKEN))
        first = _answer(engine, document, "Who built a bridge?")
    with open_engine() as engine:
        later = _answer(engine, document, "And who built a mill, and for how much?")
    return first.timings.first_text_s, later.timings.first_text_s


def _answer(engine: EngineClient, document: Document, text: str) -> DocumentAnswer:
    """Stopped at its first sentence: only the first word counts."""
    events: list[AnswerEvent] = []

    def hear(event: AnswerEvent) -> None:
        events.append(event)
        if isinstance(event, AnswerItemWritten):
            job.stop()

    job = DocumentQuestionJob(engine, DocumentQuestion(documents=(document,), text=text), hear)
    job.run()
    for event in events:
        if isinstance(event, JobEnded) and event.failure is not None:
            raise RequestFailedError(event.failure.code, **event.failure.facts)
    answer = next((event.answer for event in events if isinstance(event, AnswerWritten)), None)
    if answer is None or not answer.basis.is_whole:
        raise RequestFailedError(ErrorCode.BUG, reason="the document was not read whole")
    return answer

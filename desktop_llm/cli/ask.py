"""`desktop-llm ask`: a question about documents; the answer goes to standard output as it is written."""

import argparse
import queue
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec

from desktop_llm.assist.questions.document_answer import (
    AnswerEvent,
    AnswerItemWritten,
    AnswerWritten,
    DocumentAnswer,
    DocumentQuestion,
    MaterialChosen,
)
from desktop_llm.assist.questions.document_questions import DocumentQuestionJob
from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.cli.answer_text import answer_lines, basis_text, json_answer, unanswered_text
from desktop_llm.cli.arguments import AddParser, add_engine_options
from desktop_llm.cli.collected_documents import collected_documents
from desktop_llm.cli.extract import read_documents
from desktop_llm.cli.job_run import print_text, run_job, say
from desktop_llm.cli.passage_search import installed_embedders, opened_index
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import chosen_engine
from desktop_llm.cli.summary_text import SummaryPrinter
from desktop_llm.documents.document import Document
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError


def add_ask_command(add_parser: AddParser) -> None:
    parser = add_parser("ask", help="ask about documents, each sentence of the answer with its source")
    add_engine_options(parser)
    parser.add_argument("--password", metavar="P", default="", help="opens a locked file; asked for where it is needed")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object at the end")
    parser.add_argument("question", metavar="QUESTION")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a file, or a folder of files")
    parser.set_defaults(run=run_ask)


def run_ask(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the answer from coming."""
    if not options.question.strip():
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
    with opened_index() as index, closing(installed_embedders()) as embedders:
        embedder = embedders.current()
        documents = _documents(options, index, embedder)
        question = DocumentQuestion(documents=documents, text=options.question)
        with chosen_engine(options) as engine:
            return _AnswerRun(engine, question, index, embedder, is_json=options.is_json).status()


def _documents(options: argparse.Namespace, index: Index | None, embedder: TextEmbedder | None) -> tuple[Document, ...]:
    """The files, and of each folder the documents that fit the question."""
    folders = [path for path in options.files if path.is_dir()]
    files = [path for path in options.files if not path.is_dir()]
    found = [
        document for folder in folders for document in collected_documents(folder, options.question, index, embedder)
    ]
    return (*read_documents(files, options.password), *found)


class _AnswerRun:
    """Prints what the job tells."""

    def __init__(
        self,
        engine: EngineClient,
        question: DocumentQuestion,
        index: Index | None,
        embedder: TextEmbedder | None,
        *,
        is_json: bool,
    ) -> None:
        self._events: queue.SimpleQueue[AnswerEvent] = queue.SimpleQueue()
        self._job = DocumentQuestionJob(engine, question, self._events.put, index, embedder=embedder)
        self._is_json = is_json
        self._printer = SummaryPrinter(has_several_parts=False, has_named_sources=len(question.documents) > 1)

    def status(self) -> int:
        """Run to the end, also after an interrupt: what is there is printed. Raises RequestFailedError."""
        with ProgressLine() as line:
            return run_job(self._job, self._events, partial(self._take, line))

    def _take(self, line: ProgressLine, event: AnswerEvent) -> None:
        match event:
            case MaterialChosen():
                line.show(f"reading {basis_text(event.basis)}")
            case AnswerItemWritten() if not self._is_json:
                line.show("")
                print_text(self._printer.text(0, "", event.item))
            case AnswerWritten(answer=answer):
                line.show("")
                self._print_end(answer)
            case _:
                pass

    def _print_end(self, answer: DocumentAnswer) -> None:
        if self._is_json:
            print(msgspec.json.encode(json_answer(answer)).decode())
        elif answer.is_unanswered:
            print_text(f"{unanswered_text(answer.basis)}\n")
        elif answer.items:
            print_text("\n")
        for text in answer_lines(answer):
            say(text)

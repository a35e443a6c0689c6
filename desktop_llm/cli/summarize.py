"""`desktop-llm summarize`: files are read whole; their summary goes to standard output as it is written."""

import argparse
import queue
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

import msgspec

from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryLength, SummaryParts, SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    Summary,
    SummaryEvent,
    SummaryItemWritten,
    SummaryPlanned,
    SummaryProgressed,
    SummaryStage,
    SummaryWritten,
)
from desktop_llm.cli.arguments import AddParser, add_engine_options, language_argument
from desktop_llm.cli.extract import read_documents
from desktop_llm.cli.job_run import print_text, run_job, say
from desktop_llm.cli.kept_store import kept_store
from desktop_llm.cli.passage_search import installed_embedders, opened_index
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import chosen_engine
from desktop_llm.cli.summary_text import SummaryPrinter, closing_lines, json_summary, progress_text
from desktop_llm.documents.document import Document
from desktop_llm.engine.client import EngineClient
from desktop_llm.storage.summary_cache import open_summary_cache


def add_summarize_command(add_parser: AddParser) -> None:
    parser = add_parser("summarize", help="summarize documents, each sentence with its source")
    parser.add_argument("--length", metavar="N|N%", type=_length, default=SummaryLength(), help="words, or a share")
    parser.add_argument(
        "--form", choices=[str(form) for form in SummaryForm], default=None, help="points, if not given"
    )
    parser.add_argument("--instruction", metavar="I", default="", help="what to write, in the form `free`")
    parser.add_argument("--focus", metavar="Q", default="", help="a question: only what is said about it")
    parser.add_argument(
        "--to", metavar="LANG", type=language_argument, default=None, help="language of the summary: de, German"
    )
    parser.add_argument("--parts", choices=[str(parts) for parts in SummaryParts], default="each_and_together")
    add_engine_options(parser)
    parser.add_argument("--password", metavar="P", default="", help="opens a locked file; asked for where it is needed")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object at the end")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.set_defaults(run=run_summarize)


def run_summarize(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the summary from coming."""
    request = request_of(options, read_documents(options.files, options.password))
    with chosen_engine(options) as engine:
        return _summarize(engine, request, is_json=options.is_json)


def request_of(options: argparse.Namespace, documents: tuple[Document, ...]) -> SummaryRequest:
    usual = SummaryForm.FREE if options.instruction else SummaryForm.KEY_POINTS
    return SummaryRequest(
        documents=documents,
        form=SummaryForm(options.form) if options.form else usual,
        length=options.length,
        language=options.to or "",
        focus=options.focus,
        instruction=options.instruction,
        parts=SummaryParts(options.parts),
    )


def _summarize(engine: EngineClient, request: SummaryRequest, *, is_json: bool) -> int:
    with kept_store(open_summary_cache) as cache, closing(installed_embedders()) as embedders:
        embedder = embedders.current()
        with opened_index() if embedder else nullcontext() as index:
            return _SummaryRun(engine, request, cache, index, embedder, is_json=is_json).status()


class _SummaryRun:
    """Prints what the job tells."""

    def __init__(
        self,
        engine: EngineClient,
        request: SummaryRequest,
        cache: AnswerCache | None,
        index: Index | None,
        embedder: TextEmbedder | None,
        *,
        is_json: bool,
    ) -> None:
        self._events: queue.SimpleQueue[SummaryEvent] = queue.SimpleQueue()
        self._job = SummaryJob(engine, request, self._events.put, cache, index=index, embedder=embedder)
        self._is_json = is_json
        self._printer: SummaryPrinter | None = None

    def status(self) -> int:
        """Run to the end, also after an interrupt: what is there is printed. Raises RequestFailedError."""
        with ProgressLine() as line:
            return run_job(self._job, self._events, partial(self._take, line))

    def _take(self, line: ProgressLine, event: SummaryEvent) -> None:
        match event:
            case SummaryPlanned():
                self._end_line()
                has_several = len({section.document_index for section in event.sections}) > 1
                self._printer = SummaryPrinter(has_several_parts=has_several)
            case SummaryProgressed():
                self._show_progress(line, event)
            case SummaryItemWritten() if self._printer is not None and not self._is_json:
                line.show("")
                print_text(self._printer.text(event.part_index, event.document, event.item))
            case SummaryWritten(summary=summary):
                line.show("")
                self._print_end(summary)
            case _:
                pass

    def _show_progress(self, line: ProgressLine, progress: SummaryProgressed) -> None:
        """Never over what was printed: while a summary is written, it shows by itself how far it is."""
        if progress.stage is not SummaryStage.WRITING:
            self._end_line()
        if self._printer is None or not self._printer.is_within_line:
            line.show(progress_text(progress))

    def _end_line(self) -> None:
        if self._printer is not None:
            print_text(self._printer.end_line())

    def _print_end(self, summary: Summary) -> None:
        if self._is_json:
            print(msgspec.json.encode(json_summary(summary)).decode())
        self._end_line()
        for text in closing_lines(summary):
            say(text)


def _length(typed: str) -> SummaryLength:
    try:
        number = float(typed.removesuffix("%"))
    except ValueError:
        number = 0.0
    if typed.endswith("%") and 0 < number <= 100:
        return SummaryLength(share=number / 100)
    if not typed.endswith("%") and number >= 1 and number.is_integer():
        return SummaryLength(n_words=int(number))
    raise argparse.ArgumentTypeError(f"{typed!r} is neither a number of words nor a share like 10%")

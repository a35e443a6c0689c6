"""`desktop-llm write`: proofreads a text, and shows every change before it makes one."""

import argparse
import queue
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.assist.document_output import check_output, write_output
from desktop_llm.assist.personal_dictionary import known_words
from desktop_llm.assist.proofread import ProofreadJob
from desktop_llm.assist.proofread_request import ProofreadMode, ProofreadRequest
from desktop_llm.assist.proofread_result import ProofreadEvent, ProofreadPlanned, SentencesRead
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.text_change import TextChange, applied, in_order
from desktop_llm.assist.text_difference import unified_difference
from desktop_llm.assist.written_text import WrittenText, written_text
from desktop_llm.cli.arguments import AddParser, language_argument
from desktop_llm.cli.job_run import print_text, run_job, say
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import data_folder, engine_on_server, engine_with_model
from desktop_llm.cli.text import error_line
from desktop_llm.cli.write_text import closing_line, doubtful_lines, json_changes, note_lines, unread_lines
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DocumentError, ErrorCode, RequestFailedError, StorageError
from desktop_llm.storage.summary_cache import open_summary_cache

_STANDARD_INPUT: Final = "-"
_HELP: Final = {
    ProofreadMode.FIX: "mend errors, and nothing else",
    ProofreadMode.IMPROVE: "mend errors, and improve the wording",
}


def add_write_command(add_parser: AddParser) -> None:
    parser = add_parser("write", help="proofread a text, and show every change before it is made")
    ways = parser.add_subparsers(required=True, metavar="WAY")
    for mode, help_text in _HELP.items():
        _add_proofread_command(ways.add_parser, mode, help_text)


def _add_proofread_command(add_parser: AddParser, mode: ProofreadMode, help_text: str) -> None:
    parser = add_parser(str(mode), help=help_text)
    parser.add_argument("--apply", dest="is_applied", action="store_true", help="make the changes in FILE")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object instead of a diff")
    parser.add_argument("--lang", metavar="LANG", type=language_argument, default=None, help="detected, if not given")
    add_engine_options(parser)
    parser.add_argument("file", metavar="FILE", help="a text; - reads standard input")
    parser.set_defaults(run=run_proofread, mode=mode)


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="M", default="", help="name, id or file of the model")
    parser.add_argument(
        "--server", metavar="URL", default="", help="send the text to this server; M is one of its models"
    )


def run_proofread(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the changes from coming."""
    source = read_source(options.file)
    if not source.written.text.strip():
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
    if options.is_applied and source.path is not None:
        check_output(source.path)
    request = ProofreadRequest(
        text=source.written.text,
        mode=options.mode,
        language=options.lang or "",
        known_words=known_words(data_folder().personal_dictionary),
    )
    with chosen_engine(options) as engine, answer_cache() as cache:
        run = ProofreadRun(engine, request, cache)
    run.say_what_is_left()
    show_changes(options, source, run)
    return run.exit_status


class TextSource(Struct, frozen=True):
    """A text and the file that it came from; None for standard input."""

    written: WrittenText
    data: bytes
    path: Path | None

    @property
    def name(self) -> str:
        return self.path.name if self.path is not None else "text"


def read_source(name: str) -> TextSource:
    """Raises DocumentError (FILE_UNREADABLE, FILE_NOT_TEXT)."""
    path = None if name == _STANDARD_INPUT else Path(name)
    try:
        data = sys.stdin.buffer.read() if path is None else path.read_bytes()
        return TextSource(written_text(data), data, path)
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=name, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path="standard input" if path is None else name) from error


@contextmanager
def chosen_engine(options: argparse.Namespace) -> Generator[EngineClient]:
    session = engine_on_server(options.server, options.model) if options.server else engine_with_model(options.model)
    with session as (engine, _):
        yield engine


@contextmanager
def answer_cache() -> Generator[AnswerCache | None]:
    """What models answered before; None, and a word about it, where that cannot be kept."""
    try:
        cache = open_summary_cache(data_folder())
    except StorageError as error:
        say(f"desktop-llm: {error_line(error)} Nothing is remembered for the next time.")
        yield None
        return
    try:
        yield cache
    finally:
        cache.close()


class ProofreadRun:
    """The job, run to its end; an interrupt stops it, and what is there stays."""

    def __init__(self, engine: EngineClient, request: ProofreadRequest, cache: AnswerCache | None) -> None:
        """Raises RequestFailedError."""
        self.planned: ProofreadPlanned | None = None
        self._text = request.text
        self._changes: list[TextChange] = []
        self._unread: list[SentencesRead] = []
        self._n_dropped = 0
        events: queue.SimpleQueue[ProofreadEvent] = queue.SimpleQueue()
        job = ProofreadJob(engine, request, events.put, cache, is_awaited=True)
        with ProgressLine() as line:
            self.exit_status = run_job(job, events, partial(self._take, line))

    @property
    def changes(self) -> list[TextChange]:
        """In the order of the text."""
        return in_order(self._changes)

    def say_what_is_left(self) -> None:
        """What a person should look at, and what was not read."""
        for text in (*doubtful_lines(self._text, self.changes), *unread_lines(self._text, self._unread)):
            say(text)
        if self.planned is not None:
            say(closing_line(self.changes, self.planned.n_words, self._n_dropped))

    def _take(self, line: ProgressLine, event: ProofreadEvent) -> None:
        match event:
            case ProofreadPlanned():
                self.planned = event
                self._changes, self._unread, self._n_dropped = [], [], 0
                line.show("")
                for text in note_lines(event):
                    say(text)
            case SentencesRead():
                self._changes += event.changes
                self._n_dropped += event.n_dropped
                self._unread += [event] if event.is_unread else []
                if self.planned is not None:
                    line.show(f"read {event.n_done} of {self.planned.n_sentences} sentences")
            case _:
                pass


def show_changes(options: argparse.Namespace, source: TextSource, run: ProofreadRun) -> None:
    """As a diff or as JSON; those that are checked are made if that was asked for. Raises DocumentError."""
    changes = [source.written.own(change) for change in run.changes]
    checked = [change for change in changes if change.is_checked]
    changed = applied(source.written.original, checked)
    if options.is_json:
        print(msgspec.json.encode(json_changes(changes, run.planned)).decode())
    if options.is_applied and run.exit_status == 0:
        _apply(source, changed, is_printed=not options.is_json)
    elif not options.is_json:
        for line in unified_difference(source.written.original, changed, source.name):
            print_text(line)


def _apply(source: TextSource, changed: str, *, is_printed: bool) -> None:
    """In the file, unless another program wrote it meanwhile. Raises DocumentError."""
    if source.path is None:
        if is_printed:
            print_text(changed)
        return
    if changed == source.written.original:
        return
    if source.path.read_bytes() != source.data:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=str(source.path))
    write_output(source.path, source.written.encoded(changed))

"""`desktop-llm write rewrite` and `write compose`: a text in another style, and a text from a brief."""

import argparse
import queue
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from desktop_llm.assist.writing.compose import ComposeJob
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.rewrite import RewriteJob
from desktop_llm.assist.writing.rewrite_request import RewriteRequest, RewriteStyle
from desktop_llm.assist.writing.writing_actions import action_named, writing_actions
from desktop_llm.assist.writing.writing_kinds import writing_kinds
from desktop_llm.assist.writing.written_version import VersionDone, VersionEvent, VersionSink, VersionsPlanned
from desktop_llm.cli.arguments import AddParser, add_engine_options, language_argument
from desktop_llm.cli.job_run import Job, print_text, run_job, say
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import chosen_engine, data_folder
from desktop_llm.cli.text_source import read_source
from desktop_llm.cli.version_text import warning_lines
from desktop_llm.cli.write_text import model_note_lines
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError

_TONES: Final = tuple(str(style) for style in RewriteStyle if style is not RewriteStyle.CUSTOM)
_MOST_WORDS: Final = 5000

MakeJob = Callable[[EngineClient, VersionSink], Job]


def add_rewrite_command(add_parser: AddParser) -> None:
    parser = add_parser("rewrite", help="say a text in another way")
    parser.add_argument(
        "--tone",
        metavar="T",
        required=True,
        help=f"{', '.join(_TONES)}; an action of yours; or what you want, in words",
    )
    parser.add_argument("--lang", metavar="LANG", type=language_argument, default=None, help="detected, if not given")
    add_engine_options(parser)
    parser.add_argument("file", metavar="FILE", help="a text; - reads standard input")
    parser.set_defaults(run=run_rewrite)


def add_compose_command(add_parser: AddParser) -> None:
    kinds = [kind.id for kind in writing_kinds()]
    parser = add_parser("compose", help="write a text from a brief; lines that begin with - must occur in it")
    parser.add_argument("--kind", choices=kinds, required=True)
    parser.add_argument("--to", metavar="WHOM", default="", help="for whom it is")
    parser.add_argument("--tone", metavar="T", default="", help="how it shall sound")
    parser.add_argument("--words", metavar="N", type=_n_words, default=0, help="about so many words")
    parser.add_argument(
        "--lang", metavar="LANG", type=language_argument, default=None, help="the brief's, if not given"
    )
    parser.add_argument("--reply-to", metavar="FILE", type=Path, default=None, help="the message that is answered")
    add_engine_options(parser)
    parser.add_argument("brief", metavar="BRIEF", help="a file, or what to write in words; - reads standard input")
    parser.set_defaults(run=run_compose)


def run_rewrite(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the text from coming."""
    request = rewrite_request(options)
    return _written(options, lambda engine, sink: RewriteJob(engine, request, sink))


def run_compose(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the text from coming."""
    request = compose_request(options)
    return _written(options, lambda engine, sink: ComposeJob(engine, request, sink))


def rewrite_request(options: argparse.Namespace) -> RewriteRequest:
    """Raises DesktopLlmError."""
    text = read_source(options.file).content.text
    _require_words(text)
    is_known = options.tone in _TONES
    own = None if is_known else action_named(writing_actions(data_folder().writing_actions), options.tone)
    return RewriteRequest(
        text=text,
        style=RewriteStyle(options.tone) if is_known else RewriteStyle.CUSTOM,
        instruction="" if is_known else own.instruction if own is not None else options.tone,
        language=options.lang or "",
    )


def compose_request(options: argparse.Namespace) -> ComposeRequest:
    """Raises DesktopLlmError."""
    is_file = options.brief == "-" or Path(options.brief).is_file()
    brief = read_source(options.brief).content.text if is_file else options.brief
    _require_words(brief)
    answered = read_source(str(options.reply_to)).content.text if options.reply_to else ""
    return ComposeRequest(
        kind=options.kind,
        brief=brief,
        to=options.to,
        tone=options.tone,
        n_words=options.words,
        language=options.lang or "",
        answered=answered,
    )


def _written(options: argparse.Namespace, make_job: MakeJob) -> int:
    with chosen_engine(options) as engine:
        return written_status(engine, make_job)


def written_status(engine: EngineClient, make_job: MakeJob) -> int:
    """Prints the text once it is there, and what is doubtful in it to standard error. Raises RequestFailedError."""
    events: queue.SimpleQueue[VersionEvent] = queue.SimpleQueue()
    with ProgressLine() as line:
        return run_job(make_job(engine, events.put), events, partial(_take, line))


def _take(line: ProgressLine, event: VersionEvent) -> None:
    match event:
        case VersionsPlanned():
            for text in model_note_lines(event.model_name, event.notes):
                say(text)
            line.show("writing")
        case VersionDone(version=version):
            line.show("")
            print_text(version.text if version.text.endswith("\n") else f"{version.text}\n")
            for text in warning_lines(version):
                say(text)
        case _:
            pass


def _require_words(text: str) -> None:
    if not text.strip():
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)


def _n_words(typed: str) -> int:
    if typed.isdigit() and 0 < int(typed) <= _MOST_WORDS:
        return int(typed)
    raise argparse.ArgumentTypeError(f"{typed!r} is no number of words from 1 to {_MOST_WORDS}")

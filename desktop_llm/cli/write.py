"""`desktop-llm write`: proofreads a text and shows every change before it makes one; rewrites and composes texts."""

import argparse
from pathlib import Path
from typing import Final

import msgspec

from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.assist.writing.text_change import applied
from desktop_llm.assist.writing.text_difference import unified_difference
from desktop_llm.cli.arguments import AddParser, add_engine_options, language_argument
from desktop_llm.cli.job_run import print_text
from desktop_llm.cli.text_source import TextSource, read_source
from desktop_llm.cli.write_document import is_document, proofread_document
from desktop_llm.cli.write_run import ProofreadRun, proofread
from desktop_llm.cli.write_text import json_changes
from desktop_llm.cli.write_version import add_compose_command, add_rewrite_command
from desktop_llm.errors import ErrorCode, RequestFailedError

_OUT_HELP: Final = "a new file with the changes; in a Word file (docx) they are tracked ones"
_HELP: Final = {
    ProofreadMode.FIX: "mend errors, and nothing else",
    ProofreadMode.IMPROVE: "mend errors, and improve the wording",
}


def add_write_command(add_parser: AddParser) -> None:
    parser = add_parser("write", help="proofread, rewrite or compose a text")
    ways = parser.add_subparsers(required=True, metavar="WAY")
    for mode, help_text in _HELP.items():
        _add_proofread_command(ways.add_parser, mode, help_text)
    add_rewrite_command(ways.add_parser)
    add_compose_command(ways.add_parser)


def _add_proofread_command(add_parser: AddParser, mode: ProofreadMode, help_text: str) -> None:
    parser = add_parser(str(mode), help=help_text)
    parser.add_argument("--apply", dest="is_applied", action="store_true", help="make the changes in FILE")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object instead of a diff")
    parser.add_argument("--lang", metavar="LANG", type=language_argument, default=None, help="detected, if not given")
    parser.add_argument("--out", metavar="FILE", type=Path, default=None, help=_OUT_HELP)
    parser.add_argument(
        "--author", metavar="NAME", default="", help="whose tracked changes they are; you, if not given"
    )
    add_engine_options(parser)
    parser.add_argument("file", metavar="FILE", help="a text or a document; - reads standard input")
    parser.set_defaults(run=run_proofread, mode=mode, usage_error=parser.error)


def run_proofread(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the changes from coming."""
    if is_document(options.file):
        return proofread_document(options)
    source = read_source(options.file)
    if not source.content.text.strip():
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
    if options.is_applied and source.path is not None:
        check_output(source.path)
    if options.out is not None:
        check_output(options.out, source.path)
    run = proofread(options, source.content.text)
    show_changes(options, source, run)
    return run.exit_status


def show_changes(options: argparse.Namespace, source: TextSource, run: ProofreadRun) -> None:
    """As a diff or as JSON; those that are checked are made if that was asked for. Raises DocumentError."""
    changes = [source.content.own(change) for change in run.changes]
    checked = [change for change in changes if change.is_checked]
    changed = applied(source.content.original, checked)
    if options.is_json:
        print(msgspec.json.encode(json_changes(changes, run.planned)).decode())
    if options.is_applied and run.exit_status == 0:
        _apply(source, changed, is_printed=not options.is_json)
    if options.out is not None and run.exit_status == 0:
        write_output(options.out, source.content.encoded(changed))
    elif not options.is_json and not options.is_applied:
        for line in unified_difference(source.content.original, changed, source.name):
            print_text(line)


def _apply(source: TextSource, changed: str, *, is_printed: bool) -> None:
    """In the file, unless another program wrote it meanwhile. Raises DocumentError."""
    if source.path is None:
        if is_printed:
            print_text(changed)
        return
    if changed == source.content.original:
        return
    source.check_unchanged()
    write_output(source.path, source.content.encoded(changed))

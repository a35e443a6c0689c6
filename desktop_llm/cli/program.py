"""The terminal program: `desktop-llm chat`, `ask`, `summarize`, `translate`, `extract`, `models`, `servers`, and more.

No Qt, and no conversations on disk.
Answers go to standard output, everything else to standard error. Exit status: 0, or 1 with one line on standard error,
2 for wrong usage, 130 when interrupted.
"""

import argparse
import logging
import os
import sys
from collections.abc import Collection, Sequence

from desktop_llm.cli.ask import add_ask_command
from desktop_llm.cli.bench import add_bench_command
from desktop_llm.cli.chat import add_chat_command
from desktop_llm.cli.doctor import add_doctor_command
from desktop_llm.cli.extract import add_extract_command
from desktop_llm.cli.memory import add_memory_command
from desktop_llm.cli.models import add_models_command
from desktop_llm.cli.servers import add_servers_command
from desktop_llm.cli.summarize import add_summarize_command
from desktop_llm.cli.text import error_line
from desktop_llm.cli.translate import add_translate_command
from desktop_llm.cli.write import add_write_command
from desktop_llm.durable_files import code_of_os_error
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.paths import default_data_folder
from desktop_llm.storage.folder_owner import check_owner
from desktop_llm.version import __version__

EXIT_ERROR = 1
EXIT_INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run the terminal program with these arguments; returns the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.is_verbose else logging.CRITICAL, format="%(name)s: %(message)s")
    try:
        check_owner(default_data_folder())
        status: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except DesktopLlmError as error:
        return _failed(error)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our pipe went away, as `head` does
        _print_no_more()
        return EXIT_ERROR
    except OSError as error:  # of the disk that our output goes to; stores tell of theirs
        if code_of_os_error(error) is not ErrorCode.DISK_FULL:
            raise
        _print_no_more()
        return _failed(DesktopLlmError(ErrorCode.DISK_FULL, path="standard output"))
    return status


def _failed(error: DesktopLlmError) -> int:
    print(f"desktop-llm: {error_line(error)}", file=sys.stderr)
    return EXIT_ERROR


def _print_no_more() -> None:
    """Python would complain again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_command(word: str) -> bool:
    return word in _add_commands(argparse.ArgumentParser())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="desktop-llm",
        description="Chat with a language model on this computer. Without a command, or with files, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"desktop-llm {__version__}")
    parser.add_argument("--verbose", dest="is_verbose", action="store_true", help="tell on standard error what happens")
    _add_commands(parser)
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> Collection[str]:
    """Returns their names."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_chat_command(commands.add_parser)
    add_models_command(commands.add_parser)
    add_servers_command(commands.add_parser)
    add_doctor_command(commands.add_parser)
    add_extract_command(commands.add_parser)
    add_ask_command(commands.add_parser)
    add_summarize_command(commands.add_parser)
    add_translate_command(commands.add_parser)
    add_write_command(commands.add_parser)
    add_memory_command(commands.add_parser)
    add_bench_command(commands.add_parser)
    return commands.choices

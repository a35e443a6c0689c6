"""What the commands of the terminal program have in common: how they join the argument parser, models and languages."""

import argparse
from collections.abc import Callable

from desktop_llm.assist.language_names import language_code

AddParser = Callable[..., argparse.ArgumentParser]
"""`add_parser` of argparse's sub-commands, whose class has no public name."""


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """See `session.chosen_engine`."""
    parser.add_argument("--model", metavar="M", default="", help="name, id or file of the model")
    parser.add_argument(
        "--server", metavar="URL", default="", help="send the text to this server; M is one of its models"
    )


def language_argument(typed: str) -> str:
    """The code of a language that was given by its code or its name."""
    if code := language_code(typed):
        return code
    raise argparse.ArgumentTypeError(f"{typed!r} is no language that is known; one looks like de or German")

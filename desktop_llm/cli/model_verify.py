"""`desktop-llm models verify`: whether models on the disk are still what was published."""

import argparse

from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import data_folder
from desktop_llm.cli.text import file_size
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.hub.model_check import ModelCheck, check_model, is_checkable
from desktop_llm.hub.model_store import ModelEntry, ModelStore


def add_verify_command(add_parser: AddParser) -> None:
    parser = add_parser("verify", help="compare models with the checksums that were published")
    parser.add_argument(
        "id", metavar="ID", nargs="?", default="", help="one model; without it, all that can be checked"
    )
    parser.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """One line for each model. Exit status 1 if one is damaged."""
    store = ModelStore(data_folder())
    wanted = [options.id] if options.id else [entry.id for entry in store.list() if is_checkable(entry)]
    checks = [_checked(store, each) for each in wanted]
    for check in checks:
        print(f"{check.entry.id}\t{_verdict(check)}")
    return 0 if all(check.is_whole for check in checks) else 1


def _checked(store: ModelStore, wanted: str) -> ModelCheck:
    size_bytes = max(1, store.listed(wanted).size_bytes)
    with ProgressLine() as line:

        def goes_on(n_bytes: int) -> bool:
            line.show(f"{wanted}: {min(n_bytes / size_bytes, 1.0):.0%}")
            return True

        check = check_model(store, wanted, goes_on)
    if check is None:
        raise DesktopLlmError(ErrorCode.BUG, reason="a check without an end")
    return check


def _verdict(check: ModelCheck) -> str:
    if check.is_whole:
        return "whole"
    return f"damaged: {file_size(check.damaged_bytes)} of {file_size(check.entry.size_bytes)}{_remedy(check.entry)}"


def _remedy(entry: ModelEntry) -> str:
    if entry.source is None:
        return ""
    first = entry.source.files[0]
    return f"; `desktop-llm models download {first.repository} {first.path}` mends it"

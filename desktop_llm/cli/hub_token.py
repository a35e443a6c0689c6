"""Asks for the Hub's token where the Hub wants one and a person sits at the terminal."""

import sys
from collections.abc import Callable
from contextlib import suppress
from getpass import getpass
from typing import Final, TypeVar

from desktop_llm.cli.session import keep_hub_token
from desktop_llm.cli.text import error_line
from desktop_llm.errors import CredentialsError, DesktopLlmError, ErrorCode

_WANTS_TOKEN: Final = {ErrorCode.HUB_GATED, ErrorCode.HUB_FORBIDDEN, ErrorCode.HUB_TOKEN_WRONG}
_T = TypeVar("_T")


def with_token_asked_for(work: Callable[[str], _T]) -> _T:
    """Do the work with the token that is known ("" stands for it), and again with each one that is entered.

    One that was right is kept for the next time. Raises what the work raises: where nobody can be asked, or nothing is
    entered, also that the Hub wants a token.
    """
    token = ""
    while True:
        try:
            result = work(token)
        except DesktopLlmError as error:
            if error.code not in _WANTS_TOKEN or not (token := _entered_after(error)):
                raise
        else:
            if token:
                with suppress(CredentialsError):  # what it was needed for is done
                    keep_hub_token(token)
            return result


def _entered_after(error: DesktopLlmError) -> str:
    """What is typed, unseen; nothing if nobody is there to type."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    print(f"desktop-llm: {error_line(error)}", file=sys.stderr)
    with suppress(EOFError):
        return getpass("Access token (nothing to stop): ", sys.stderr).strip()
    return ""

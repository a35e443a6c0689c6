"""The buttons beside a failure on the Models page: to what helps, and to try again. Pure; GUI thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.ui.error_text import ErrorAction, ErrorText
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.model_rows import RowAction, RowButton

_SETTINGS: Final[Mapping[str, RowAction]] = {
    ErrorAction.OPEN_DOWNLOAD_SETTINGS: RowAction.OPEN_SETTINGS,
    ErrorAction.OPEN_DATA_SETTINGS: RowAction.OPEN_DATA_SETTINGS,
}


def failure_buttons(failure: ErrorText, again: RowAction) -> tuple[RowButton, ...]:
    """What helps comes first."""
    retry = RowButton(again, translate("FailureButtons", "Try again"))
    if failure.action in _SETTINGS:
        return RowButton(_SETTINGS[failure.action], failure.button or ""), retry
    return (retry,)

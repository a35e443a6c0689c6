import pytest

from desktop_llm.errors import ErrorCode
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.model_rows import RowAction
from desktop_llm.ui.rows.failure_buttons import failure_buttons


@pytest.mark.parametrize(
    ("code", "first"),
    [
        (ErrorCode.HUB_OFFLINE, RowAction.OPEN_SETTINGS),
        (ErrorCode.HUB_TOKEN_WRONG, RowAction.OPEN_SETTINGS),
        (ErrorCode.DISK_HOLDS_NO_SUCH_SIZE, RowAction.OPEN_DATA_SETTINGS),
    ],
)
def test_what_helps_comes_before_trying_again(code: ErrorCode, first: RowAction) -> None:
    buttons = failure_buttons(error_text(code), RowAction.RETRY)
    assert [button.action for button in buttons] == [first, RowAction.RETRY]
    assert buttons[0].text == "Open settings"


def test_what_only_time_helps_is_tried_again() -> None:
    (again,) = failure_buttons(error_text(ErrorCode.HUB_TIMEOUT), RowAction.DOWNLOAD)
    assert (again.action, again.text) == (RowAction.DOWNLOAD, "Try again")

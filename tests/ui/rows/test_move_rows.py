from desktop_llm.errors import DownloadError, ErrorCode
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.model_rows import RowLevel
from desktop_llm.ui.rows.move_rows import ModelMoveState, move_rows


def test_a_copy_says_how_far_it_is_and_that_nothing_is_missing_meanwhile() -> None:
    heading, row = move_rows(ModelMoveState(copied_bytes=2_000_000_000, all_bytes=8_000_000_000))
    assert heading.title == "On the way to the new data folder"
    assert (row.status, row.progress) == ("2.0 GB of 8.0 GB", 0.25)
    assert row.text == "They can be used at their old place meanwhile."


def test_a_copy_that_failed_says_why_and_what_comes_next() -> None:
    error = DownloadError(ErrorCode.DISK_TOO_SMALL, path="/new", needed_bytes=5_100_000_000, free_bytes=3_900_000_000)
    _, row = move_rows(ModelMoveState(failure=error_text_of(error)))
    assert row.level is RowLevel.ERROR
    assert row.status == f"{error_text_of(error).sentence} It is tried again with the next start."
    assert row.progress is None


def test_where_nothing_moves_there_is_nothing_to_see() -> None:
    assert move_rows(ModelMoveState()) == []

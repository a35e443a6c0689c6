import pytest

from desktop_llm.cli.table import print_table, table_lines

TABLE = [("tiny", "98 MB", ""), ("a-long-name", "4.9 GB", "balanced")]


def test_columns_stand_below_each_other_on_a_terminal() -> None:
    assert table_lines(TABLE, is_terminal=True) == ["tiny         98 MB", "a-long-name  4.9 GB  balanced"]


def test_names_of_others_cannot_rewrite_what_the_terminal_shows() -> None:
    assert table_lines([("\x1b[2Jtiny", "98 MB")], is_terminal=True) == ["[2Jtiny  98 MB"]


def test_programs_get_tabs_between_all_columns() -> None:
    assert table_lines(TABLE, is_terminal=False) == ["tiny\t98 MB\t", "a-long-name\t4.9 GB\tbalanced"]


def test_a_table_without_rows_says_so_and_prints_nothing_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([], "Nothing was found.")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Nothing was found.\n")


def test_a_table_with_rows_is_printed_and_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE, "Nothing was found.")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("tiny\t98 MB\t\na-long-name\t4.9 GB\tbalanced\n", "")

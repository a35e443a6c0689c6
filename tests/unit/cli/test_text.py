import string

import pytest

from desktop_llm.cli.text import count_text, duration, error_line, file_size
from desktop_llm.errors import DesktopLlmError, ErrorCode


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_failure_has_one_line_even_without_its_facts(code: ErrorCode) -> None:
    line = error_line(DesktopLlmError(code))

    assert line[0] in string.ascii_uppercase + "?"
    assert line.endswith(".")
    assert "\n" not in line


def test_facts_stand_in_the_line_and_sizes_are_readable() -> None:
    error = DesktopLlmError(ErrorCode.MODEL_DOES_NOT_FIT, needed_bytes=5_100_000_000, free_bytes=3_900_000_000)

    assert error_line(error) == "The model does not fit: 5.1 GB of memory needed, 3.9 GB free."


def test_a_reason_of_several_lines_becomes_one_line() -> None:
    error = DesktopLlmError(ErrorCode.MODEL_LOAD_FAILED, path="m.gguf", reason="first\nsecond.")

    assert error_line(error) == "The model could not be loaded: first second."


def test_a_fact_cannot_rewrite_what_the_terminal_shows() -> None:
    error = DesktopLlmError(ErrorCode.FILE_UNREADABLE, path="\x1b[2J\x1b]0;x\x07lease.pdf", reason="\x9b31m")

    assert error_line(error) == "[2J]0;xlease.pdf cannot be read: 31m."


def test_braces_in_a_fact_are_left_alone() -> None:
    assert "{path}" in error_line(DesktopLlmError(ErrorCode.MODEL_FILE_MISSING, path="{path}"))


@pytest.mark.parametrize(("size_bytes", "text"), [(0, "0 MB"), (98_000_000, "98 MB"), (2_049_000_000, "2.0 GB")])
def test_sizes_are_powers_of_ten(size_bytes: int, text: str) -> None:
    assert file_size(size_bytes) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (8.4, "8 s"), (110, "1 min 50 s"), (3600, "1 h 0 min"), (7530, "2 h 5 min")]
)
def test_durations_are_told_in_the_units_that_matter(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1K"), (12_345, "12.3K"), (135_000_000, "135M"), (3_080_000_000, "3.1B")],
)
def test_a_count_is_as_exact_as_sizes_of_models_are_told(count: int, text: str) -> None:
    assert count_text(count) == text

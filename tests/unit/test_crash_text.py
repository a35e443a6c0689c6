import logging
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from desktop_llm.crash_text import error_lines, is_fatal, is_safe, record_line, without_private_paths
from desktop_llm.errors import ErrorCode, StorageError

SECRET = "hunter2 of Mrs Keller"


def _raised(error: BaseException) -> BaseException:
    """With a trace, and the secret in the values of its places."""
    kept_value = SECRET
    try:
        raise error
    except type(error) as caught:
        assert kept_value
        return caught


def _record(message: object, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("desktop_llm.x", logging.WARNING, __file__, 1, message, arguments, None)


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"could not convert string to float: {SECRET}"),
        KeyError(SECRET),
        OSError(2, "No such file", f"/home/ana/{SECRET}.pdf"),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
        StorageError(ErrorCode.DISK_FULL, path=f"/{SECRET}"),
        AttributeError(SECRET, name=SECRET),
        SyntaxError(SECRET, (SECRET, 1, 1, SECRET)),
        type("Strange", (Exception,), {"__str__": lambda _self: SECRET})(),
        ExceptionGroup(SECRET, [ValueError(SECRET)]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_nothing_of_an_error_is_told_but_its_kind_and_its_places(error: BaseException) -> None:
    error.add_note(SECRET)
    lines = error_lines(_raised(error))
    assert SECRET not in "\n".join(lines)
    assert "hunter2" not in "\n".join(lines)
    assert type(error).__name__ in lines[-1]
    assert any("test_crash_text.py" in line and "in _raised" in line for line in lines)


def test_what_an_error_came_from_is_told_first() -> None:
    def fail() -> None:
        try:
            {}[SECRET]
        except KeyError as error:
            raise StorageError(ErrorCode.DATABASE_BROKEN, path=SECRET, reason=SECRET) from error

    with pytest.raises(StorageError) as caught:
        fail()
    lines = error_lines(caught.value)
    assert [line for line in lines if not line.startswith("  ")] == [
        "KeyError",
        "which led to",
        "desktop_llm.errors.StorageError: database_broken",
    ]


def test_a_name_that_stands_in_the_code_is_told() -> None:
    with pytest.raises(AttributeError) as caught:
        object().missing_thing  # noqa: B018
    assert error_lines(caught.value)[-1] == "AttributeError: missing_thing"


def test_a_number_of_the_system_is_told_by_name() -> None:
    assert error_lines(_raised(OSError(28, SECRET)))[-1] == "OSError: ENOSPC"


def test_a_recursion_without_an_end_is_told_in_short() -> None:
    def fall() -> None:
        fall()

    with pytest.raises(RecursionError) as caught:
        fall()
    lines = error_lines(caught.value)
    assert len(lines) < 100
    assert "  ..." in lines


def test_of_a_record_the_words_are_told_and_not_what_they_are_about() -> None:
    record = _record("%s could not be read after %d tries and %.1f s: %s", SECRET, 3, 1.5, ValueError(SECRET))
    assert record_line(record).endswith("desktop_llm.x: … could not be read after 3 tries and 1.5 s: ValueError")
    assert record_line(_record("a mapping: %(text)s", {"text": SECRET})).endswith("a mapping: …")
    assert record_line(_record("no chats: %s", StorageError(ErrorCode.DISK_FULL, path=SECRET))).endswith(": disk_full")
    assert record_line(_record(ValueError(SECRET))).endswith(": ValueError")
    assert record_line(_record("wrong %d", SECRET)).endswith("wrong %d")


def test_what_a_dying_process_says_of_itself_is_told() -> None:
    line = '  File "/opt/x/desktop_llm/engine/worker.py", line 12 in run'
    assert record_line(_record("%s", line)) == f"x: {line}"
    assert record_line(_record("%s", SECRET)) == ""
    assert is_safe("Current thread 0x00007f1 (most recent call first):")
    assert is_safe("/build/ggml/src/ggml.c:1234: GGML_ASSERT(n_past >= 0) failed")
    assert is_safe("killed by signal 11 (SIGSEGV)")
    assert is_fatal("Fatal Python error: Segmentation fault")
    assert not is_fatal("Fatal Python")
    assert not is_safe(f"prompt: {SECRET}")
    assert not is_safe(f'  File "x", line 1 in f\n{SECRET}')


def test_the_name_of_the_home_folder_is_in_no_path() -> None:
    home = Path("/home/ana")
    text = 'File "/home/ana/x.py" in /media/ana/usb and /home/anabel/y, /home/ana: no banana'
    assert without_private_paths(text, home) == 'File "~/x.py" in /media/~/usb and /home/anabel/y, ~: no banana'
    assert without_private_paths("/etc/x", Path("/")) == "/etc/x"
    package = 'File "/media/usb/my program/.venv/lib/python3.11/site-packages/jinja2/meta.py", line 1 in f'
    assert without_private_paths(package, home) == 'File "jinja2/meta.py", line 1 in f'


def test_places_are_told_without_where_the_program_lies() -> None:
    lines = error_lines(_raised(ValueError()))
    assert not any(str(Path(__file__).parents[2]) in line for line in lines)
    with pytest.raises(KeyError) as caught:
        MarkdownIt("a preset that there is not")
    lines = error_lines(caught.value)
    assert any(line.startswith("  markdown_it/") for line in lines)
    assert not any(sys.prefix in line for line in lines)

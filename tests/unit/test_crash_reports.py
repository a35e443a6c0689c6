import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.crash_reports import N_REPORTS_KEPT, CrashReporter, note_told, untold_reports
from desktop_llm.version import __version__

SECRET = "hunter2"
_log = logging.getLogger("desktop_llm.tests")


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


@pytest.fixture
def reporter(logs: Path) -> Iterator[CrashReporter]:
    """One that hears the log, without the hooks of a process."""
    reporter = CrashReporter(logs, [("Qt", "6.11.3")])
    logger = logging.getLogger("desktop_llm")
    before = logger.level
    logger.addHandler(reporter)
    logger.setLevel(logging.INFO)
    yield reporter
    logger.removeHandler(reporter)
    logger.setLevel(before)


def _report(logs: Path) -> str:
    (path,) = logs.glob("crash-*.txt")
    return path.read_text(encoding="utf-8")


def _fail(kind: type[Exception] = ValueError) -> None:
    prompt = f"My password is {SECRET}"
    try:
        raise kind(prompt)
    except kind:
        _log.exception("an event could not be handled: %s", prompt)


@pytest.mark.logs_errors
def test_an_error_of_the_program_becomes_a_report_without_its_texts(reporter: CrashReporter, logs: Path) -> None:
    _log.info("the prompt is %s and has %d letters", SECRET, 7)
    _fail()
    report = _report(logs)
    assert SECRET not in report
    assert f"Version: {__version__}" in report
    assert "Qt: 6.11.3" in report
    assert "\nValueError\n" in report
    assert "in _fail" in report
    assert "the prompt is … and has 7 letters" in report


@pytest.mark.logs_errors
def test_the_same_error_is_reported_once_and_many_are_bounded(reporter: CrashReporter, logs: Path) -> None:
    for _ in range(3):
        _fail()
    assert len(list(logs.glob("crash-*.txt"))) == 1
    for number in range(20):
        _fail(type(f"Kind{number}", (Exception,), {}))
    assert len(list(logs.glob("crash-*.txt"))) == 5


def test_what_is_no_error_is_not_reported(reporter: CrashReporter, logs: Path) -> None:
    try:
        raise ValueError
    except ValueError:
        _log.warning("that happens", exc_info=True)
    assert list(logs.glob("crash-*.txt")) == []


def test_an_engine_that_died_is_reported_with_its_cause(reporter: CrashReporter, logs: Path) -> None:
    reporter.note_engine_death("killed by signal 11 (SIGSEGV)", [("Engine", "0.3.36")])
    report = _report(logs)
    assert "The engine ended.\nkilled by signal 11 (SIGSEGV)\nEngine: 0.3.36" in report


def test_what_an_engine_said_when_it_died_is_not_told(reporter: CrashReporter, logs: Path) -> None:
    reporter.note_engine_death(f"exit status 1: {SECRET}", [])
    report = _report(logs)
    assert "exit status 1" in report
    assert SECRET not in report


def test_ten_reports_are_kept_and_never_is_the_new_one_dropped(logs: Path) -> None:
    for number in range(N_REPORTS_KEPT + 3):
        (logs / f"crash-2999010{number:02}-000000-0.txt").touch()  # of a day when the clock was wrong
    CrashReporter(logs).note_engine_death("killed by signal 6 (SIGABRT)")
    reports = list(logs.glob("crash-*.txt"))
    assert len(reports) == N_REPORTS_KEPT
    assert any("SIGABRT" in path.read_text(encoding="utf-8") for path in reports)


def test_a_report_is_told_once(logs: Path) -> None:
    assert untold_reports(logs) == ()
    CrashReporter(logs).note_engine_death("killed by signal 6 (SIGABRT)")
    (report,) = untold_reports(logs)
    note_told(logs, [report])
    assert untold_reports(logs) == ()
    CrashReporter(logs).note_engine_death("killed by signal 9 (SIGKILL)")
    (newer,) = untold_reports(logs)
    assert newer != report


def test_without_logs_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert untold_reports(tmp_path / "none") == ()


# In processes of their own: what kills a process, and what hooks it has.


def _run(logs: Path, code: str) -> subprocess.CompletedProcess[bytes]:
    program = f"""
import logging, os, sys, threading
from pathlib import Path
from desktop_llm.crash_reports import CrashReporter
logging.getLogger("desktop_llm").setLevel(logging.INFO)
log = logging.getLogger("desktop_llm.tests")
reporter = CrashReporter(Path({str(logs)!r}))
reporter.begin()
secret = "My password is {SECRET}"
log.info("the model was asked %s", secret)
def work(secret):
    {code}
work(secret)
reporter.end()
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)


def test_an_exception_that_nobody_caught_is_reported_and_still_shown(logs: Path) -> None:
    result = _run(logs, "raise ValueError(secret)")
    assert b"ValueError" in result.stderr
    report = _report(logs)
    assert "in work\nValueError\n" in report
    assert "an exception that nobody caught" in report
    assert SECRET not in report


def test_an_exception_of_a_thread_is_reported(logs: Path) -> None:
    _run(logs, "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()")
    assert "ZeroDivisionError" in _report(logs)


def test_a_process_that_is_interrupted_is_not_reported(logs: Path) -> None:
    _run(logs, "raise KeyboardInterrupt")
    assert list(logs.glob("crash-*.txt")) == []


def test_a_process_that_died_is_reported_by_the_next_one(logs: Path) -> None:
    result = _run(logs, "import faulthandler; faulthandler._sigsegv()")
    assert result.returncode < 0
    assert list(logs.glob("crash-*.txt")) == []
    _run(logs, "pass")
    report = _report(logs)
    assert "What it said when it ended:\nFatal Python error: Segmentation fault" in report
    assert 'File "<string>", line' in report
    assert "in work" in report
    assert "the model was asked …" in report
    assert SECRET not in report
    assert list(logs.glob("running-*.txt")) == []


def test_a_process_that_was_killed_says_nothing(logs: Path) -> None:
    _run(logs, "os.kill(os.getpid(), 9)")
    assert len(list(logs.glob("running-*.txt"))) == 1
    _run(logs, "pass")
    assert list(logs.iterdir()) == []


def test_a_process_that_ends_in_order_leaves_nothing(logs: Path) -> None:
    assert _run(logs, "pass").returncode == 0
    assert list(logs.iterdir()) == []


def test_the_name_of_the_home_folder_is_in_no_report(logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = logs / "anabella"
    home.mkdir()
    (home / "faulty.py").write_text("def fail():\n    raise ValueError\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(home))
    _run(logs, "import faulty; faulty.fail()")
    report = _report(logs)
    assert "~/faulty.py:2 in fail" in report
    assert "anabella" not in report

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_llm.crash_reports import CrashReporter, untold_reports
from desktop_llm.paths import DataFolder
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    paths: list[Path] = []

    def open_url(url: QUrl) -> bool:
        paths.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return paths


@pytest.fixture
def report(folder: DataFolder) -> Path:
    """Of an earlier run."""
    folder.logs.mkdir(parents=True)
    CrashReporter(folder.logs).note_engine_death("killed by signal 11 (SIGSEGV)")
    (path,) = untold_reports(folder.logs)
    return path


def test_a_crash_is_told_once_and_its_report_shown(
    report: Path, start_program: StartProgram, opened: list[Path], folder: DataFolder
) -> None:
    program = start_program()
    program.wait_for(lambda: "Something went wrong" in program.notice)
    assert opened == []
    program.click("notice_action_button")
    assert opened == [report]
    assert program.notice == ""
    assert untold_reports(folder.logs) == ()


def test_it_is_not_told_again(report: Path, start_program: StartProgram) -> None:
    first = start_program()
    first.wait_for(lambda: "Something went wrong" in first.notice)
    first.stop()
    second = start_program()
    second.settle()
    assert second.notice == ""


def test_the_folder_is_shown_where_the_file_cannot_be(
    report: Path, start_program: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def open_url(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return asked[-1].is_dir()

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    program = start_program()
    program.wait_for(lambda: "Something went wrong" in program.notice)
    program.click("notice_action_button")
    assert asked == [report, report.parent]


def test_without_a_crash_nothing_is_said(start_program: StartProgram) -> None:
    program = start_program()
    program.settle()
    assert program.notice == ""

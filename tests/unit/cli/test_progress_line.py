import io
import sys

import pytest

from desktop_llm.cli.progress_line import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_line_is_written_over_itself_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with ProgressLine() as line:
        line.show("1 %")
        line.show("2 %")
    line.show("too late")
    assert terminal.getvalue() == "\r\033[K1 %\r\033[K2 %\r\033[K"


def test_where_no_progress_is_shown_nothing_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with ProgressLine() as line:
        line.show("1 %")
        line.show("")
        terminal.write("An answer")
        line.show("")
    assert terminal.getvalue() == "\r\033[K1 %\r\033[KAn answer"


def test_names_of_files_cannot_rewrite_what_the_terminal_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with ProgressLine() as line:
        line.show("reading \x1b[2Ja.pdf")
    assert terminal.getvalue() == "\r\033[Kreading [2Ja.pdf\r\033[K"


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_elsewhere_nothing_is_written(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with ProgressLine() as line:
        line.show("1 %")
    assert stream is None or stream.getvalue() == ""

import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import psutil
import pytest

from desktop_llm.documents.page_messages import MeasurePages, PageAnswer, PagesMeasured, PdfSource, answer_decoder
from desktop_llm.documents.watched_process import Bounds, WatchedProcess
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.processes.child_process import ChildProgram
from tests.fakes.written_pdf import Page, PdfWriter

AMPLE = Bounds(memory_bytes=2**40, quiet_s=60, total_s=60)
LARGE = """
import sys
held = bytearray(b"x") * (420 * 2**20)
from desktop_llm.documents import page_process
sys.exit(page_process.run_page_process())
"""
# Answers for ever, a hundred times a second.
TALKATIVE = """
import sys, time
from desktop_llm.documents.page_messages import PagesMeasured
from desktop_llm.processes.message_pipe import write_message
while True:
    write_message(sys.stdout.buffer, PagesMeasured(sizes=()))
    time.sleep(0.01)
"""


@pytest.fixture
def process() -> Iterator[WatchedProcess[PageAnswer]]:
    command = (sys.executable, "-c", LARGE, "--page-painter", str(os.getpid()))
    process = WatchedProcess(ChildProgram("large", command, answer_decoder))
    yield process
    process.end()


def test_a_process_that_has_grown_large_is_ended_between_two_commands(
    process: WatchedProcess[PageAnswer], tmp_path: Path
) -> None:
    path = str(PdfWriter([Page()]).write(tmp_path / "a.pdf"))
    command = MeasurePages(source=PdfSource(path=path))
    for _ in range(2):
        answer = next(process.answers(command, path, AMPLE, lambda: False))
        assert isinstance(answer, PagesMeasured)
        assert process.is_running
        process.end_if_large()
        assert not process.is_running
        assert psutil.Process().children() == []


def test_a_command_that_is_cancelled_ends_the_process(process: WatchedProcess[PageAnswer]) -> None:
    command = MeasurePages(source=PdfSource(path="/nowhere.pdf"))
    with pytest.raises(DocumentError) as raised:
        next(process.answers(command, "/nowhere.pdf", AMPLE, lambda: True))
    assert raised.value.code is ErrorCode.DOCUMENT_CANCELLED
    assert not process.is_running


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (Bounds(memory_bytes=2**40, quiet_s=60, total_s=0.5), ErrorCode.DOCUMENT_TIMEOUT),
        (Bounds(memory_bytes=2**20, quiet_s=60, total_s=60), ErrorCode.DOCUMENT_TOO_LARGE),
    ],
)
def test_a_process_that_never_stops_talking_has_its_bounds_too(bounds: Bounds, code: ErrorCode) -> None:
    process = WatchedProcess(ChildProgram("talkative", (sys.executable, "-c", TALKATIVE), answer_decoder))
    command = MeasurePages(source=PdfSource(path="/a.pdf"))
    with pytest.raises(DocumentError) as raised:
        for _ in islice(process.answers(command, "/a.pdf", bounds, lambda: False), 1000):
            pass
    process.end()
    assert raised.value.code is code

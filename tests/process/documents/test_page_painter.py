import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop_llm.documents.page_messages import (
    PageDrawn,
    PagesMeasured,
    PageWish,
    PassageFound,
    PassageOnPages,
    PdfSource,
)
from desktop_llm.documents.page_painter import PageEvent, PageFailed, PagePainter, PagesFailed, painter_command
from desktop_llm.documents.watched_process import Bounds
from desktop_llm.errors import ErrorCode
from tests.fakes.written_pdf import Page, PdfWriter, lines

# A process that does what a test needs in place of drawing page 2.
WORKER = """
import os, sys, threading
from desktop_llm.documents import page_process
from desktop_llm.documents.readers.pdfium import PdfFile

draw = PdfFile.coloured_picture

def picture(pdf, number, width_dots, max_dots):
    if number == 2:
        {work}
    return draw(pdf, number, width_dots, max_dots)

PdfFile.coloured_picture = picture
sys.exit(page_process.run_page_process())
"""
HANG = "threading.Event().wait()"
WAIT_S = 30.0


class Listener:
    """What the painter tells, and of which file."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[tuple[PdfSource, PageEvent]] = queue.SimpleQueue()

    def __call__(self, source: PdfSource, event: PageEvent) -> None:
        self.events.put((source, event))

    def next(self) -> PageEvent:
        return self.events.get(timeout=WAIT_S)[1]


def wait_until(is_true: Callable[[], bool]) -> None:
    done = threading.Event()
    for _ in range(1000):
        if is_true():
            return
        done.wait(WAIT_S / 1000)
    raise AssertionError("it never came true")


@pytest.fixture
def listener() -> Listener:
    return Listener()


StartPainter = Callable[..., PagePainter]


@pytest.fixture
def start_painter(listener: Listener) -> Iterator[StartPainter]:
    painters: list[PagePainter] = []

    def start(work: str = "", **facts: object) -> PagePainter:
        if work:
            facts["command"] = (sys.executable, "-c", WORKER.format(work=work), "--page-painter", str(os.getpid()))
        painters.append(PagePainter(listener, **facts))
        return painters[-1]

    yield start
    for painter in painters:
        painter.close()
    assert psutil.Process().children() == []


@pytest.fixture
def source(tmp_path: Path) -> PdfSource:
    pages = [Page(lines([f"Clause {number} of the lease."])) for number in (1, 2, 3)]
    return PdfSource(path=str(PdfWriter(pages).write(tmp_path / "a.pdf")))


def test_pages_are_measured_drawn_and_marked(
    start_painter: StartPainter, listener: Listener, source: PdfSource
) -> None:
    painter = start_painter()
    painter.open(source)
    measured = listener.next()
    assert isinstance(measured, PagesMeasured)
    assert len(measured.sizes) == 3
    wishes = (PageWish(3, 200), PageWish(1, 300))
    painter.want(wishes)
    drawn = [listener.next(), listener.next()]
    assert [(each.wish, each.picture.width) for each in drawn] == [(wishes[0], 200), (wishes[1], 300)]
    passage = PassageOnPages(page=2, quote="Clause 2")
    painter.find(passage)
    found = listener.next()
    assert isinstance(found, PassageFound)
    assert (found.passage, [mark.page for mark in found.marks]) == (passage, [2])


def test_a_locked_file_is_shown_with_its_password(
    start_painter: StartPainter, listener: Listener, tmp_path: Path
) -> None:
    path = PdfWriter([Page(lines(["The lease ends."]))], password="tenant").write(tmp_path / "a.pdf")
    painter = start_painter()
    codes = []
    for password in ("", "wrong"):
        painter.open(PdfSource(path=str(path), password=password))
        codes.append(listener.next().error.code)
    assert codes == [ErrorCode.DOCUMENT_PASSWORD_NEEDED, ErrorCode.DOCUMENT_PASSWORD_WRONG]
    painter.open(PdfSource(path=str(path), password="tenant"))
    assert isinstance(listener.next(), PagesMeasured)
    painter.want([PageWish(1, 300)])
    assert min(listener.next().picture.dots) < 128
    painter.find(PassageOnPages(page=1, quote="lease ends"))
    assert len(listener.next().marks) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda path: path.write_bytes(b"%PDF-1.4\nnothing"), ErrorCode.DOCUMENT_DAMAGED),
        (lambda path: path.unlink(), ErrorCode.FILE_UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_opened_is_an_error(
    start_painter: StartPainter,
    listener: Listener,
    source: PdfSource,
    change: Callable[[Path], object],
    code: ErrorCode,
) -> None:
    change(Path(source.path))
    start_painter().open(source)
    failed = listener.next()
    assert isinstance(failed, PagesFailed)
    assert failed.error.code is code


def test_another_file_than_was_read_is_not_shown(
    start_painter: StartPainter, listener: Listener, source: PdfSource
) -> None:
    start_painter().open(PdfSource(path=source.path, sha256="0" * 64))
    assert listener.next().error.code is ErrorCode.DOCUMENT_CHANGED


@pytest.mark.parametrize(
    ("work", "code"),
    [
        ("os.abort()", ErrorCode.DOCUMENT_READER_DIED),
        ("bytearray(2**40)", ErrorCode.DOCUMENT_TOO_LARGE),
        ("raise KeyError('x')", ErrorCode.DOCUMENT_DAMAGED),
        (HANG, ErrorCode.DOCUMENT_TIMEOUT),
    ],
)
def test_whatever_a_page_does_costs_that_page(
    start_painter: StartPainter, listener: Listener, source: PdfSource, work: str, code: ErrorCode
) -> None:
    painter = start_painter(work, bounds=Bounds(memory_bytes=2**30, quiet_s=1.0, total_s=1.0))
    painter.open(source)
    listener.next()
    painter.want([PageWish(number, 100) for number in (1, 2, 3)])
    first, second, third = (listener.next() for _ in range(3))
    assert isinstance(second, PageFailed)
    assert (second.wish.number, second.error.code) == (2, code)
    assert [first.wish.number, third.wish.number] == [1, 3]
    assert isinstance(third, PageDrawn)


def test_a_page_that_is_not_wanted_any_more_keeps_nobody_waiting(
    start_painter: StartPainter, listener: Listener, source: PdfSource
) -> None:
    painter = start_painter(HANG)
    painter.open(source)
    listener.next()
    painter.want([PageWish(1, 100), PageWish(2, 100)])
    assert listener.next().wish.number == 1
    painter.want([PageWish(3, 100)])
    assert listener.next().wish.number == 3


def test_a_page_that_is_wanted_again_while_its_process_ends_is_drawn(
    start_painter: StartPainter, listener: Listener, source: PdfSource, tmp_path: Path
) -> None:
    # The first time it hangs, and what it started holds its pipe for a while longer: ending it takes that long.
    begun = tmp_path / "begun"
    other = "__import__('subprocess').Popen([sys.executable, '-c', 'import time; time.sleep(2)'])"
    painter = start_painter(
        f"os.path.exists({str(begun)!r}) or ({other}, open({str(begun)!r}, 'x'), threading.Event().wait())"
    )
    painter.open(source)
    listener.next()
    painter.want([PageWish(2, 100)])
    wait_until(begun.exists)
    (child,) = psutil.Process().children()
    painter.want([])
    child.wait(WAIT_S)
    painter.want([PageWish(2, 100)])
    assert isinstance(listener.next(), PageDrawn)


def test_nothing_more_is_heard_of_a_file_that_is_not_shown_any_more(
    start_painter: StartPainter, listener: Listener, source: PdfSource, tmp_path: Path
) -> None:
    other = PdfSource(path=str(PdfWriter([Page()]).write(tmp_path / "b.pdf")))
    painter = start_painter(HANG)
    painter.open(source)
    listener.next()
    painter.want([PageWish(2, 100), PageWish(1, 100)])
    painter.open(other)
    assert listener.events.get(timeout=WAIT_S)[0] == other
    painter.forget()
    painter.want([PageWish(1, 100)])
    painter.close()
    assert listener.events.empty()


def test_a_process_with_nothing_to_do_goes_and_comes_again(
    start_painter: StartPainter, listener: Listener, source: PdfSource
) -> None:
    painter = start_painter(idle_s=0.2)
    painter.open(source)
    listener.next()
    (child,) = psutil.Process().children()
    child.wait(WAIT_S)
    painter.want([PageWish(1, 100)])
    assert isinstance(listener.next(), PageDrawn)


def test_the_process_is_told_what_it_is() -> None:
    assert painter_command()[-2:] == ("--page-painter", str(os.getpid()))

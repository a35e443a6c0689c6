import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.reading import DocumentReader, reader_command
from desktop_llm.documents.rich_text import RichText, TextRun
from desktop_llm.documents.segments import SegmentTarget
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.engine_requests import CHECKOUT

# A reading process that does what a test needs in place of reading.
WORKER = """
import os, sys, threading
from pathlib import Path
from desktop_llm.documents import reader_process
from desktop_llm.documents.document import Place

def read(source, builder):
    builder.add_paragraph(str(os.getpid()))
    source.progress(1, 2)
    {work}

reader_process.reader_of = lambda kind: read
reader_process.written_translation = lambda command, progress: os._exit(3)
sys.exit(reader_process.run_reader())
"""
HANG = "threading.Event().wait()"

StartReader = Callable[..., DocumentReader]


@pytest.fixture
def start_reader() -> Iterator[StartReader]:
    readers: list[DocumentReader] = []

    def start(work: str | None = None, idle_s: float = 20.0) -> DocumentReader:
        command = None
        if work is not None:
            source = WORKER.format(work=work)
            command = (sys.executable, "-c", source, "--document-reader", str(os.getpid()))
        readers.append(DocumentReader(command=command, idle_s=idle_s))
        return readers[-1]

    yield start
    for reader in readers:
        reader.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lease.txt"
    path.write_text("The lease ends in May, and the tenant may renew it.\n\nTwice.", "utf-8")
    return path


def failure(read: Callable[[], object]) -> ErrorCode:
    with pytest.raises(DocumentError) as raised:
        read()
    return raised.value.code


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_a_file_is_read_in_another_process(start_reader: StartReader, path: Path) -> None:
    document = start_reader().read(path)
    assert [block.text for block in document.blocks] == [
        "The lease ends in May, and the tenant may renew it.",
        "Twice.",
    ]
    assert (document.name, document.path, document.language) == ("lease.txt", str(path), "en")
    assert len(document.sha256) == 64
    assert document.media_type == "text/plain"


def test_one_process_reads_one_file_after_another_and_goes_when_there_is_nothing_to_do(
    start_reader: StartReader, path: Path
) -> None:
    reader = start_reader("pass", idle_s=0.3)
    pids = {reader.read(path).blocks[0].text for _ in range(3)}
    assert len(pids) == 1
    psutil.Process(int(pids.pop())).wait(10)
    assert reader.read(path).blocks


def test_progress_is_told(start_reader: StartReader, path: Path) -> None:
    told: list[tuple[int, int]] = []
    start_reader("pass").read(path, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2)]


@pytest.mark.parametrize(
    ("work", "code"),
    [
        ("os.abort()", ErrorCode.DOCUMENT_READER_DIED),
        ("os._exit(0)", ErrorCode.DOCUMENT_READER_DIED),
        ("raise KeyError('x')", ErrorCode.DOCUMENT_DAMAGED),
        ("bytearray(2**40)", ErrorCode.DOCUMENT_TOO_LARGE),
        ("source.path.write_text('other')", ErrorCode.DOCUMENT_CHANGED),
        ("source.path.unlink()", ErrorCode.DOCUMENT_CHANGED),
    ],
)
def test_whatever_befalls_the_process_is_an_error_and_the_next_file_is_read(
    start_reader: StartReader, path: Path, work: str, code: ErrorCode
) -> None:
    bad = path.with_name("bad.txt")
    bad.write_text("text", "utf-8")
    reader = start_reader(f"if source.path.name == 'bad.txt': {work}")
    assert failure(lambda: reader.read(bad)) is code
    assert reader.read(path).blocks


def test_a_process_that_says_nothing_for_too_long_is_ended(start_reader: StartReader, path: Path) -> None:
    reader = start_reader(HANG)
    assert failure(lambda: reader.read(path, limits=ReadLimits(quiet_s=0.3))) is ErrorCode.DOCUMENT_TIMEOUT
    assert failure(lambda: reader.read(path, limits=ReadLimits(total_s=0.3))) is ErrorCode.DOCUMENT_TIMEOUT
    assert children() == []


def test_a_process_that_takes_too_much_memory_is_ended_where_the_system_does_not_bound_it(
    start_reader: StartReader, path: Path
) -> None:
    unbound = "import resource; resource.setrlimit(resource.RLIMIT_AS, resource.getrlimit(resource.RLIMIT_AS)[1:] * 2)"
    reader = start_reader(f"{unbound}; held = bytearray(b'x') * 2**28; {HANG}")
    limits = ReadLimits(memory_bytes=200 * 2**20)
    assert failure(lambda: reader.read(path, limits=limits)) is ErrorCode.DOCUMENT_TOO_LARGE
    assert children() == []


def test_reading_is_stopped_when_it_is_cancelled(start_reader: StartReader, path: Path) -> None:
    cancelled = threading.Event()
    reader = start_reader(HANG)
    code = failure(lambda: reader.read(path, on_progress=lambda *_: cancelled.set(), cancelled=cancelled))
    assert code is ErrorCode.DOCUMENT_CANCELLED
    assert children() == []


def test_closing_stops_what_is_read_and_what_waits(start_reader: StartReader, path: Path) -> None:
    reader = start_reader(HANG)
    codes: queue.SimpleQueue[ErrorCode] = queue.SimpleQueue()
    is_reading = threading.Event()

    def read() -> None:
        codes.put(failure(lambda: reader.read(path, on_progress=lambda *_: is_reading.set())))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert is_reading.wait(30)
    reader.close()
    for thread in threads:
        thread.join(10)
    assert [codes.get(timeout=1) for _ in threads] == [ErrorCode.DOCUMENT_CANCELLED] * 3
    assert failure(lambda: reader.read(path)) is ErrorCode.DOCUMENT_CANCELLED
    assert children() == []


def test_a_process_that_cannot_be_started_is_an_error(path: Path) -> None:
    reader = DocumentReader(command=("/nonexistent/program",))
    assert failure(lambda: reader.read(path)) is ErrorCode.DOCUMENT_READER_DIED
    reader.close()


PARENT = """
import sys, threading
from pathlib import Path
from desktop_llm.documents.reading import DocumentReader
reader = DocumentReader()
reader.read(Path(sys.argv[1]))
print("read", flush=True)
threading.Event().wait()
"""


def test_the_process_dies_with_a_program_that_is_killed(path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(path)], stdout=subprocess.PIPE, env=CHECKOUT)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"read\n"
    (child,) = psutil.Process(parent.pid).children()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    child.wait(timeout=10)
    assert not child.is_running()


def test_the_process_is_told_what_it_is() -> None:
    assert reader_command()[-2:] == ("--document-reader", str(os.getpid()))


def test_a_file_is_opened_for_translation_and_written_by_the_process(start_reader: StartReader, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One\n\n" * 1200, encoding="utf-8")
    reader = start_reader()
    file = reader.open_for_editing(path)
    assert [segment.id for segment in file.segments] == [f"s{number}" for number in range(1, 1201)]
    targets = [SegmentTarget(id=segment.id, content=("Eins" * 300,)) for segment in file.segments]
    data = reader.written_translation(file, targets, "de")
    assert data == ("Eins" * 300 + "\n\n").encode() * 1200
    path.write_text("Two", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        reader.written_translation(file, targets, "de")
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED


def test_a_file_that_kills_the_process_while_it_is_written_costs_an_error(
    start_reader: StartReader, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One", encoding="utf-8")
    file = start_reader().open_for_editing(path)
    reader = start_reader("pass")
    with pytest.raises(DocumentError) as caught:
        reader.written_translation(file, (), "de")
    assert caught.value.code is ErrorCode.DOCUMENT_READER_DIED


def test_a_file_is_opened_for_the_editor_and_written_by_the_process(start_reader: StartReader, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One\n" * 1200, encoding="utf-8")
    reader = start_reader()
    file = reader.open_rich_text(path)
    origins = [each.origin.partition(".")[2] for each in file.text.paragraphs]
    assert origins == [f"p{number}" for number in range(1, 1201)]
    paragraphs = tuple(
        msgspec.structs.replace(each, runs=(TextRun(text="Eins" * 300),)) for each in file.text.paragraphs
    )
    text = RichText(paragraphs=paragraphs)
    assert reader.written_rich_text(file, text) == ("Eins" * 300 + "\n").encode() * 1200
    copy = tmp_path / "copy"
    path.rename(copy)
    assert reader.written_rich_text(file, text, copy=copy).startswith(b"Eins")
    assert reader.written_new_file(tmp_path / "b.md", RichText(paragraphs=paragraphs[:1])) == b"Eins" * 300 + b"\n"
    copy.write_text("Two", encoding="utf-8")
    assert failure(lambda: reader.written_rich_text(file, text, copy=copy)) is ErrorCode.DOCUMENT_CHANGED

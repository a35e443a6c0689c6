"""A translation of a long file that is stopped and killed goes on where it was: a real file, processes, a memory."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_llm.documents.segments import text_of
from tests.fakes.editing import open_here
from tests.fakes.engine_requests import CHECKOUT
from tests.fakes.written_archive import part_of, write_docx

N_PAGES = 200
PARAGRAPHS_OF_A_PAGE = 3
N_PARAGRAPHS = N_PAGES * PARAGRAPHS_OF_A_PAGE
PROGRAM = """
import sys
from pathlib import Path
from desktop_llm.assist.translation.document_output import write_output
from desktop_llm.assist.translation.document_translation import DocumentTranslationJob
from desktop_llm.assist.translation.document_translation_result import DocumentRequest, SegmentDone
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import open_translation_memory
from tests.fakes.answering_engine import AnsweringEngine

folder, source, output, stop_at = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
words = "Paragraph of the text, number"
engine = AnsweringEngine(lambda asked: asked.rpartition("\\n\\n")[2].replace(words, "Absatz des Textes, Nummer"))
results = {}

def hear(event):
    if isinstance(event, SegmentDone):
        results[event.index] = event.result
        print(event.n_done, flush=True)
        if event.n_done == stop_at:
            job.stop()

reader = DocumentReader()
file = reader.open_for_editing(source)
memory = open_translation_memory(DataFolder(folder))
job = DocumentTranslationJob(engine, DocumentRequest(file=file, target="de", source="en"), hear, memory)
job.run()
if len(results) == len(file.segments):
    targets = [results[index].file_target for index in sorted(results)]
    write_output(output, reader.written_translation(file, targets, "de"))
memory.close()
reader.close()
print(len(results), len(engine.asked), flush=True)
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Each page has its break; in each paragraph the number is bold."""
    page = '<w:r><w:br w:type="page"/></w:r>'
    return write_docx(
        tmp_path / "book.docx",
        "".join(
            f'<w:p>{"" if number % PARAGRAPHS_OF_A_PAGE else page}<w:r><w:t xml:space="preserve">Paragraph of the '
            f"text, number </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{number}</w:t></w:r></w:p>"
            for number in range(N_PARAGRAPHS)
        ),
    )


def command(book: Path, stop_at: int = 0) -> list[str]:
    folder = book.parent
    return [sys.executable, "-c", PROGRAM, str(folder / "data"), str(book), str(folder / "buch.docx"), str(stop_at)]


def run_to_end(book: Path, stop_at: int = 0) -> tuple[int, int]:
    """How many segments were told, and how many were asked for."""
    done = subprocess.run(command(book, stop_at), capture_output=True, text=True, env=CHECKOUT, check=True, timeout=100)
    n_told, n_asked = map(int, done.stdout.split("\n")[-2].split())
    return n_told, n_asked


def killed_at(book: Path, n_told: int) -> None:
    with subprocess.Popen(command(book), stdout=subprocess.PIPE, text=True, env=CHECKOUT) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == n_told:
                process.send_signal(signal.SIGKILL)
                break


def test_a_book_that_was_stopped_and_killed_is_translated_whole_and_nothing_twice(book: Path) -> None:
    n_stopped, n_asked_first = run_to_end(book, stop_at=100)
    assert 100 <= n_stopped < N_PARAGRAPHS
    assert n_asked_first < N_PARAGRAPHS
    killed_at(book, 300)
    assert not (book.parent / "buch.docx").exists()

    n_told, n_asked = run_to_end(book)
    assert n_told == N_PARAGRAPHS
    assert n_asked <= N_PARAGRAPHS - 300
    written = open_here(book.parent / "buch.docx")
    wanted = [f"Absatz des Textes, Nummer {number}" for number in range(N_PARAGRAPHS)]
    assert [text_of(segment.content) for segment in written.segments] == wanted
    body = part_of(book.parent / "buch.docx", "word/document.xml")
    assert (body.count(b"<w:b/>"), body.count(b'w:type="page"')) == (N_PARAGRAPHS, N_PAGES)

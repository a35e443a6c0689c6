"""What a long PDF takes: it is read and summarized, and the memory of all processes but the model's is watched.

The file is made up: 500 pages of different sentences. The model is played by answers of one word, so that every step of
the job runs on all of the document, and the model's own memory stays out of it.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil
from msgspec import Struct

from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryRequest
from desktop_llm.assist.summary.summary_result import Summary, SummaryEvent, SummaryWritten
from desktop_llm.cli.bench_summaries import made_up_document
from desktop_llm.documents.document import Document
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.storage.summary_cache import summary_cache_in_memory

N_PAGES: Final = 500
_WORDS_PER_PAGE: Final = 620  # more than fit, so that the last page is full too
_LINES_PER_PAGE: Final = 48
_LINE_CHARACTERS: Final = 72
_LOOK_EVERY_S: Final = 0.02
_FORMS: Final = (SummaryForm.KEY_POINTS, SummaryForm.OUTLINE, SummaryForm.TIMELINE)
_MEGABYTE: Final = 2**20


class DocumentFigures(Struct, frozen=True, kw_only=True):
    """document_memory_mb: what this program and its children took at the most beyond what they took before."""

    document_memory_mb: float
    document_blocks_read: float
    document_pages: int
    document_blocks: int
    document_read_s: float


def measure_documents(say: Callable[[str], None], n_pages: int = N_PAGES) -> DocumentFigures:
    """Raises DocumentError, OSError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(made_up_pdf(n_pages))
        say(f"a PDF of {n_pages} pages, read and summarized")
        _summarize(_read(path, n_pages=1))  # what is loaded once is not the document's
        with _peak_memory() as peak_mb:
            started_s = time.perf_counter()
            document = _read(path)
            read_s = time.perf_counter() - started_s
            shares = [summary.coverage.share for summary in _summarize(document)]
    return DocumentFigures(
        document_memory_mb=peak_mb(),
        document_blocks_read=min(shares),
        document_pages=document.n_pages,
        document_blocks=len(document.blocks),
        document_read_s=read_s,
    )


def _read(path: Path, n_pages: int = 0) -> Document:
    reader = DocumentReader()
    try:
        if n_pages:
            small = path.with_name("small.pdf")
            small.write_bytes(made_up_pdf(n_pages))
            return reader.read(small)
        return reader.read(path)
    finally:
        reader.close()


def _summarize(document: Document) -> list[Summary]:
    summaries: list[Summary] = []

    def hear(event: SummaryEvent) -> None:
        if isinstance(event, SummaryWritten):
            summaries.append(event.summary)

    cache = summary_cache_in_memory()
    for form in _FORMS:
        SummaryJob(ScriptedEngineClient(), SummaryRequest(documents=(document,), form=form), hear, cache).run()
    return summaries


@contextmanager
def _peak_memory() -> Generator[Callable[[], float]]:
    """The function that the block is given tells, behind it, by how many megabytes memory had grown at the most."""
    own = psutil.Process()
    before = _memory_bytes(own)
    peak = before
    is_over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not is_over.wait(_LOOK_EVERY_S):
            peak = max(peak, _memory_bytes(own))

    watcher = threading.Thread(target=watch, name="memory-watcher", daemon=True)
    watcher.start()
    try:
        yield lambda: (peak - before) / _MEGABYTE
    finally:
        is_over.set()
        watcher.join()


def _memory_bytes(own: psutil.Process) -> int:
    total = own.memory_info().rss
    for child in own.children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.Error:  # it has ended meanwhile
            continue
    return total


def made_up_pdf(n_pages: int) -> bytes:
    """Pages of text in one of the fonts that every reader knows."""
    lines = list(_lines(made_up_document(1, n_pages * _WORDS_PER_PAGE).text))
    pages = [lines[start : start + _LINES_PER_PAGE] for start in range(0, len(lines), _LINES_PER_PAGE)][:n_pages]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, page in enumerate(pages):
        content = f"BT /F 10 Tf 13 TL 72 770 Td {' '.join(f'({line}) Tj T*' for line in page)} ET"
        resources = "/Resources << /Font << /F 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * index} 0 R {resources} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return _pdf_of(objects)


def _lines(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= _LINE_CHARACTERS:
                yield line
                line = ""
            line = f"{line} {word}".strip()
        yield line
        yield ""


def _pdf_of(objects: list[str]) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("ascii")
    return bytes(data)

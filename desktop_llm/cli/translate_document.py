"""`desktop-llm translate` for files whose formats are to be kept: into a new file of the same kind."""

import argparse
import contextlib
import queue
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from desktop_llm.assist.translation.document_output import check_output, usual_output, write_output
from desktop_llm.assist.translation.document_translation import DocumentTranslationJob
from desktop_llm.assist.translation.document_translation_result import (
    DocumentEvent,
    DocumentPlanned,
    DocumentRequest,
    SegmentDone,
    SegmentResult,
)
from desktop_llm.assist.translation.memory_exchange import xliff_of
from desktop_llm.assist.translation.pdf_as_word import pdf_as_word
from desktop_llm.assist.translation.translation_request import Term, Tone
from desktop_llm.cli.document_text import unread_line, warning_line
from desktop_llm.cli.document_translation_text import closing_lines, json_document, plan_lines, segment_lines
from desktop_llm.cli.extract import read_with_progress
from desktop_llm.cli.job_run import run_job, say
from desktop_llm.cli.kept_store import kept_store
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import chosen_engine
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.documents.segments import EditableFile, Layout
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.storage.translation_memory import LanguagePair, TranslationMemory, open_translation_memory

_PDF: Final = ".pdf"
# Other kinds of text are printed where no file is named for them.
_ALWAYS_FILES: Final = frozenset(
    {
        ".docx",
        ".docm",
        ".dotx",
        ".odt",
        ".ott",
        ".pptx",
        ".xlsx",
        ".xlsm",
        ".epub",
        ".po",
        ".pot",
        ".xlf",
        ".xliff",
        ".pdf",
    }
)


def add_document_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", type=Path, default=None, help="the new file; FILE.LANG, if not given")
    parser.add_argument(
        "--bilingual",
        choices=[str(Layout.BELOW), str(Layout.COLUMNS)],
        default=None,
        help="with the original beside it",
    )
    parser.add_argument(
        "--xliff",
        metavar="FILE",
        type=Path,
        default=None,
        help="the segments as XLIFF too, to be looked over elsewhere",
    )
    parser.add_argument(
        "--properties", dest="with_properties", action="store_true", help="the file's own title and keywords too"
    )


def goes_into_a_file(options: argparse.Namespace) -> bool:
    """Whether what is translated is a file with formats, and not a text to be printed."""
    return bool(options.out or options.bilingual or options.xliff) or Path(options.file).suffix.lower() in _ALWAYS_FILES


def translate_document(options: argparse.Namespace, glossary: tuple[Term, ...]) -> int:
    """Raises DesktopLlmError for whatever keeps the translation from coming."""
    path = Path(options.file)
    output = _output(options, path)
    reader = DocumentReader()
    with contextlib.ExitStack() as stack:
        stack.callback(reader.close)
        if path.suffix.lower() == _PDF:
            path = _as_word(reader, path, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        file = reader.open_for_editing(path, with_properties=options.with_properties)
        for warning in file.warnings:
            say(f"{file.name}: {warning_line(warning)}")
        request = DocumentRequest(
            file=file, target=options.to, source=options.source or "", tone=Tone(options.tone), glossary=glossary
        )
        with chosen_engine(options) as engine, kept_store(open_translation_memory) as memory:
            run = _DocumentRun(engine, request, memory)
        if run.is_whole:
            _write(reader, run.results, request, options, output)
        if options.xliff:
            pair = LanguagePair(request.source or file.language, request.target)
            write_output(options.xliff, xliff_of(pair, file.name, run.results))
        if options.is_json:
            print(msgspec.json.encode(json_document(run.results, request, run.planned, str(output))).decode())
        for line in (*run.lines(), *closing_lines(run.results, len(file.segments), output if run.is_whole else None)):
            say(line)
        return run.exit_status


def _as_word(reader: DocumentReader, path: Path, folder: Path) -> Path:
    """Raises DocumentError."""
    document = read_with_progress(reader, path)
    say(f"{path.name}: the layout of a PDF cannot be kept. Its text goes into a Word file.")
    for unread in document.unread:
        say(f"{path.name}: {unread_line(unread)}")
    word = folder / f"{path.stem}.docx"
    word.write_bytes(pdf_as_word(document))
    return word


def _output(options: argparse.Namespace, path: Path) -> Path:
    """Only a file that was named is replaced."""
    output = options.out or usual_output(path, options.to)
    check_output(output, path)
    if options.out is None and output.exists():
        reason = "it is there already; --out replaces it"
        raise DocumentError(ErrorCode.FILE_NOT_WRITTEN, path=str(output), reason=reason)
    return output


def _write(
    reader: DocumentReader,
    results: list[SegmentResult],
    request: DocumentRequest,
    options: argparse.Namespace,
    output: Path,
) -> None:
    data = reader.written_translation(
        request.file,
        [result.file_target for result in results],
        request.target,
        layout=Layout(options.bilingual or Layout.REPLACED),
        with_properties=options.with_properties,
    )
    write_output(output, data)


class _DocumentRun:
    """The job, run to its end; an interrupt stops it."""

    def __init__(self, engine: EngineClient, request: DocumentRequest, memory: TranslationMemory | None) -> None:
        """Raises RequestFailedError."""
        self.planned: DocumentPlanned | None = None
        self._file: EditableFile = request.file
        self._results: dict[int, SegmentResult] = {}
        events: queue.SimpleQueue[DocumentEvent] = queue.SimpleQueue()
        job = DocumentTranslationJob(engine, request, events.put, memory)
        with ProgressLine() as line:
            self.exit_status = run_job(job, events, partial(self._take, line))

    @property
    def results(self) -> list[SegmentResult]:
        """In the order of the file."""
        return [self._results[index] for index in sorted(self._results)]

    @property
    def is_whole(self) -> bool:
        return len(self._results) == len(self._file.segments)

    def lines(self) -> list[str]:
        """What is doubtful, segment by segment."""
        return [line for index in sorted(self._results) for line in segment_lines(index + 1, self._results[index])]

    def _take(self, line: ProgressLine, event: DocumentEvent) -> None:
        match event:
            case DocumentPlanned():
                self.planned = event
                line.show("")
                for text in plan_lines(event):
                    say(text)
            case SegmentDone():
                self._results[event.index] = event.result
                line.show(f"translated {event.n_done} of {len(self._file.segments)}")
            case _:
                pass

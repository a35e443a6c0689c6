"""Entry point of the process that draws pages of PDFs and finds passages on them, until the program closes the pipe.

It keeps the last file open. What a file can do to a program, it does to this process.
"""

import logging
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO, assert_never

from desktop_llm.documents.document import Box
from desktop_llm.documents.page_messages import (
    PAGE_MEMORY_BYTES,
    DrawPage,
    FindPassage,
    MeasurePages,
    PageAnswer,
    PageCommand,
    PageCommandFailed,
    PageDrawn,
    PageMark,
    PagesMeasured,
    PassageFound,
    PassageOnPages,
    PdfSource,
    command_decoder,
)
from desktop_llm.documents.readers.pdf_passages import PageLetters, PageSpan, passage_candidates
from desktop_llm.documents.readers.pdfium import PageText, PdfFile
from desktop_llm.documents.source_file import FileState
from desktop_llm.errors import DesktopLlmError, DocumentError, ErrorCode, Fact
from desktop_llm.processes.message_pipe import commands_of, write_message
from desktop_llm.processes.own_limits import forbid_network, limit_own_memory
from desktop_llm.processes.worker_process import begin_worker

_log = logging.getLogger(__name__)


def run_page_process() -> int:
    """Run the process; returns its exit status when the program closes the pipe."""
    commands, answers = begin_worker()
    forbid_network()
    limit_own_memory(PAGE_MEMORY_BYTES)
    desk = _Desk()
    for command in commands_of(commands, command_decoder):
        _answer(desk, command, answers)
    return 0


def _answer(desk: "_Desk", command: PageCommand, answers: BinaryIO) -> None:
    path = command.source.path
    try:
        answer = desk.answer(command)
    except DesktopLlmError as error:
        answer = PageCommandFailed(code=error.code, facts=dict(error.facts))
    except MemoryError:
        answer = PageCommandFailed(
            code=ErrorCode.DOCUMENT_TOO_LARGE, facts={"path": path, "limit_bytes": PAGE_MEMORY_BYTES}
        )
    except Exception as error:  # noqa: BLE001 # the outermost edge of one command: the library raises what it likes
        _log.info("a page command failed: %s", type(error).__name__)
        facts: dict[str, Fact] = {"path": path, "reason": type(error).__name__}
        answer = PageCommandFailed(code=ErrorCode.DOCUMENT_DAMAGED, facts=facts)
    write_message(answers, answer)


class _Desk:
    """The file that is open."""

    def __init__(self) -> None:
        self._source: PdfSource | None = None
        self._state: FileState | None = None
        self._pdf: PdfFile | None = None

    def answer(self, command: PageCommand) -> PageAnswer:
        pdf = self._opened(command.source)
        match command:
            case MeasurePages():
                return PagesMeasured(sizes=pdf.page_sizes())
            case DrawPage():
                wish = command.wish
                return PageDrawn(
                    wish=wish, picture=pdf.coloured_picture(wish.number, wish.width_dots, command.max_dots)
                )
            case FindPassage():
                return PassageFound(passage=command.passage, marks=tuple(_marks(pdf, command.passage)))
            case _:
                assert_never(command)

    def _opened(self, source: PdfSource) -> PdfFile:
        """Raises DocumentError, also when the file is no longer the one that was read."""
        if self._pdf is not None and self._state is not None and self._source == source:
            self._state.check_unchanged()
            return self._pdf
        self._close()
        path = Path(source.path)
        self._state = FileState(path)
        if source.sha256 and self._state.sha256 != source.sha256:
            raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=source.path)
        self._pdf = PdfFile(path, source.password)
        self._pdf.fill_in_forms()
        self._source = source
        return self._pdf

    def _close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = self._source = None


def _marks(pdf: PdfFile, passage: PassageOnPages) -> list[PageMark]:
    """Of the quote, on its page or the next one; where it is not found, of the whole block."""
    with ExitStack() as stack:
        texts = [stack.enter_context(pdf.page_text(passage.page))]
        if passage.page < pdf.n_pages:
            with suppress(DocumentError):  # the passage may well end before a page that is damaged
                texts.append(stack.enter_context(pdf.page_text(passage.page + 1)))
        boxes = [texts[0].mark_of_box(box) for box in passage.boxes if _has_room(box)]
        candidates = passage_candidates(passage.quote, [PageLetters(text.text) for text in texts])
        found = [_marks_of_spans(texts, spans) for spans in candidates]
        return max(found, key=lambda marks: _overlap(marks, boxes), default=boxes) or boxes


def _marks_of_spans(texts: Sequence[PageText], spans: Sequence[PageSpan]) -> list[PageMark]:
    return [mark for span in spans for mark in texts[span.page].marks(span.start, span.end)]


def _has_room(box: Box) -> bool:
    return box.left < box.right and box.bottom < box.top


def _overlap(marks: Sequence[PageMark], boxes: Sequence[PageMark]) -> float:
    """The area that both have in common."""
    return sum(
        max(min(mark.right, box.right) - max(mark.left, box.left), 0)
        * max(min(mark.bottom, box.bottom) - max(mark.top, box.top), 0)
        for mark in marks
        for box in boxes
        if mark.page == box.page
    )


if __name__ == "__main__":
    sys.exit(run_page_process())

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_llm.documents.document import Block
from desktop_llm.documents.page_messages import (
    FindPassage,
    MeasurePages,
    PageCommandFailed,
    PageMark,
    PagesMeasured,
    PassageFound,
    PassageOnPages,
    PdfSource,
    answer_decoder,
    passage_of_block,
)
from desktop_llm.documents.page_painter import painter_command
from desktop_llm.errors import ErrorCode
from desktop_llm.processes.message_pipe import read_message, write_message
from tests.fakes.engine_requests import CHECKOUT
from tests.fakes.reading import read_here
from tests.fakes.written_pdf import Page, PdfWriter, lines

Ask = Callable[[object], object]


@pytest.fixture(scope="module")
def process() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(painter_command(), env=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


@pytest.fixture
def ask(process: "subprocess.Popen[bytes]") -> Ask:
    def ask(command: object) -> object:
        write_message(process.stdin, command)
        return read_message(process.stdout, answer_decoder)

    return ask


def marks_of(ask: Ask, path: Path, passage: PassageOnPages) -> list[PageMark]:
    found = ask(FindPassage(source=PdfSource(path=str(path)), passage=passage))
    assert isinstance(found, PassageFound)
    return list(found.marks)


def passage_in(block: Block, quote: str) -> PassageOnPages:
    start = block.text.index(quote)
    return passage_of_block(block, start, start + len(quote))


def test_garbage_is_skipped_and_a_file_that_changes_is_refused(
    process: "subprocess.Popen[bytes]", ask: Ask, tmp_path: Path
) -> None:
    path = PdfWriter([Page()]).write(tmp_path / "a.pdf")
    process.stdin.write(b"\x07\x00\x00\x00garbage")
    command = MeasurePages(source=PdfSource(path=str(path)))
    assert isinstance(ask(command), PagesMeasured)
    PdfWriter([Page(), Page()]).write(path)
    failed = ask(command)
    assert isinstance(failed, PageCommandFailed)
    assert failed.code is ErrorCode.DOCUMENT_CHANGED


def test_a_sentence_over_two_lines_is_marked_on_both_of_its_block(ask: Ask, tmp_path: Path) -> None:
    """The same sentence stands above it too: the block's boxes tell which one is meant."""
    sentence = ["is this. The tenant may renew the", "lease in May."]
    texts = [
        *lines(["What was agreed in short", *sentence], y=760),
        *lines(["Terms in all their length", *sentence], y=400),
    ]
    path = PdfWriter([Page(texts)]).write(tmp_path / "a.pdf")
    block = next(block for block in read_here(path).blocks if block.text.startswith("Terms"))
    marks = marks_of(ask, path, passage_in(block, "The tenant may renew the lease in May."))
    assert [round((1 - mark.bottom) * 800) for mark in marks] == pytest.approx([388, 376], abs=4)


def test_a_sentence_over_two_columns_is_marked_in_both(ask: Ask, tmp_path: Path) -> None:
    left = [f"The {word} clause is about the rent of it." for word in ("first", "second", "third", "fourth")]
    right = ["the northern site, which is new.", *left[:3]]
    texts = [*lines([*left, "The saving comes from"], x=60), *lines(right, x=330)]
    path = PdfWriter([Page(texts)]).write(tmp_path / "a.pdf")
    block = next(block for block in read_here(path).blocks if "northern site" in block.text)
    first, second = marks_of(ask, path, passage_in(block, "The saving comes from the northern site, which is new."))
    assert first.right < 0.5 < second.left
    assert first.top > second.top


def test_a_sentence_that_goes_on_over_the_page_is_marked_on_both(ask: Ask, tmp_path: Path) -> None:
    pages = [
        Page([*lines(["Energy is this.", "The saving comes from the new cooling"]), *lines(["Page 1"], y=40)]),
        Page([*lines(["Report"], y=780), *lines(["plant at the northern site. Gas stayed level."])]),
    ]
    path = PdfWriter(pages).write(tmp_path / "a.pdf")
    passage = PassageOnPages(page=1, quote="The saving comes from the new cooling plant at the northern site.")
    first, second = marks_of(ask, path, passage)
    assert (first.page, second.page) == (1, 2)
    assert second.right < 0.5


def test_where_the_words_are_not_found_the_whole_block_is_marked(ask: Ask, tmp_path: Path) -> None:
    path = PdfWriter([Page(lines(["The lease ends", "in May."])), Page()]).write(tmp_path / "a.pdf")
    (block,) = read_here(path).blocks
    passage = PassageOnPages(page=1, quote="Quite another text.", boxes=block.place.boxes)
    assert len(marks_of(ask, path, passage)) == 2
    assert marks_of(ask, path, PassageOnPages(page=2, quote="Quite another text.")) == []

from pathlib import Path

import pytest

from desktop_llm.documents.rich_text import ParagraphKind, TableCell
from tests.fakes.rich_files import changed, edited, item, new, paragraphs, saying, texts, with_new, without

WRAPPED = (
    "The first paragraph was broken by hand into lines\nthat are about as long as one another, as letters\nonce were.\n"
)
POEM = "Roses are red,\nviolets are blue\n\n  indented\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n", "a\r\n\r\nb", POEM, WRAPPED, "  - x\n\tb\n", "שלום\n"])
def test_what_is_not_edited_keeps_every_byte(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert edited(path, lambda before: before).read_bytes() == text.encode()


def test_a_line_is_a_paragraph_and_a_broken_one_is_whole(tmp_path: Path) -> None:
    assert texts(written(tmp_path, POEM)) == ["Roses are red,", "violets are blue", "", "  indented"]
    whole = (
        "The first paragraph was broken by hand into lines that are about as long as one another, as letters once were."
    )
    assert texts(written(tmp_path, f"{WRAPPED}\nNext.")) == [whole, "", "Next."]
    assert texts(written(tmp_path, "")) == [""]


def test_verses_and_paragraphs_of_one_line_each_are_not_joined(tmp_path: Path) -> None:
    verses = ["Shall I compare thee to a summer's day?", "Thou art more lovely and more temperate:"]
    assert texts(written(tmp_path, "\n".join(verses))) == verses
    long = ["this line is a paragraph of its own, " * 5, "and this is the next one, just as long, " * 5]
    assert texts(written(tmp_path, "\n".join(long))) == long


def test_a_paragraph_changes_and_all_others_stay(tmp_path: Path) -> None:
    path = written(tmp_path, "one\r\n\r\n  two\r\nthree")
    assert edited(path, changed(2, "two", "2")).read_bytes() == b"one\r\n\r\n  2\r\nthree"
    assert edited(path, without(0)).read_bytes() == b"\r\n  two\r\nthree"
    assert edited(path, with_new(4, new("four"))).read_bytes() == b"one\r\n\r\n  two\r\nthree\r\nfour"
    assert edited(path, with_new(0, new("zero"))).read_bytes() == b"zero\r\none\r\n\r\n  two\r\nthree"


def test_a_changed_paragraph_is_broken_into_lines_again(tmp_path: Path) -> None:
    path = written(tmp_path, f"{WRAPPED}\nNext.\n")
    lines = edited(path, changed(0, "first", "very first")).read_text().split("\n")
    assert lines[0].startswith("The very first paragraph")
    assert all(len(line) <= 50 for line in lines)
    assert lines[-3:] == ["", "Next.", ""]


def test_lists_quotations_and_tables_from_elsewhere_are_written_in_letters(tmp_path: Path) -> None:
    quote = new("q", kind=ParagraphKind.QUOTE, level=1)
    cells = [new(text, cell=TableCell(table=0, row=n // 2, column=n % 2)) for n, text in enumerate("abcd")]
    added = [item("x"), item("y", 2, is_numbered=True), item("z", 2, is_numbered=True), quote, *cells]
    output = edited(written(tmp_path, ""), lambda _before: added)
    assert output.read_text() == "- x\n  1. y\n  2. z\n> q\na\tb\nc\td\n"


def test_a_letter_that_the_encoding_lacks_makes_the_file_unicode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Schöne Grüße aus Köln\nund bis nächste Woche".encode("latin-1"))
    output = edited(path, lambda before: [before[0], saying(before[1], "für 5 Ω")])
    assert output.read_text("utf-8") == "Schöne Grüße aus Köln\nfür 5 Ω"


def test_paragraphs_have_origins_of_their_own(tmp_path: Path) -> None:
    assert [each.origin for each in paragraphs(written(tmp_path, POEM))] == ["p1", "p2", "p3", "p4"]

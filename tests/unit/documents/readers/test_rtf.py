from pathlib import Path

import pytest

from desktop_llm.documents.document import Document
from tests.fakes.reading import read_here, shape


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.rtf"


def read(path: Path, body: str) -> Document:
    path.write_text(
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}"
        rf"{{\info{{\title A lease}}{{\author Me}}}}{body}}}",
        "latin-1",
    )
    return read_here(path)


def test_paragraphs_headings_and_letters_of_every_kind(path: Path) -> None:
    document = read(
        path,
        r"\pard\s1\outlinelevel0 Lease\par\pard\outlinelevel2\b Costs\b0\par\pard It ends in {\i May}\'e4, "
        r"\u20320?\u22909?\u-10179?\u-8704?.\par{\pict\pngblip 00ff}\par Last",
    )
    assert shape(document) == [
        ("heading", "Lease"),
        ("heading", "Costs"),
        ("paragraph", "It ends in Mayä, 你好😀."),
        ("paragraph", "Last"),
    ]
    assert [block.level for block in document.blocks[:2]] == [1, 3]
    assert document.title == "A lease"


def test_tables_are_told_from_the_text_around_them(path: Path) -> None:
    def row(*cells: str) -> str:
        return r"\trowd\cellx1000\cellx2000 " + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"

    rows = [row("Item", "Price"), row("Rent", r"900\par cold"), row("a", "b")]
    document = read(path, rf"Before | it\par{rows[0]}{rows[1]}\pard Between\par{rows[2]} After")
    assert shape(document) == [
        ("paragraph", "Before | it"),
        ("table", "Item | Price\nRent | 900 cold"),
        ("paragraph", "Between"),
        ("paragraph", "a | b"),
        ("paragraph", "After"),
    ]


def test_notes_follow_their_paragraph(path: Path) -> None:
    document = read(path, r"Rent{\super\chftn{\footnote \pard{\super\chftn} Cold {\b rent}.}} is due.\par Next")
    assert shape(document) == [("paragraph", "Rent is due."), ("note", "Cold rent."), ("paragraph", "Next")]


@pytest.mark.parametrize("body", ["", r"{\footnote never closed", "}}}}", r"\row\cell\row", "{" * 3000])
def test_a_broken_file_is_read_as_far_as_it_goes(path: Path, body: str) -> None:
    read(path, body)

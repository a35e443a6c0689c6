import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here
from tests.fakes.written_archive import write_archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


def test_each_sheet_is_read_table_by_table(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Costs"
    for row in [["Item", "Price", "From"], ["Rent", 900.0, dt.date(2024, 5, 1)], [], ["Paid", True, 0.1 + 0.2]]:
        sheet.append(row)
    sheet["B2"].comment = Comment("Cold rent.", "me")
    other = book.create_sheet("Notes")
    other["B3"] = "Alone"
    book.create_sheet("Secret").sheet_state = "hidden"
    book.save(path)
    document = read_here(path)
    assert [(str(block.kind), block.text, block.place.label) for block in document.blocks] == [
        ("heading", "Costs", "Costs"),
        ("table", "Item | Price | From\nRent | 900 | 2024-05-01", "Costs!A1:C2"),
        ("paragraph", "Paid | TRUE | 0.3", "Costs!A4:C4"),
        ("note", "Cold rent.", "Costs!B2"),
        ("heading", "Notes", "Notes"),
        ("list_item", "Alone", "Notes!A3:B3"),
    ]
    assert [warning.kind for warning in document.warnings] == [WarningKind.HIDDEN_LEFT_OUT]


def test_formulas_that_were_never_computed_are_shown_themselves(path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Sum", "=SUM(1,2)"])
    book.save(path)
    assert read_here(path).blocks[-1].text == "Sum | =SUM(1,2)"


def test_spaces_without_end_behind_a_formula_keep_nobody_waiting(path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Sum", "=SUM(1,2)"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</f>", b"</f>" + b" " * 1_000_000 + b"<is/>")
    write_archive(path, parts)
    assert [block.text for block in read_here(path).blocks] == ["Sheet", "Sum"]


def test_a_large_sheet_is_described(path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 501):
        book.worksheets[0].append([number, "x"])
    book.save(path)
    document = read_here(path)
    assert document.blocks[2].text == "Column A: 500 numbers from 1 to 500, sum 125250, mean 250.5"
    assert document.warnings[0].facts == {"label": "Sheet!A1:B500", "n_rows": 500}


def test_a_sheet_that_unpacks_to_too_much_is_not_unpacked(path: Path) -> None:
    write_archive(path, {"[Content_Types].xml": "", "xl/workbook.xml": "<workbook/>", "xl/bomb.xml": b" " * 9_000_000})
    with pytest.raises(DocumentError) as raised:
        read_here(path, limits=ReadLimits(unpacked_bytes=1_000_000))
    assert raised.value.code is ErrorCode.DOCUMENT_TOO_LARGE

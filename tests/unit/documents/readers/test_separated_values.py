from pathlib import Path

import pytest

from desktop_llm.documents.readers.separated_values import separator_of
from tests.fakes.reading import read_here, shape


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_values_are_parted_whatever_parts_them(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    rows = [["Item", "Note"], ["Rent", '"of 900, 50;\n""cold"""'], ["Heat", ""]]
    path.write_text("\n".join(separator.join(row) for row in rows), "utf-8")
    document = read_here(path)
    assert document.blocks[0].rows == (("Item", "Note"), ("Rent", 'of 900, 50; "cold"'), ("Heat", ""))
    assert document.blocks[0].place.label == "rows 1-3"


def test_a_decimal_comma_is_no_separator() -> None:
    assert separator_of("Item;Price;Tax\nRent;9,50;1,0\nHeat;8,25;2,0\n") == ";"


def test_one_column_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Rent\nHeat\n", "utf-8")
    assert shape(read_here(path)) == [("list_item", "Rent"), ("list_item", "Heat")]


def test_one_endless_value_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1," + "word " * 40_000, "utf-8")
    assert read_here(path).text.count("word") > 1000


def test_an_empty_file_has_no_blocks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert read_here(path).blocks == ()

from pathlib import Path

from desktop_llm.documents.editing.odt_names import TABLE
from desktop_llm.documents.editing.odt_tables import covered_cell, grid_of, new_cell, new_row, new_table
from desktop_llm.documents.editing.xml_part import Node, XmlPart, local_name, value_of
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import TableCell
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.written_archive import part_of, write_odt

XML = (
    '<table:table><table:table-column/><table:table-column table:style-name="B"/>'
    '<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"/>'
    "<table:covered-table-cell/></table:table-row></table:table-header-rows>"
    '<table:table-row table:style-name="R"><table:table-cell table:number-columns-repeated="2"/>'
    '<table:table-cell table:style-name="C" table:number-rows-spanned="2"/></table:table-row></table:table>'
)


def table(tmp_path: Path) -> Node:
    path = write_odt(tmp_path / "a.odt", XML)
    root = XmlPart(part_of(path, "content.xml"), SourceFile(path, ReadLimits(), lambda _done, _total: None)).root
    return next(node for node in root.iter() if local_name(node) == "table")


def test_cells_have_places_and_covered_ones_are_none(tmp_path: Path) -> None:
    grid = grid_of(table(tmp_path))
    assert list(grid.cells) == [(0, 0), (1, 0), (1, 2)]
    assert (len(grid.rows), grid.n_columns) == (2, 3)


def test_new_rows_and_cells_look_like_others_and_are_merged_with_none(tmp_path: Path) -> None:
    element = table(tmp_path)
    grid = grid_of(element)
    row = new_row(element, grid.rows[1])
    assert value_of(row, "style-name") == "R"
    cell = new_cell(row, grid.cells[1, 2])
    assert dict(cell.attrib) == {f"{TABLE}style-name": "C"}


def test_a_column_more_is_told(tmp_path: Path) -> None:
    element = table(tmp_path)
    row = grid_of(element).rows[0]
    row.append(new_cell(row, None))
    columns = [value_of(node, "style-name") for node in element.iter() if local_name(node) == "table-column"]
    assert columns == ["", "B", "B"]


def test_a_new_table_has_a_name_and_columns(tmp_path: Path) -> None:
    made = new_table(table(tmp_path), 3, 4)
    assert value_of(made, "name") == "Written4"
    assert [value_of(node, "number-columns-repeated") for node in made] == ["3"]


def test_cells_go_as_far_as_they_say_and_not_over_the_edge(tmp_path: Path) -> None:
    grid = grid_of(table(tmp_path))
    assert grid.table_cell(1, 0, 0) == TableCell(table=1, row=0, column=0, n_columns=2)
    assert grid.table_cell(0, 1, 2) == TableCell(table=0, row=1, column=2)  # said to go over two rows; it is the last


def test_a_new_cell_says_how_far_it_goes(tmp_path: Path) -> None:
    row = grid_of(table(tmp_path)).rows[0]
    cell = new_cell(row, None, TableCell(table=0, row=0, column=0, n_rows=2, n_columns=3))
    assert (value_of(cell, "number-rows-spanned"), value_of(cell, "number-columns-spanned")) == ("2", "3")
    assert local_name(covered_cell(row)) == "covered-table-cell"

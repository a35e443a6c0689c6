from desktop_llm.documents.editing.docx_tables import covered_cell, grid_of, new_cell, new_row, new_table
from desktop_llm.documents.rich_text import TableCell
from tests.fakes.word_nodes import node, xml_of

_MERGES = (' w:val="restart"', "")


def test_a_cell_is_known_by_its_row_and_the_column_in_which_it_begins() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tc>'
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:sdt><w:sdtContent><w:tc/></w:sdtContent></w:sdt></w:tr>'
    grid = grid_of(node(f"<w:tbl><w:tr>{wide}<w:tc/></w:tr>{late}</w:tbl>"))
    assert list(grid.cells) == [(0, 0), (0, 2), (1, 1)]
    assert (len(grid.rows), grid.n_columns) == (2, 3)


def test_new_rows_and_cells_look_like_others_and_are_merged_with_none() -> None:
    like = node('<w:tr><w:trPr><w:cantSplit/><w:ins w:id="1"/></w:trPr></w:tr>')
    assert xml_of(new_row(like, like)) == "<w:tr><w:trPr><w:cantSplit/></w:trPr></w:tr>"
    cell = node('<w:tc><w:tcPr><w:tcW w:w="9"/><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr></w:tc>')
    assert xml_of(new_cell(cell, cell)) == '<w:tc><w:tcPr><w:tcW w:w="9"/></w:tcPr></w:tc>'


def test_a_new_table_has_lines_and_columns() -> None:
    told = xml_of(new_table(node("<w:p/>"), 3))
    assert told.count("<w:gridCol ") == 3
    assert "<w:insideV " in told


def test_a_cell_goes_on_as_far_as_those_below_say() -> None:
    begun, on = (f'<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge{each}/></w:tcPr></w:tc>' for each in _MERGES)
    other = "<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>"
    rows = (f"{begun}<w:tc/>", f"{on}{other}", f"{on}<w:tc/>", f"<w:tc/>{other}<w:tc/>")
    grid = grid_of(node(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"))
    assert list(grid.cells) == [(0, 0), (0, 2), (1, 2), (2, 2), (3, 0), (3, 1), (3, 2)]
    cell = grid.table_cell(4, 0, 0)
    assert (cell.table, cell.n_rows, cell.n_columns) == (4, 3, 2)
    assert grid.table_cell(0, 1, 2) == TableCell(table=0, row=1, column=2)


def test_a_new_cell_says_how_far_it_goes_and_what_it_goes_over() -> None:
    row = node("<w:tr/>")
    big = TableCell(table=0, row=0, column=0, n_rows=2, n_columns=3)
    size = '<w:gridSpan w:val="3"/><w:vMerge w:val="{}"/>'
    assert xml_of(new_cell(row, None, big)) == f"<w:tc><w:tcPr>{size.format('restart')}</w:tcPr></w:tc>"
    assert xml_of(covered_cell(row, big)) == f"<w:tc><w:tcPr>{size.format('continue')}</w:tcPr><w:p/></w:tc>"
    assert xml_of(new_cell(row, None, TableCell(table=0, row=0, column=0))) == "<w:tc/>"

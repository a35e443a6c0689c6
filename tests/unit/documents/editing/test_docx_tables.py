from desktop_llm.documents.editing.docx_tables import grid_of, new_cell, new_row, new_table
from tests.fakes.word_nodes import node, xml_of


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

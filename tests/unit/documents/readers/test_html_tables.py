from pathlib import Path

import pytest

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.html_blocks import is_hidden
from desktop_llm.documents.readers.html_tables import is_of_data, rows_of
from desktop_llm.documents.readers.xml_tree import Element, descendants, parse_html
from desktop_llm.documents.source_file import SourceFile


def table_of(html: str) -> Element:
    root = parse_html(f"<table>{html}</table>", SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None))
    assert root is not None
    return next(descendants(root, "table"))


ROWS = "<tr><td>a<td>b<tr><td>c<td>d"


@pytest.mark.parametrize(
    ("html", "is_data"),
    [
        (ROWS, True),
        ("<tr><td>a<td>b", False),
        ("<tr><td>a<tr><td>b", False),
        (f"<tr><td>a<td><table>{ROWS}</table><tr><td>c<td>d", False),
        (f"{ROWS}<tr><td><h2>Title</h2>", False),
        (f"{ROWS}<tr><td>{'long text ' * 500}", False),
    ],
)
def test_a_table_of_data_has_rows_and_columns_and_little_in_each_cell(html: str, is_data: bool) -> None:
    assert is_of_data(table_of(html)) is is_data


def test_cells_keep_their_columns_and_lose_what_is_hidden() -> None:
    table = table_of(
        "<caption>Costs <b>now</b></caption><thead><tr><th colspan=2>Item<th>Price</thead>"
        "<tr><td>Rent<br>cold<td><p>per</p><p>month</p><td>900<span hidden>1</span> euros"
    )
    caption, rows = rows_of(table, is_hidden)
    assert caption == "Costs now"
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == [
        ["Item", "", "Price"],
        ["Rent cold", "per month", "900 euros"],
    ]

import json
from pathlib import Path

from tests.fakes.reading import read_here, shape


def test_blocks_end_where_definitions_end(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    function = "def f():\n" + "    x  =  1\n" * 50 + "\n    return x\n"
    path.write_text(f"import os\n\n\n{function}\n\n{function}", "utf-8")
    blocks = read_here(path).blocks
    assert [(block.kind, block.place.label, block.text[:9]) for block in blocks] == [
        ("code", "line 1", "import os"),
        ("code", "line 59", "def f():\n"),
    ]
    assert blocks[0].text.endswith("    return x")


def test_one_endless_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" + "1, " * 20_000 + "1]", "utf-8")
    assert "".join(block.text for block in read_here(path).blocks).count("1") == 20_001


def test_a_notebook_is_read_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    cells = [
        {"cell_type": "markdown", "source": ["# Rents\n", "Over *years*."]},
        {"cell_type": "code", "source": "x = 1\n\ny = 2", "outputs": []},
    ]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}), "utf-8")
    document = read_here(path)
    assert shape(document) == [("heading", "Rents"), ("paragraph", "Over years."), ("code", "x = 1\n\ny = 2")]
    assert document.blocks[2].place.label == "cell 2"


def test_a_notebook_that_is_none_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("[" * 100_000, "utf-8")
    assert read_here(path).blocks

from pathlib import Path

import pytest

from tests.fakes.reading import read_here, shape

TEXT = """---
title: not shown
---
# Lease *agreement*

It **ends** in [May](https://example.org), see `term`.
Second line.

- one
  - nested
- two

  goes on

1. first

> quoted

```python
x  =  1

y = 2
```

| Item | Price |
|------|------:|
| Rent | **900** |

![a floor plan](plan.png)

## Costs
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.md"


def test_blocks_lose_their_marks_and_keep_their_kind(path: Path) -> None:
    path.write_text(TEXT, "utf-8")
    document = read_here(path)
    assert shape(document) == [
        ("heading", "Lease agreement"),
        ("paragraph", "It ends in May, see term.\nSecond line."),
        ("list_item", "one"),
        ("list_item", "nested"),
        ("list_item", "two"),
        ("paragraph", "goes on"),
        ("list_item", "first"),
        ("paragraph", "quoted"),
        ("code", "x  =  1\n\ny = 2"),
        ("table", "Item | Price\nRent | 900"),
        ("paragraph", "a floor plan"),
        ("heading", "Costs"),
    ]
    levels = {block.text: block.level for block in document.blocks}
    assert (levels["one"], levels["nested"], levels["Costs"]) == (1, 2, 2)
    assert document.blocks[0].place.label == "line 4"
    assert document.blocks[1].heading_path == ("Lease agreement",)


def test_deeply_nested_markdown_is_read_as_far_as_it_goes(path: Path) -> None:
    path.write_text(">" * 5000 + " deep\n\n" + "*" * 5000 + "[" * 5000, "utf-8")
    assert read_here(path).blocks


def test_a_very_long_text_is_read_without_its_marks_being_looked_for(path: Path) -> None:
    path.write_text("**word** and more\n\n" * 200_000, "utf-8")
    assert read_here(path).blocks[0].text == "**word** and more"


def test_dashes_that_are_never_closed_are_no_data_about_the_text(path: Path) -> None:
    path.write_text("---\nIt ends in May.\n", "utf-8")
    assert read_here(path).text == "It ends in May."

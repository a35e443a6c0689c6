from pathlib import Path

import pytest
from msgspec import structs

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TableCell, TextFormat
from tests.fakes.rich_files import (
    BOLD,
    Edit,
    changed,
    edited,
    heading,
    item,
    new,
    outline,
    paragraphs,
    rich_file,
    run,
    saying,
    texts,
    with_new,
    without,
)

NOTES = """---
title: x
---
# Notes

A line with **bold** words and a [link][ref]
that goes on.

- one
- two
  - three

1. first
2. second

> said
> by her

```py
x = 1
```

| a | b |
|---|:-:|
| 1 | **2** |

---

[ref]: https://example.org
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, "utf-8")
    return path


def number_of(path: Path, text: str) -> int:
    return texts(path).index(text)


def lines_of(path: Path, edit: Edit) -> tuple[list[str], list[str]]:
    """Which lines came, and which went."""
    before, after = NOTES.splitlines(), edited(path, edit).read_text("utf-8").splitlines()
    return [line for line in after if line not in before], [line for line in before if line not in after]


def test_headings_lists_quotations_code_and_tables_are_read(path: Path) -> None:
    kinds = ParagraphKind
    assert outline(path) == [
        (kinds.HEADING, 1, "Notes"),
        (kinds.TEXT, 0, "A line with bold words and a link that goes on."),
        (kinds.LIST_ITEM, 1, "one"),
        (kinds.LIST_ITEM, 1, "two"),
        (kinds.LIST_ITEM, 2, "three"),
        (kinds.LIST_ITEM, 1, "first"),
        (kinds.LIST_ITEM, 1, "second"),
        (kinds.QUOTE, 1, "said by her"),
        (kinds.CODE, 0, "x = 1"),
        *((kinds.TEXT, 0, text) for text in ("a", "b", "1", "2")),
        (kinds.KEPT, 0, "———"),
    ]
    found = paragraphs(path)
    assert [each.is_numbered for each in found[2:7]] == [False, False, False, True, True]
    assert found[12].cell == TableCell(table=0, row=1, column=1)
    assert [each.format for each in found[1].runs] == [
        TextFormat(),
        BOLD,
        TextFormat(),
        TextFormat(link="https://example.org"),
        TextFormat(),
    ]


@pytest.mark.parametrize(
    "text", [NOTES, "", "\n\n", "a", "a\r\n\r\n- b\r\n", "-\n- a\n", "<div>\nx\n</div>\n", "Setext\n===\n"]
)
def test_what_is_not_edited_keeps_every_byte(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    assert edited(path, lambda before: before).read_bytes() == text.encode()


def test_words_change_where_they_stand(path: Path) -> None:
    came, went = lines_of(path, changed(1, "words", "letters"))
    assert came == ["A line with **bold** letters and a [link][ref]"]
    assert went == ["A line with **bold** words and a [link][ref]"]
    assert lines_of(path, changed(number_of(path, "said by her"), "her", "him"))[0] == ["> by him"]
    assert lines_of(path, changed(number_of(path, "x = 1"), "1", "2"))[0] == ["x = 2"]
    assert lines_of(path, changed(number_of(path, "2"), "2", "3|4"))[0] == [r"| 1 | **3\|4** |"]


def test_new_paragraphs_are_written_as_those_beside_them(path: Path) -> None:
    assert lines_of(path, with_new(3, item("new")))[0] == ["- new"]
    assert lines_of(path, with_new(5, item("deep", 3)))[0] == ["    - deep"]
    assert lines_of(path, with_new(7, item("third", is_numbered=True)))[0] == ["3. third"]
    assert lines_of(path, with_new(1, heading("Next", 2)))[0] == ["## Next"]
    output = edited(path, with_new(2, new("a ", run("b", BOLD), " c")))
    assert "that goes on.\n\na **b** c\n\n- one\n" in output.read_text()


def test_what_goes_leaves_no_gap_and_definitions_stay(path: Path) -> None:
    assert "- one\n  - three\n" in edited(path, without(3)).read_text()
    output = edited(path, lambda before: before[:2])
    assert output.read_text().startswith("---\ntitle: x\n---\n# Notes\n\nA line")
    assert output.read_text().endswith("that goes on.\n\n[ref]: https://example.org\n")
    assert paragraphs(output)[1].runs == paragraphs(path)[1].runs


def test_a_paragraph_becomes_something_else(path: Path) -> None:
    def as_heading(before: list[Paragraph]) -> list[Paragraph]:
        return [before[0], structs.replace(before[1], kind=ParagraphKind.HEADING, level=2), *before[2:]]

    output = edited(path, as_heading)
    assert outline(output)[1] == (ParagraphKind.HEADING, 2, "A line with bold words and a link that goes on.")
    assert outline(output)[2:] == outline(path)[2:]


def as_text(*numbers: int) -> Edit:
    def edit(before: list[Paragraph]) -> list[Paragraph]:
        return [
            structs.replace(each, kind=ParagraphKind.TEXT, level=0, is_numbered=False) if n in numbers else each
            for n, each in enumerate(before)
        ]

    return edit


@pytest.mark.parametrize("item_text", ["one", "two", "three", "four", "five"])
def test_an_item_becomes_a_paragraph_and_what_was_in_it_stays_what_it_was(tmp_path: Path, item_text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("- one\n- two\n\n  more\n\n    ```\n    x\n    ```\n- three\n  - four\n- five\n", "utf-8")
    output = edited(path, as_text(number_of(path, item_text)))
    assert [(each.kind, each.text) for each in paragraphs(output)] == [
        (ParagraphKind.TEXT if each.text == item_text else each.kind, each.text) for each in paragraphs(path)
    ]


def test_a_heading_goes_with_the_line_below_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Title\n=====\n\ntext\n", "utf-8")
    assert edited(path, as_text(0)).read_text() == "Title\n\ntext\n"
    assert edited(path, without(0)).read_text() == "text\n"
    assert edited(path, changed(0, "Title", "Other")).read_text() == "Other\n=====\n\ntext\n"


def test_a_row_comes_and_the_others_keep_their_lines(path: Path) -> None:
    added = [new(text, cell=TableCell(table=0, row=2, column=n)) for n, text in enumerate("xy")]
    assert lines_of(path, with_new(13, *added)) == (["| x | y |"], [])
    wide = [new("z", cell=TableCell(table=0, row=1, column=2))]
    assert "| 1 | **2** | z |\n" in edited(path, with_new(13, *wide)).read_text()


HARD = [
    "# x",
    "1. x",
    "- x",
    "> x",
    "a*b*c",
    "_a_",
    "`x`",
    "[x](y)",
    "<b>",
    "&amp;",
    "\\",
    "a\nb",
    "~~x~~",
    "|a|",
    "===",
]


@pytest.mark.parametrize("text", HARD)
def test_letters_that_mean_something_are_written_so_that_they_do_not(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("", "utf-8")
    added = [
        new(text),
        item(text),
        heading(text.replace("\n", " ")),
        new(text, cell=TableCell(table=0, row=0, column=0)),
    ]
    wanted = [each.runs for each in added]
    assert [each.runs for each in paragraphs(edited(path, lambda _before: added))] == wanted


def test_a_new_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("", "utf-8")
    quote = new("q", kind=ParagraphKind.QUOTE, level=1)
    code = new("if x:\n    ```", kind=ParagraphKind.CODE)
    cells = [new(str(n), cell=TableCell(table=0, row=n // 2, column=n % 2)) for n in range(4)]
    added = [
        heading("H"),
        new("t"),
        item("1"),
        item("2", 2, is_numbered=True),
        item("3"),
        quote,
        code,
        *cells,
        new("e"),
    ]
    output = edited(path, lambda _before: added)
    wanted = [(each.kind, each.level, each.is_numbered, each.cell, each.runs) for each in added]
    assert [(each.kind, each.level, each.is_numbered, each.cell, each.runs) for each in paragraphs(output)] == wanted


def test_code_that_the_editor_divided_is_one_again(path: Path) -> None:
    number = number_of(path, "x = 1")

    def divided(before: list[Paragraph]) -> list[Paragraph]:
        code = before[number]
        return [*before[:number], saying(code, "x ="), saying(code, "1"), *before[number + 1 :]]

    assert "```py\nx =\n1\n```\n" in edited(path, divided).read_text()


def test_pictures_and_tags_stay_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("See ![the *map*](map.png 'T') and press <kbd>X</kbd> now.\n", "utf-8")
    assert texts(path) == ["See [the *map*] and press <kbd>X</kbd> now."]
    assert [each.kept for each in paragraphs(path)[0].runs] == ["", "k1", "", "k2", "", "k3", ""]
    output = edited(path, changed(0, "now", "then"))
    assert output.read_text().endswith("press <kbd>X</kbd> then.\n")


def test_a_long_text_is_opened_and_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    words = "word " * 99
    path.write_text("".join(f"{words}{n}.\n\n" for n in range(2000)), "utf-8")
    assert len(rich_file(path).paragraphs) == 2000
    output = edited(path, changed(1000, "1000", "thousand"))
    before, after = path.read_text().split("\n\n"), output.read_text().split("\n\n")
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [1000]


def test_a_cell_that_goes_over_others_has_empty_ones_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x\n", "utf-8")
    wide = new("wide", cell=TableCell(table=0, row=0, column=0, n_columns=2))
    cells = [new(text, cell=TableCell(table=0, row=1, column=column)) for column, text in enumerate("ab")]
    output = edited(path, lambda before: [*before, wide, *cells])
    assert "| wide |  |\n| --- | --- |\n| a | b |" in output.read_text("utf-8")

from desktop_llm.documents.editing.markdown_leaves import MarkdownLeaves
from desktop_llm.documents.rich_text import ParagraphKind


def test_every_line_belongs_to_the_head_or_to_one_leaf() -> None:
    text = "---\na: b\n---\n\n# H\n\n- x\n\n  y\n\n[1]: z\n\n> q\n\n| a |\n|---|\n| b |\nend"
    read = MarkdownLeaves(text)
    parts = ["".join(read.own(leaf)) + read.behind(number) for number, leaf in enumerate(read.leaves)]
    assert read.head + "".join(parts) == text
    assert read.head == "---\na: b\n---\n\n"


def test_the_first_paragraph_of_an_item_is_the_item() -> None:
    leaves = MarkdownLeaves("1. x\n\n   y\n2.\n\n> - z\n").leaves
    item, text = ParagraphKind.LIST_ITEM, ParagraphKind.TEXT
    assert [(leaf.kind, leaf.level, leaf.is_numbered) for leaf in leaves] == [
        (item, 1, True),
        (text, 0, False),
        (item, 1, True),
        (item, 1, False),
    ]


def test_cells_know_their_row_and_column() -> None:
    (leaf,) = MarkdownLeaves("| a | b |\n|---|---|\n| c | d |\n").leaves
    assert [(cell.row, cell.column, cell.runs[0].text) for cell in leaf.cells] == [
        (0, 0, "a"),
        (0, 1, "b"),
        (1, 0, "c"),
        (1, 1, "d"),
    ]

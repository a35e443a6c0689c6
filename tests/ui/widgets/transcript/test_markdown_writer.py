import re

from PySide6.QtGui import QFontMetricsF, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.transcript.markdown_parser import parse
from desktop_llm.ui.widgets.transcript.markdown_writer import DocumentWriter
from desktop_llm.ui.widgets.transcript.prose_style import (
    INDENT_PX,
    MARKER,
    MARKER_GAP_PX,
    QUOTE_DEPTH,
    prose_style,
    write_tex,
)


def written(source: str) -> QTextDocument:
    document = QTextDocument()
    DocumentWriter(document, prose_style(QApplication.font()), write_tex).write(parse(source))
    return document


def blocks(source: str) -> list[tuple[str, str, int, int]]:
    """Text, marker, indent and quote depth of every block."""
    document = written(source)
    found = []
    block = document.begin()
    while block.isValid():
        kind = block.blockFormat()
        found.append((block.text(), kind.stringProperty(MARKER), kind.indent(), kind.intProperty(QUOTE_DEPTH)))
        block = block.next()
    return found


def test_lists_are_numbered_and_nested(qapp: QApplication) -> None:
    assert blocks("3. a\n4. b\n   - c\n\n     d\n5. e") == [
        ("a", "3.", 1, 0),
        ("b", "4.", 1, 0),
        ("c", "•", 2, 0),
        ("d", "", 2, 0),
        ("e", "5.", 1, 0),
    ]


def test_tasks_have_boxes_and_lose_their_brackets(qapp: QApplication) -> None:
    assert blocks("- [ ] todo\n- [x] done\n- [link](https://a.b)") == [
        ("todo", "☐", 1, 0),
        ("done", "☑", 1, 0),
        ("link", "•", 1, 0),
    ]


def test_quotes_know_their_depth(qapp: QApplication) -> None:
    assert [depth for *_, depth in blocks("> a\n>\n> > b\n\nc")] == [1, 2, 0]


def test_tables_keep_their_cells_and_what_follows(qapp: QApplication) -> None:
    texts = [text for text, *_ in blocks("x\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nafter")]
    assert [text for text in texts if text] == ["x", "a", "b", "1", "2", "after"]


def test_an_image_is_its_description_and_its_target(qapp: QApplication) -> None:
    assert blocks("![a cat](https://a.b/c.png)") == [("a cat (https://a.b/c.png)", "", 0, 0)]


def test_an_image_of_a_local_file_is_its_source(qapp: QApplication) -> None:
    assert blocks("![x](file:///etc/passwd)") == [("![x](file:///etc/passwd)", "", 0, 0)]


def test_links_carry_their_real_target(qapp: QApplication) -> None:
    html = written("[bank](https://evil.example/x)").toHtml()
    assert re.findall(r'href="([^"]*)"', html) == ["https://evil.example/x"]


def test_a_line_break_in_the_source_is_one_in_the_text(qapp: QApplication) -> None:
    assert blocks("a\nb")[0][0] == "a\u2028b"


def test_right_to_left_paragraphs_run_right_to_left(qapp: QApplication) -> None:
    document = written("שלום עולם\n\nleft")
    directions = [document.begin().textDirection(), document.begin().next().textDirection()]
    assert directions[0] is not directions[1]


def test_a_formula_that_is_not_drawn_is_readable(qapp: QApplication) -> None:
    assert blocks(r"so \(a^2\) is")[0][0] == r"so \(a^2\) is"


def test_what_was_written_since_a_mark_can_be_taken_back(qapp: QApplication) -> None:
    document = QTextDocument()
    writer = DocumentWriter(document, prose_style(QApplication.font()), write_tex)
    writer.write(parse("# Head\n\nkept\n"))
    before, mark = document.toHtml(), writer.mark()
    for source in ("- list\n", "| a |\n|---|\n| 1 |\n", "> quote\n\n---\n"):
        writer.write(parse(source))
        assert document.toHtml() != before
        writer.return_to(mark)
        assert document.toHtml() == before


def test_the_head_of_a_table_is_bold_and_its_columns_are_aligned(qapp: QApplication) -> None:
    document = written("| a | b |\n|---|--:|\n| 1 | 2 |\n")
    (table,) = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    weights = [table.cellAt(row, 0).lastCursorPosition().charFormat().fontWeight() for row in (0, 1)]
    assert weights == [600, 400]
    cells = [table.cellAt(1, column).firstCursorPosition().blockFormat().alignment() for column in (0, 1)]
    assert cells[0] != cells[1]


def test_headings_are_larger_the_higher_they_stand(qapp: QApplication) -> None:
    sizes = []
    document = written("# a\n\n## b\n\n### c\n\nd\n")
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(document)
        cursor.setPosition(block.position() + 1)
        sizes.append(cursor.charFormat().fontPointSize())
        block = block.next()
    assert sizes == sorted(set(sizes), reverse=True)
    assert len(sizes) == 4


def test_a_long_number_moves_its_item_so_that_nothing_of_it_is_cut(qapp: QApplication) -> None:
    style = prose_style(QApplication.font())
    for number in (1, 20, 1000, 123456789):
        block = written(f"{number}. a").begin()
        marker_px = QFontMetricsF(style.font).horizontalAdvance(f"{number}.")

        assert block.blockFormat().leftMargin() + INDENT_PX >= marker_px + MARKER_GAP_PX

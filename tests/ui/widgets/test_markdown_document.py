import re

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.markdown_document import MarkdownDocument
from desktop_llm.ui.widgets.prose_style import MARKER, QUOTE_DEPTH, prose_style

LINES = st.sampled_from(
    [
        "", "plain *words* and `code`", "# Heading", "## Two", "- item", "  - nested", "1. first", "2. second",
        "   inside", "> quote", ">> deeper", "| a | b |", "|---|:-:|", "| 1 | **2** |", "$$", "x = 1", "---", "===",
        "    indented", "- [ ] todo", "- [x] done", "[link](https://example.org)", "<b>no</b>", "***bold***", "-", "1.",
        "**open", "`open", r"\(x\)", "&amp;", "![i](http://a/b.png)", "~~gone~~", "hard  ", "\u05e9\u05dc\u05d5\u05dd",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=16).map("\n".join)


@st.composite
def split_texts(draw: st.DrawFn) -> tuple[str, list[int]]:
    text = draw(TEXTS)
    return text, sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))


def shown(*sources: str) -> str:
    document = QTextDocument()
    markdown = MarkdownDocument(document, prose_style(QApplication.font()))
    for source in sources:
        markdown.show(source)
    return document.toHtml()


def blocks(source: str) -> list[tuple[str, str, int, int]]:
    """Text, marker, indent and quote depth of every block."""
    document = QTextDocument()
    MarkdownDocument(document, prose_style(QApplication.font())).show(source)
    found = []
    block = document.begin()
    while block.isValid():
        kind = block.blockFormat()
        found.append((block.text(), kind.stringProperty(MARKER), kind.indent(), kind.intProperty(QUOTE_DEPTH)))
        block = block.next()
    return found


@settings(deadline=None, max_examples=300)
@given(split_texts())
def test_any_split_into_streamed_pieces_gives_the_document_of_the_text_at_once(
    qapp: QApplication, case: tuple[str, list[int]]
) -> None:
    text, cuts = case
    assert shown(*[text[:cut] for cut in cuts], text) == shown(text)


def test_every_character_streamed_alone_gives_the_same_document(qapp: QApplication) -> None:
    text = "# A\n\npara **b** c\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> q\n\n---\n\n$$\nx\n$$\nend\n"
    assert shown(*[text[:n] for n in range(len(text))], text) == shown(text)


def test_a_table_that_turns_out_to_be_none_becomes_words_again(qapp: QApplication) -> None:
    assert shown("x\n| a |\n|-", "x\n| a |\n|- no") == shown("x\n| a |\n|- no")


def test_finished_blocks_are_not_touched_again(qapp: QApplication) -> None:
    document = QTextDocument()
    markdown = MarkdownDocument(document, prose_style(QApplication.font()))
    markdown.show("# Head\n\nfirst\n\nsecond")
    document.documentLayout()
    changes: list[int] = []
    document.contentsChange.connect(lambda position, _removed, _added: changes.append(position))
    markdown.show("# Head\n\nfirst\n\nsecond grows")
    assert min(changes) >= len("Head\nfirst")


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
    html = shown("[bank](https://evil.example/x)")
    assert re.findall(r'href="([^"]*)"', html) == ["https://evil.example/x"]


def test_a_line_break_in_the_source_is_one_in_the_text(qapp: QApplication) -> None:
    assert blocks("a\nb")[0][0] == "a\u2028b"


def test_right_to_left_paragraphs_run_right_to_left(qapp: QApplication) -> None:
    document = QTextDocument()
    MarkdownDocument(document, prose_style(QApplication.font())).show("שלום עולם\n\nleft")
    directions = [document.begin().textDirection(), document.begin().next().textDirection()]
    assert directions[0] is not directions[1]


def test_a_formula_that_is_not_drawn_is_readable(qapp: QApplication) -> None:
    assert blocks(r"so \(a^2\) is")[0][0] == r"so \(a^2\) is"


def test_a_shorter_source_is_drawn_from_the_start(qapp: QApplication) -> None:
    assert shown("# A\n\nb\n\nc", "other") == shown("other")

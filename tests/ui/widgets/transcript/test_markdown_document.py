from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.transcript.markdown_document import MarkdownDocument
from desktop_llm.ui.widgets.transcript.prose_style import prose_style

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


def test_a_shorter_source_is_drawn_from_the_start(qapp: QApplication) -> None:
    assert shown("# A\n\nb\n\nc", "other") == shown("other")

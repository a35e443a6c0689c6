from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TextFormat, TextRun
from desktop_llm.documents.sentences import Span
from desktop_llm.ui.widgets.writing.kept_places import kept_places
from tests.fakes.changing_editor import ChangingEditor


def test_code_links_and_what_is_not_shown_are_left_alone(qtbot: QtBot) -> None:
    runs = (
        TextRun(text="a "),
        TextRun(text="code", format=TextFormat(code=True)),
        TextRun(text=" "),
        TextRun(text="link", format=TextFormat(link="https://a.org")),
        TextRun(text="[picture]", kept="p1"),
        TextRun(text=" b"),
    )
    editor = ChangingEditor(qtbot, Paragraph(runs=runs))
    places = kept_places(editor.editor.document().begin())
    assert places == (Span(2, 6), Span(7, 11), Span(11, 12))


def test_blocks_of_code_and_quotations_are_left_alone_as_a_whole(qtbot: QtBot) -> None:
    code = Paragraph(runs=(TextRun(text="x = 1"),), kind=ParagraphKind.CODE)
    quote = Paragraph(runs=(TextRun(text="as he said"),), kind=ParagraphKind.QUOTE, level=1)
    editor = ChangingEditor(qtbot, code, quote, "mine")
    block = editor.editor.document().begin()
    assert kept_places(block) == (Span(0, 5),)
    assert kept_places(block.next()) == (Span(0, 10),)
    assert kept_places(block.next().next()) == ()

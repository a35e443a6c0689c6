from desktop_llm.documents.editing.markup_tokens import TokenKind, tokens_of
from desktop_llm.documents.editing.page_line import PageItem
from desktop_llm.documents.editing.preformatted import preformatted_paragraphs
from desktop_llm.documents.editing.wrapped_text import MARK

TEXT = """The <b>first</b> paragraph is broken into lines by hand,
and goes <i>on &amp; on</i> in the second line of it.

Another <br/>one.
"""


def items_of(text: str) -> list[PageItem]:
    return [PageItem(each.kind, (each.start, each.end), name=each.name) for each in tokens_of(text)]


def test_each_paragraph_is_a_line_of_texts_and_tags_that_know_where_they_stand() -> None:
    first, second = preformatted_paragraphs(TEXT, items_of(TEXT))
    assert [each.text or each.name for each in first.line] == [
        "The ",
        "b",
        "first",
        "b",
        " paragraph is broken into lines by hand, and goes ",
        "i",
        "on & on",
        "i",
        " in the second line of it.",
    ]
    assert TEXT[slice(*first.line[6].range)] == "on &amp; on"
    assert TEXT[slice(*second.line[1].range)] == "<br/>"
    assert [each.kind for each in second.line] == [TokenKind.TEXT, TokenKind.ALONE, TokenKind.TEXT]
    assert (first.flow.width, second.flow.width) == (len("The first paragraph is broken into lines by hand,"), 0)


def test_a_sign_that_is_none_does_not_pass_for_a_tag() -> None:
    text = f"One {MARK}strange <b>sign</b> in it."
    (paragraph,) = preformatted_paragraphs(text, items_of(text))
    assert [each.text or each.name for each in paragraph.line] == ["One \ufffdstrange ", "b", "sign", "b", " in it."]

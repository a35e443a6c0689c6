import pytest
from markdown_it import MarkdownIt

from desktop_llm.assist.exports.exported_document import date_text, escaped


@pytest.mark.parametrize(
    "text",
    [
        "1,204 *heads* in [2025] <b>",
        "2025. The year of the lease",
        "12) Clause",
        "- a dash",
        "+ a plus",
        "# no heading",
        "> no quote",
        "=== no rule",
        "a | b & c ~ d $e$ `f` \\ g_h_",
        "<https://example.org>",
    ],
)
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    opening, inline, closing = MarkdownIt("commonmark", {"html": False}).enable(["table"]).parse(escaped(text))
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    children = inline.children or []
    assert "".join(child.content for child in children) == text
    assert {child.type for child in children} <= {"text", "text_special"}


def test_escaped_text_is_one_line() -> None:
    assert escaped(" a\n\n b\tc ") == "a b c"


def test_a_date_is_written_so_that_it_sorts() -> None:
    assert date_text(0) == "1970-01-01 00:00"

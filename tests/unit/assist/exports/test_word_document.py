import io

import docx
import pytest

from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    SectionKind,
)
from desktop_llm.assist.exports.word_document import markdown_blocks, word_blocks_of, word_file_of
from desktop_llm.documents.word_file import WordKind, WordParagraph, WordRun, WordTable


def _lines(markdown: str) -> list[tuple[str, str, int, str]]:
    """Kind, marker, indent and text of each paragraph."""
    blocks = markdown_blocks(markdown)
    assert all(isinstance(block, WordParagraph) for block in blocks)
    return [(block.kind, block.marker, block.indent, "".join(run.text for run in block.runs)) for block in blocks]


def _runs(markdown: str) -> list[WordRun]:
    (block,) = markdown_blocks(markdown)
    return [run for run in block.runs if run.text.strip()]


def test_paragraphs_headings_code_and_quotes() -> None:
    assert _lines("# Head\n\nOne\ntwo\\\nthree\n\n> said\n\n```py\nx = 1\n\ny\n```\n\n---") == [
        ("heading", "", 0, "Head"),
        ("text", "", 0, "One two\nthree"),
        ("quote", "", 1, "said"),
        ("code", "", 0, "x = 1\n\ny"),
        ("note", "", 0, "⁂"),
    ]


def test_lists_keep_their_numbers_and_depths() -> None:
    assert _lines("3. three\n\n   more\n4. four\n   - deep\n     1. deeper\n\nout") == [
        ("text", "3.", 1, "three"),
        ("text", "", 1, "more"),
        ("text", "4.", 1, "four"),
        ("text", "•", 2, "deep"),
        ("text", "1.", 3, "deeper"),
        ("text", "", 0, "out"),
    ]


def test_words_have_their_styles() -> None:
    assert _runs("**bold *both*** ~~gone~~ `code` [go](https://example.org)") == [
        WordRun(text="bold ", is_bold=True),
        WordRun(text="both", is_bold=True, is_italic=True),
        WordRun(text="gone", is_struck=True),
        WordRun(text="code", is_code=True),
        WordRun(text="go", link="https://example.org"),
    ]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ms-word:x", "//example.org", "a/b"])
def test_links_lead_to_the_web_or_to_mail_only(address: str) -> None:
    assert [run.link for run in _runs(f"[text](<{address}>)")] == [""]


def test_tables_are_tables() -> None:
    (table,) = markdown_blocks("| a | **b** |\n|---|---|\n| 1 | 2 |")
    assert table == WordTable(
        (
            ((WordRun(text="a"),), (WordRun(text="b", is_bold=True),)),
            ((WordRun(text="1"),), (WordRun(text="2"),)),
        )
    )


def test_a_text_that_would_take_minutes_is_shown_as_it_is() -> None:
    text = "[" * 100_000
    assert markdown_blocks(text) == [WordParagraph(kind=WordKind.TEXT, runs=(WordRun(text=text),))]


def test_facts_stand_apart_from_text_without_a_heading() -> None:
    section = ExportedSection(kind=SectionKind.SUMMARY, heading="", text="Text.", is_markdown=True)
    facts = (ExportedFact("", "Fact"),)
    document = ExportedDocument(title="Title", language="en", facts=facts, sections=(section,))
    assert ["".join(run.text for run in block.runs) for block in word_blocks_of(document)] == [
        "Title",
        "Fact",
        "",
        "Text.",
    ]


def test_a_document_is_a_word_file() -> None:
    section = ExportedSection(
        kind=SectionKind.ASSISTANT,
        heading="Smol",
        text="In **Norway**.",
        is_markdown=True,
        asides=(
            Aside(kind=AsideKind.SOURCES, name="Sources", text="- One."),
            Aside(kind=AsideKind.THINKING, name="Thinking", text="Hm."),
        ),
    )
    typed = ExportedSection(kind=SectionKind.USER, heading="You", text="**Not** bold", is_markdown=False)
    facts = (ExportedFact("Model", "Smol"),)
    document = ExportedDocument(title="Trip", language="en", facts=facts, sections=(typed, section))
    expected = ["Trip", "Model: Smol", "You", "**Not** bold", "Smol", "Thinking", "Hm.", "In Norway.", "Sources"]
    texts = ["".join(run.text for run in block.runs) for block in word_blocks_of(document)]
    assert texts == [*expected, "One."]
    file = docx.Document(io.BytesIO(word_file_of(document)))
    assert [paragraph.text for paragraph in file.paragraphs] == [*expected, "•\tOne."]

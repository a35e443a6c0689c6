from desktop_llm.assist.summary.summary_writing import outline_groups
from desktop_llm.documents.document import Document
from tests.fakes.written_documents import written_document


def headings(document: Document) -> list[str]:
    return [heading for heading, _ in outline_groups(document)]


def test_the_highest_level_with_several_headings_is_the_outline() -> None:
    document = written_document(
        "# Report", "## Costs", "They rose.", "### Wages", "They fell.", "## Income", "It rose."
    )
    assert headings(document) == ["Costs", "Income"]


def test_what_stands_before_the_first_heading_has_none() -> None:
    assert headings(written_document("An opening.", "# Costs", "They rose.", "# Income", "It rose.")) == [
        "",
        "Costs",
        "Income",
    ]


def test_headings_without_text_are_left_out() -> None:
    assert headings(written_document("# Costs", "# Income", "It rose.")) == ["Income"]


def test_every_block_with_text_is_in_one_group() -> None:
    document = written_document("# A", "One.", "## B", "Two.", "# C", "Three.")
    blocks = [block.id for _, group in outline_groups(document) for block in group]
    assert blocks == [block.id for block in document.blocks]


def test_a_document_without_headings_is_one_group() -> None:
    assert headings(written_document("One.", "Two.")) == [""]

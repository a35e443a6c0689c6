from desktop_llm.assist.passages import PassageShelf
from desktop_llm.assist.source_finder import SourceFinder
from desktop_llm.assist.summary_sections import Section
from tests.fakes.written_documents import long_document

DOCUMENT = long_document()


def finder() -> SourceFinder:
    """Each block is a section of its own."""
    sections = [
        Section(index=index, document_index=0, block_ids=(block.id,), heading_path=(), text=block.text, n_tokens=20)
        for index, block in enumerate(DOCUMENT.blocks)
    ]
    return SourceFinder((DOCUMENT,), sections, PassageShelf((DOCUMENT,)))


def test_the_passage_is_found_among_many_sections() -> None:
    finding = finder().find("The family number 503 built a bridge in 1903.", range(len(DOCUMENT.blocks)))
    assert "503" in finding.support.passages[0].text
    assert len(finding.section_indexes) == 4


def test_only_the_sections_that_are_named_are_searched() -> None:
    finding = finder().find("The family number 503 built a bridge in 1903.", [1, 2])
    assert finding.section_indexes == (1, 2)
    assert "503" not in finding.support.passages[0].text


def test_facts_are_those_of_the_sections() -> None:
    facts = finder().facts((1,))
    assert "1800" in facts.numbers
    assert "1801" not in facts.numbers

import pytest

from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Source
from desktop_llm.assist.exports.exported_document import ExportedFact
from desktop_llm.assist.exports.html_document import html_body_of
from desktop_llm.assist.exports.summary_export import SummaryExportWords, summary_document
from desktop_llm.assist.summary.summary_result import Coverage, ItemKind, Summary, SummaryItem, SummaryPart
from desktop_llm.documents.document import Place

WORDS = SummaryExportWords(
    title="Summary of lease.pdf",
    language="en",
    facts=(ExportedFact("Model", "Smol"), ExportedFact("Read", "100 %")),
    together="All together",
    sources="Sources",
    extract="As the document has it.",
    check_text=lambda check: f"Not there: {check.text}",
    place_text=lambda place: f"page {place.page}" if place.page else place.label,
)


def source(number: int, quote: str = "", document: str = "lease.pdf", **place: object) -> Source:
    where = Place(**(place or {"page": number}))
    quote = quote or f"Quote {number}."
    return Source(
        document=document, document_index=0, place=where, block_id=f"b{number}", start=0, end=len(quote), quote=quote
    )


def item(text: str, *sources: Source, kind: ItemKind = ItemKind.POINT, line: int = 0, **facts: object) -> SummaryItem:
    return SummaryItem(text=text, kind=kind, line=line, sources=sources, **facts)


def summary(*parts: SummaryPart) -> Summary:
    return Summary(parts=parts, coverage=Coverage(n_blocks=1, n_read_blocks=1), n_chunks=1)


def body(*items: SummaryItem) -> str:
    return summary_document(summary(SummaryPart(document="lease.pdf", items=items)), WORDS).sections[0].text


def test_sources_are_numbered_as_they_are_named_and_listed_once() -> None:
    rent, term = source(3, "The rent is <900> €."), source(7, document="other.pdf", label="slide 2")
    points = (item("Rent is 900.", rent, line=0), item("It ends in May.", term, rent, line=1))
    document = summary_document(summary(SummaryPart(document="lease.pdf", items=points)), WORDS)
    text, listed = (section.text for section in document.sections)
    assert text == "- Rent is 900. \\[1\\]\n- It ends in May. \\[2, 1\\]"
    assert listed == "1. lease.pdf, page 3: “The rent is \\<900\\> €.”\n2. other.pdf, slide 2: “Quote 7.”"
    assert (document.title, document.facts, document.sections[1].heading) == (WORDS.title, WORDS.facts, "Sources")
    html = html_body_of(document)
    assert "<li>Rent is 900. [1]</li>" in html
    assert "<li>lease.pdf, page 3: “The rent is &lt;900&gt; €.”</li>" in html


def test_what_is_doubtful_stands_behind_its_sentence_in_words() -> None:
    check = Check(kind=CheckKind.NUMBER_NOT_IN_SOURCE, text="1,240")
    assert body(item("1,240 heads.", source(1), checks=(check,))) == "- 1,240 heads. \\[1\\] *(Not there: 1,240)*"
    assert body(item("As it was.", is_extract=True)) == "- As it was. *(As the document has it.)*"


def test_every_kind_of_item_is_markdown_of_its_kind() -> None:
    text = body(
        item("Costs", kind=ItemKind.HEADING, line=0, level=1),
        item("One.", kind=ItemKind.POINT, line=1),
        item("Goes on.", kind=ItemKind.SENTENCE, line=1),
        item("Two.", kind=ItemKind.POINT, line=2),
        item("Who pays?", kind=ItemKind.QUESTION, line=3),
        item("The tenant.", kind=ItemKind.SENTENCE, line=4),
        item("2025. A year", kind=ItemKind.SENTENCE, line=5),
    )
    assert text == ("### Costs\n\n- One. Goes on.\n- Two.\n\n**Who pays?**\n\nThe tenant.\n\n2025\\. A year")


@pytest.mark.parametrize(
    ("names", "headings"), [(("a.pdf",), [""]), (("a.pdf", "b.pdf", ""), ["a.pdf", "b.pdf", "All together"])]
)
def test_several_parts_are_told_apart(names: tuple[str, ...], headings: list[str]) -> None:
    parts = (SummaryPart(document=name, items=(item("Text."),)) for name in names)
    assert [section.heading for section in summary_document(summary(*parts), WORDS).sections] == headings


def test_a_summary_that_was_stopped_before_its_first_sentence_has_its_facts() -> None:
    document = summary_document(summary(SummaryPart(document="a.pdf", items=())), WORDS)
    assert [section.text for section in document.sections] == [""]
    assert "<b>Model:</b> Smol" in html_body_of(document)

from desktop_llm.documents.document import BlockKind
from desktop_llm.documents.readers.pdf_draft import Draft
from desktop_llm.documents.readers.pdf_headings import find_headings
from desktop_llm.documents.readers.pdf_page import OutlineEntry


def draft(text: str, size: float = 10, kind: BlockKind = BlockKind.HEADING, page: int = 1) -> Draft:
    return Draft(kind=kind, text=text, page=page, boxes=[], size=size)


def body(n: int = 10) -> list[Draft]:
    return [draft("text", kind=BlockKind.PARAGRAPH) for _ in range(n)]


def test_larger_type_is_a_higher_heading() -> None:
    drafts = [draft("Small", 12), draft("Large", 20), draft("Middle", 15), *body()]
    find_headings(drafts, [])
    assert [each.level for each in drafts[:3]] == [3, 1, 2]


def test_the_outline_names_headings_that_look_like_text_and_teaches_how_levels_look() -> None:
    outline = [OutlineEntry(title="The lease", level=1, page=1), OutlineEntry(title="Costs", level=3, page=1)]
    drafts = [draft("1. The Lease", 14), draft("1.1.1 Costs", kind=BlockKind.PARAGRAPH), draft("Other", 14), *body()]
    find_headings(drafts, outline)
    assert [(each.kind, each.level) for each in drafts[:3]] == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 3),
        (BlockKind.HEADING, 1),
    ]


def test_a_title_of_the_outline_is_looked_for_on_its_page_alone() -> None:
    drafts = [draft("Costs", kind=BlockKind.PARAGRAPH, page=2), *body()]
    find_headings(drafts, [OutlineEntry(title="Costs", level=1, page=1), OutlineEntry(title="", level=1, page=2)])
    assert drafts[0].kind is BlockKind.PARAGRAPH


def test_a_document_all_in_bold_has_no_headings_by_its_type() -> None:
    drafts = [draft(f"Line {number}") for number in range(20)]
    find_headings(drafts, [])
    assert {each.kind for each in drafts} == {BlockKind.PARAGRAPH}

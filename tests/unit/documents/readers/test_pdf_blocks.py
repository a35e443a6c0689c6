import pytest

from desktop_llm.documents.document import BlockKind
from desktop_llm.documents.readers.pdf_blocks import drafts_of_page, goes_on
from desktop_llm.documents.readers.pdf_draft import Draft, Measures
from desktop_llm.documents.readers.pdf_page import PdfLine
from tests.fakes.pdf_lines import line, page

MEASURES = Measures(body_size=10, pitch=1.2)
FULL = "A line that is as wide as the column which it stands in, word by word"


def drafts(*lines: PdfLine) -> list[tuple[str, str]]:
    return [(str(draft.kind), draft.text) for draft in drafts_of_page(page(lines), lines, MEASURES)]


def under(*texts: str, top: float = 700, **facts: object) -> list[PdfLine]:
    return [line(text, baseline=top - 12 * index, **facts) for index, text in enumerate(texts)]


def test_a_first_line_that_stands_further_in_begins_a_paragraph() -> None:
    lines = [*under(FULL, FULL), line(FULL, left=92, baseline=676), *under(FULL, top=664)]
    assert [text for _, text in drafts(*lines)] == [f"{FULL} {FULL}", f"{FULL} {FULL}"]


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    assert [text for _, text in drafts(*under(FULL, "ends here.", FULL))] == [f"{FULL} ends here.", FULL]


def test_a_list_item_goes_on_where_its_text_stands() -> None:
    lines = [line("• one item of the list", baseline=700), line("that goes on", left=82, baseline=688)]
    lines += [line("• two", baseline=676), line("Not of the list", baseline=640)]
    assert drafts(*lines) == [
        ("list_item", "one item of the list that goes on"),
        ("list_item", "two"),
        ("paragraph", "Not of the list"),
    ]


def test_an_address_in_a_paragraph_is_no_code() -> None:
    lines = [*under(FULL), *under("example.org/all/of/the/line", top=688, is_mono=True), *under("goes on.", top=676)]
    assert [kind for kind, _ in drafts(*lines)] == ["paragraph"]


def test_code_keeps_its_lines_and_what_they_stand_in() -> None:
    lines = [line("if rent:", is_mono=True), line("pay()", left=92, baseline=688, is_mono=True)]
    lines += [line("done()", baseline=664, is_mono=True)]
    assert drafts(*lines) == [("code", "if rent:\n    pay()\n\ndone()")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The lease ends in", "May, he said.", False),
        ("The lease ends in", "may, he said.", True),
        ("The lease ends.", "may", False),
        ("The lease ends", "• may", False),
        ("租约于五月", "到期。", True),
    ],
)
def test_a_sentence_that_is_not_over_goes_on(before: str, after: str, expected: bool) -> None:
    def draft(text: str) -> Draft:
        return Draft(kind=BlockKind.PARAGRAPH, text=text, page=1, boxes=[], size=10)

    assert goes_on(draft(before), draft(after)) is expected

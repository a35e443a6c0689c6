import pytest

from desktop_llm.documents.readers.pdf_passages import PageLetters, PageSpan, passage_candidates


def found(quote: str, *pages: str) -> list[list[str]]:
    """The candidates, as the pages have them."""
    candidates = passage_candidates(quote, [PageLetters(page) for page in pages])
    return [[pages[span.page][span.start : span.end] for span in spans] for spans in candidates]


@pytest.mark.parametrize(
    ("quote", "page", "as_set"),
    [
        ("the tenant may renew it", "and the tenant\r\nmay  renew it twice", "the tenant\r\nmay  renew it"),
        ("may renew it twice", "may renew it twi\ufffece, or", "may renew it twi\ufffece"),
        ("an efficient office", "an e\ufb03cient o\ufb03ce.", "an e\ufb03cient o\ufb03ce"),
        ("Café Zürich", "the Cafe\u0301 Zu\u0308rich there", "Cafe\u0301 Zu\u0308rich"),
        ("“Rent”: 900 €.", 'a "Rent" – 900 € b', 'Rent" – 900'),
        ("租约五月到期", "见：租约五\n月到期。", "租约五\n月到期"),
    ],
)
def test_a_quote_is_found_as_the_page_has_it(quote: str, page: str, as_set: str) -> None:
    assert found(quote, page) == [[as_set]]


def test_every_place_is_a_candidate_with_its_page() -> None:
    pages = [PageLetters("Rent. And the rent."), PageLetters("The rent")]
    assert passage_candidates("rent", pages) == [
        [PageSpan(0, 0, 4)],
        [PageSpan(0, 14, 18)],
        [PageSpan(1, 4, 8)],
    ]


def test_a_quote_that_goes_on_behind_a_footer_is_found_in_pieces() -> None:
    quote = "The saving comes from the new cooling plant at the northern site."
    first = "Energy. The saving comes from the new cooling Page 31 A note."
    second = "Annual report\nplant at the northern site. Gas use stayed level."
    assert found(quote, first, second) == [["The saving comes from the new cooling", "plant at the northern site"]]


def test_what_is_not_there_is_not_found() -> None:
    assert found("Nobody wrote this sentence.", "The rent is due in May.") == []
    assert found("…", "The rent …") == []

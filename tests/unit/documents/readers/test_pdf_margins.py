from desktop_llm.documents.readers.pdf_margins import without_margins
from desktop_llm.documents.readers.pdf_page import PdfLine, PdfPage
from tests.fakes.pdf_lines import line, page


def texts(lines: list[list[PdfLine]]) -> list[list[str]]:
    return [[each.text for each in on_page] for on_page in lines]


def book(heads: list[str], feet: list[str]) -> list[PdfPage]:
    return [
        page([line(head, baseline=760), line(f"Body of {number}", baseline=700), line(foot, baseline=40)], number)
        for number, (head, foot) in enumerate(zip(heads, feet, strict=True), 1)
    ]


def test_a_head_that_changes_with_the_chapter_is_still_a_head() -> None:
    heads = ["1. Lease", "1. Lease", "2. Costs", "2. Costs", "2. Costs", "3. End", "3. End"]
    pages = book(heads, [f"- {number} -" for number in range(1, 8)])
    assert texts(without_margins(pages)) == [[f"Body of {number}"] for number in range(1, 8)]


def test_roman_page_numbers_are_page_numbers() -> None:
    pages = book(["Preface"] * 4, ["i", "ii", "iii", "iv"])
    assert texts(without_margins(pages)) == [[f"Body of {number}"] for number in range(1, 5)]


def test_first_lines_that_say_something_else_on_every_page_stay() -> None:
    heads = ["The tenant", "and the owner", "agree on rent", "for the flat"]
    pages = book(heads, ["1", "2", "3", "4"])
    assert [on_page[0] for on_page in texts(without_margins(pages))] == heads


def test_a_page_or_two_have_no_margins() -> None:
    pages = book(["Lease", "Lease"], ["1", "2"])
    assert texts(without_margins(pages))[0] == ["Lease", "Body of 1", "1"]


def test_lines_in_the_middle_of_the_page_stay_though_they_repeat() -> None:
    pages = [page([line("The same", baseline=400)], number) for number in range(1, 6)]
    assert texts(without_margins(pages)) == [["The same"]] * 5

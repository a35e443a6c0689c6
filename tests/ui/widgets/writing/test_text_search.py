import pytest
from PySide6.QtGui import QTextDocument

from desktop_llm.documents.rich_text import TextFormat, TextRun
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter, paragraph_of
from desktop_llm.ui.widgets.writing.text_search import (
    Place,
    SearchWish,
    found_places,
    number_from,
    replacing_edits,
    selection_of,
)
from tests.fakes.written_texts import paragraph

pytestmark = pytest.mark.usefixtures("qapp")


def _found(text: str, wish: SearchWish) -> list[str]:
    document = QTextDocument(text)
    return [selection_of(document, place).selectedText() for place in found_places(document, wish)]


def test_words_are_found_in_any_case_unless_it_matters() -> None:
    assert _found("The boiler. the end", SearchWish("the")) == ["The", "the"]
    assert _found("The boiler. the end", SearchWish("the", is_case_exact=True)) == ["the"]


def test_whole_words_are_not_parts_of_others() -> None:
    assert _found("other the then the.", SearchWish("the", are_whole_words=True)) == ["the", "the"]


def test_signs_are_looked_for_as_they_are() -> None:
    assert _found("a.c abc (x)", SearchWish("a.c")) == ["a.c"]
    assert _found("a (x)", SearchWish("(x)")) == ["(x)"]
    assert _found("a", SearchWish("")) == []


def test_places_are_right_behind_letters_of_two_units() -> None:
    assert _found("😀 boiler\n😀😀boiler", SearchWish("boiler")) == ["boiler", "boiler"]


def test_the_next_one_and_the_one_before() -> None:
    places = [Place(0, 2), Place(5, 7), Place(9, 11)]
    assert [number_from(places, position) for position in (0, 1, 9, 10)] == [0, 1, 2, 0]
    assert [number_from(places, position, is_backward=True) for position in (0, 5, 9)] == [2, 0, 1]
    assert number_from([], 3, is_backward=True) == 0


def test_all_is_replaced_with_the_formats_kept() -> None:
    document = QTextDocument()
    DocumentWriter(document).write([paragraph("a ", TextRun(text="cat", format=TextFormat(bold=True)), " and a cat")])
    for edit in replacing_edits(document, found_places(document, SearchWish("cat")), "dog"):
        edit()
    after = paragraph("a ", TextRun(text="dog", format=TextFormat(bold=True)), " and a dog")
    assert paragraph_of(document.firstBlock()) == after

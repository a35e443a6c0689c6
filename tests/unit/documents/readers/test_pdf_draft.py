from desktop_llm.documents.readers.pdf_draft import measures_of
from tests.fakes.pdf_lines import line


def test_the_body_is_what_most_letters_are_set_in() -> None:
    lines = [line("Title", size=20), *(line("Some text of the body", baseline=690 - 15 * index) for index in range(9))]
    measures = measures_of([lines])
    assert measures.body_size == 10
    assert measures.pitch == 1.5


def test_an_empty_document_has_usual_measures() -> None:
    assert measures_of([[], []]).pitch == 1.2

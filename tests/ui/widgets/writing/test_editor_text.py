from PySide6.QtGui import QTextCursor, QTextDocument

from desktop_llm.documents.sentences import Span
from desktop_llm.ui.widgets.writing.editor_text import EditorText


def document(*paragraphs: str) -> QTextDocument:
    made = QTextDocument()
    made.setPlainText("\n".join(paragraphs))
    return made


def test_blocks_are_paragraphs_and_breaks_in_a_line_are_spaces() -> None:
    assert EditorText(document("One.", "Two\u2028lines."), _nothing).text == "One.\n\nTwo lines."


def test_a_place_is_found_in_the_document() -> None:
    made = document("One 𝄞.", "Two words.")
    text = EditorText(made, _nothing)
    start = text.text.index("words")
    place = text.place(start, start + 5)
    assert place is not None
    assert place.selectedText() == "words"


def test_a_place_follows_its_paragraph_and_is_lost_when_that_is_edited() -> None:
    made = document("One.", "Two words.")
    text = EditorText(made, _nothing)
    cursor = QTextCursor(made)
    cursor.insertText("A title\n")
    start = text.text.index("words")
    place = text.place(start, start + 5)
    assert place is not None
    assert place.selectedText() == "words"
    place.insertText("letters")
    assert text.place(start, start + 5) is None


def test_a_part_of_the_document_is_read_from_letter_to_letter() -> None:
    made = document("One two.", "Three four.")
    text = EditorText(made, _nothing, 4, 14)
    assert text.text == "two.\n\nThree"
    place = text.place(6, 11)
    assert place is not None
    assert place.selectedText() == "Three"


def test_what_is_left_alone_is_told_in_places_of_the_text() -> None:
    made = document("One 𝄞.", "Two words.")

    def kept(block: object) -> tuple[Span, ...]:
        return (Span(4, 6),)

    assert EditorText(made, kept).kept == (Span(4, 5), Span(12, 14))


def _nothing(_block: object) -> tuple[Span, ...]:
    return ()

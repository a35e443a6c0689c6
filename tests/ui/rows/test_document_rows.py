from desktop_llm.documents.document import Place, Unread, UnreadReason
from desktop_llm.ui.rows.document_rows import failed_row, locked_row, read_row, reading_row, waiting_row
from tests.fakes.summaries import block, document_of


def test_a_row_says_how_its_document_is() -> None:
    assert waiting_row("k", "a.pdf").note == "waits to be read"
    reading = reading_row("k", "a.pdf", 12, 48)
    assert (reading.note, reading.fraction) == ("reading 12 of 48", 0.25)
    assert locked_row("k", "a.pdf").note == "needs its password"
    assert failed_row("k", "a.pdf", "a.pdf is damaged.").is_problem


def test_what_was_not_read_stands_in_the_row_and_is_explained_on_hover() -> None:
    unread = Unread(place=Place(page=2), reason=UnreadReason.NO_TEXT)
    row = read_row("k", document_of(block(1, "x", page=1), n_pages=2, unread=(unread,)), 1)
    assert (row.note, row.is_problem) == ("2 pages · 1 part not read", True)
    assert "It is a picture of text" in row.tip
    assert read_row("k", document_of(block(1, "four words of text")), 4).note == "4 words"

from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.writing.stored_text import (
    count_words,
    edit_between,
    first_words,
    paragraphs_of,
    stored_paragraphs,
    written_text,
)
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextFormat, TextRun

_LETTERS = st.sampled_from([Paragraph(runs=(TextRun(text=letter),)) for letter in "abc"])


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(runs=(TextRun(text=text),)) for text in texts)


def test_paragraphs_come_back_as_they_were() -> None:
    paragraph = Paragraph(
        runs=(TextRun(text="a", format=TextFormat(bold=True, link="x")), TextRun(text="[picture]", kept="7")),
        kind=ParagraphKind.HEADING,
        level=2,
        origin="p3",
    )
    assert paragraphs_of(stored_paragraphs((paragraph, Paragraph()))) == (paragraph, Paragraph())


def test_a_written_text_has_what_is_searched_and_a_title() -> None:
    written = written_text(RichText(paragraphs=_paragraphs("", "Dear landlord", "Yours"), language="en"))
    assert (written.text, written.title, written.language) == ("\nDear landlord\nYours", "Dear landlord", "en")


@given(st.lists(_LETTERS, max_size=8), st.lists(_LETTERS, max_size=8))
def test_an_edit_makes_the_one_text_of_the_other(before: list[Paragraph], after: list[Paragraph]) -> None:
    edit = edit_between(tuple(before), tuple(after))
    if edit is None:
        assert before == after
        return
    edited = list(before)
    edited[edit.first : edit.first + edit.n_removed] = paragraphs_of(edit.added)
    assert edited == after


def test_an_edit_holds_only_what_differs() -> None:
    edit = edit_between(_paragraphs(*"abcd"), _paragraphs(*"axcd"))
    assert edit is not None
    assert (edit.first, edit.n_removed, paragraphs_of(edit.added)) == (1, 1, _paragraphs("x"))


def test_a_title_is_cut_between_words() -> None:
    assert first_words(_paragraphs("  ", "word " * 30)) == f"{'word ' * 10}word…"
    assert first_words(_paragraphs("w" * 80)) == f"{'w' * 59}…"
    assert first_words(()) == ""


def test_words_are_counted_as_a_person_would() -> None:
    assert count_words("Don't panic: 3.5 well-known – reasons…") == 5
    assert count_words("我爱你 and Berlin") == 5
    assert count_words(" \n") == 0

import pytest

from desktop_llm.documents.readers.pdf_page import DIVIDED_WORD
from desktop_llm.documents.readers.pdf_words import joined, undivided, vocabulary_of, with_accents

WORDS = vocabulary_of(
    ["The well-known agreement is well-known.", "A database", "the cooperation", "the co-operation x2"]
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("the agree" + DIVIDED_WORD, "ment is", "the agreement is"),
        ("a well" + DIVIDED_WORD, "known rule", "a well-known rule"),
        ("a well-", "known rule", "a well-known rule"),
        ("a data-", "base", "a database"),
        ("a strange-", "looking rule", "a strange-looking rule"),
        ("an un" + DIVIDED_WORD, "heard word", "an unheard word"),
        ("on 32-", "bit", "on 32-bit"),
        ("Anglo" + DIVIDED_WORD, "Saxon", "Anglo-Saxon"),
        ("one –", "two", "one – two"),
        ("see http://example.org/a/", "b/c.html for", "see http://example.org/a/b/c.html for"),
        ("see http://example.org/", "and more", "see http://example.org/ and more"),
        ("(https://www.", "example.org).", "(https://www.example.org)."),
        ("租约于五月", "到期。", "租约于五月到期。"),
        ("in 租约", "end", "in 租约 end"),
        ("soft hy\u00ad", "phen", "soft hyphen"),
        ("", "first", "first"),
    ],
)
def test_lines_are_joined_as_a_reader_would(before: str, after: str, expected: str) -> None:
    assert undivided(joined(before, after), WORDS) == expected


@pytest.mark.parametrize(
    ("as_set", "text"),
    [
        ("J¨org Faur´e", "Jörg Fauré"),
        ("Voil`a, fran¸cais, fac¸ade", "Voilà, français, façade"),
        ("na¨ıve", "naïve"),
        ("a ¨ b, 5´ 10", "a ¨ b, 5´ 10"),
        ("`quoted' and `code`", "`quoted' and `code`"),
    ],
)
def test_accents_go_on_their_letters(as_set: str, text: str) -> None:
    assert with_accents(as_set) == text

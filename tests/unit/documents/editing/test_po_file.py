from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_llm.documents.editing.po_file import entries_of, field_lines, quoted, unquoted

TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\x00\x85\u2028\u2029\x1c\x1d\x1e"), max_size=200
)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_reads_as_it_was_written(text: str) -> None:
    assert unquoted(quoted(text)) == text
    entry = next(entries_of([*field_lines("msgid", text), 'msgstr ""']))
    assert entry.text("msgid") == text


def test_a_long_text_is_broken_after_words() -> None:
    lines = field_lines("msgstr", "word " * 40)
    assert lines[0] == 'msgstr ""'
    assert max(map(len, lines)) <= 80
    assert len(lines) > 2


def test_octal_and_hexadecimal_numbers_are_letters() -> None:
    assert unquoted(r'"\101\x42\n\q"') == "AB\nq"


def test_entries_without_blank_lines_between_them_are_told_apart() -> None:
    lines = ['msgid "a"', 'msgstr "b"', 'msgid "c"', 'msgstr "d"', '#~ msgid "old"']
    assert [entry.text("msgid") for entry in entries_of(lines)] == ["a", "c"]

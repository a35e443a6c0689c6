import codecs

import pytest

from desktop_llm.assist.writing.file_text import file_text
from desktop_llm.assist.writing.text_change import TextChange, applied


def test_positions_are_the_same_in_both_and_the_file_keeps_its_line_ends_and_its_mark() -> None:
    data = codecs.BOM_UTF8 + b"a teh\r\ncat\rsat"
    written = file_text(data)
    assert written.text == "a teh \ncat\nsat"
    change = TextChange(start=2, end=10, before="teh \ncat", after="the \ndog")
    own = written.own(change)
    assert (own.before, own.after) == ("teh\r\ncat", "the\r\ndog")
    assert written.encoded(applied(written.original, [own])) == codecs.BOM_UTF8 + b"a the\r\ndog\rsat"


def test_a_change_over_an_old_line_end_keeps_it() -> None:
    written = file_text(b"cat\rsat")
    assert written.own(TextChange(start=0, end=7, before="cat\nsat", after="dog\nsat")).after == "dog\rsat"


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(UnicodeDecodeError):
        file_text(b"\xff\xfe\x00")

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.storage.storable_text import storable_text


@pytest.mark.parametrize("text", ["", "plain", "Grüße 😀 שלום 你好", "a\x02\r\n\tb"])
def test_text_that_can_be_stored_stays_as_it_is(text: str) -> None:
    assert storable_text(text) == text


@pytest.mark.parametrize(
    ("text", "storable"),
    [
        ("a\ud83db", "a\ufffdb"),
        ("\ude00", "\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("x\0y", "x\ufffdy"),
        ("\0\ud800 你", "\ufffd\ufffd 你"),
    ],
)
def test_what_cannot_be_stored_is_replaced(text: str, storable: str) -> None:
    assert storable_text(text) == storable


@given(st.text())
def test_every_string_becomes_storable(text: str) -> None:
    storable = storable_text(text)
    assert storable.encode().decode() == storable
    assert "\0" not in storable

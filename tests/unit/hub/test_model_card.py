import re
import time

import pytest

from desktop_llm.hub.model_card import CARD_BYTES, card_text


def test_the_yaml_head_is_left_out() -> None:
    assert card_text(b"---\nlicense: mit\ntags:\n- x\n---\n\n# Title\n\n---\nText") == "# Title\n\n---\nText"
    assert card_text(b"# Title") == "# Title"


def test_html_becomes_text() -> None:
    card = b'<div align="center"><img src="http://x/y.png"></div>\n<p>One &amp; two</p><!-- not\nshown -->\nThree'
    assert card_text(card) == "One &amp; two\n\nThree"


def test_scripts_are_left_out_whole() -> None:
    assert card_text(b"a<script>\nalert(1)\n</script>b<style>p{}</style>c") == "abc"
    assert card_text(b"a<script>never closed") == "a"


def test_code_stays_as_it_is() -> None:
    card = "Use `<think>` and\n\n```html\n<b>bold</b>\n```\n\nnot <b>bold</b>"
    assert card_text(card.encode()) == "Use `<think>` and\n\n```html\n<b>bold</b>\n```\n\nnot bold"


@pytest.mark.parametrize(
    "card",
    [b"&lt;script&gt;x", b"<<b>script>x", b"<scr<!-- -->ipt>x", b"<img src=x onerror=y", b"<style>a</style><script>x"],
)
def test_no_html_is_left_over(card: bytes) -> None:
    assert re.search(r"<[a-z/!]", card_text(card)) is None


def test_addresses_in_brackets_stay() -> None:
    assert card_text(b"See <https://example.org/a>, 1 < 2") == "See <https://example.org/a>, 1 < 2"


def test_a_long_card_is_bounded_and_says_so() -> None:
    text = card_text(b"word " * CARD_BYTES)
    assert len(text) <= CARD_BYTES + 3
    assert text.endswith("…")


@pytest.mark.parametrize("piece", ["`", "~", "```\n", "<!--", "<a", "<a ", "<script>", "---\n", "\n ", "`a\n", "```x"])
def test_a_card_made_to_take_long_does_not(piece: str) -> None:
    began_s = time.monotonic()
    card_text(piece.encode() * (CARD_BYTES // len(piece)))
    assert time.monotonic() - began_s < 2


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert card_text(b"a\xff\x00\x1b[31mb\r\nc") == "a�[31mb\nc"

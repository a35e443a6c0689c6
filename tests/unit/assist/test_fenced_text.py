import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.fenced_text import fenced, plain_name, plain_text
from tests.fakes.prompt_attacks import ATTACKED_NAMES, ATTACKS

every_attack = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)

# What tests of prompts look for. Written on its own, so that a hole in the program's patterns shows.
_MARKS = re.compile(
    r"<\s*/?\s*document|<\s*[|/|／]|<[a-z_]+>|\[/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS)\]"
    r"|^\W*(?:system|user|assistant|tool|###\s*\w+)\W{0,3}[::]",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_ROLE = re.compile(r"^> .*$", re.MULTILINE)
_pieces = st.sampled_from(
    ["<", ">", "/", "|", "[", "]", "document", "im_end", "INST", " ", "\n", "System", ":", "#", "\u200b", "<", "x"]
)


def _marks_in(text: str) -> list[str]:
    return _MARKS.findall(_QUOTED_ROLE.sub("", text))


@every_attack
def test_no_attack_keeps_a_mark(attack: str) -> None:
    assert _marks_in(plain_text(attack)) == []


@every_attack
def test_what_an_attack_says_stays_readable(attack: str) -> None:
    assert "OBEY" in plain_text(attack)


@every_attack
def test_an_attack_stays_within_the_one_fence(attack: str) -> None:
    lines = fenced(attack, "report.pdf").splitlines()
    assert lines[0] == '<document name="report.pdf">'
    assert lines[-1] == "</document>"
    assert _marks_in("\n".join(lines[1:-1])) == []


@given(st.lists(_pieces, max_size=40).map("".join))
def test_no_combination_of_pieces_makes_a_mark(text: str) -> None:
    assert not re.search(r"<\s*/?\s*document|<\s*[|/]|\[/?INST\]", plain_text(text), re.IGNORECASE)


@given(st.text())
def test_text_that_was_made_plain_stays_as_it_is(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "The price rose by 3 %, from 4.20 € to 4.33 €.\n\n- one\n- two\n",
        "می‌خواهم",  # the joiner within the word belongs to it
        "👩‍🔬",
        "Der System-Test [1] und die Eingabe [A] (vgl. [II]).",
        "The system: it works as described. " * 2,
    ],
)
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize("name", ATTACKED_NAMES)
def test_a_name_cannot_leave_its_attribute(name: str) -> None:
    assert re.fullmatch(r'<document name="[^"<>\n]*">\nx\n</document>', fenced("x", name))
    assert len(plain_name(name)) <= 120

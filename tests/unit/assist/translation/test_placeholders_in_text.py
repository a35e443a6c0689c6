import pytest

from desktop_llm.assist.translation.placeholders_in_text import (
    added_placeholders,
    missing_placeholders,
    placeholders_in,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello %(name)s, %d files", ["%(name)s", "%d"]),
        ("%1$s of %2$d", ["%1$s", "%2$d"]),
        ("Hi {name}, {0:.2f} of {{ total }} for ${user}", ["{name}", "{0:.2f}", "{{ total }}", "${user}"]),
        ("See https://example.org/a?b=1, or mail me@example.org.", ["https://example.org/a?b=1", "me@example.org"]),
        ("⟦1⟧bold⟦/1⟧ &amp; &#8230;", ["⟦1⟧", "⟦/1⟧", "&amp;", "&#8230;"]),
        ("100% sure, 5 % des Umsatzes, 50%discount", []),
        ("a {b c} set {} AT&T; x", ["{}"]),
    ],
)
def test_what_must_come_back_is_found(text: str, expected: list[str]) -> None:
    assert placeholders_in(text) == expected


def test_a_placeholder_that_comes_back_once_instead_of_twice_is_missing_once() -> None:
    assert missing_placeholders("%s and %s", "%s") == ["%s"]
    assert missing_placeholders("%s and %d", "%d und %s") == []
    assert added_placeholders("%s", "%s {x}") == ["{x}"]

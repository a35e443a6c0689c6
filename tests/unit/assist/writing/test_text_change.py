import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.writing.text_change import ChangeDoubt, TextChange, applied, edits_per_100_words, reverting

TEXT = "I has a apple."
CHANGES = (
    TextChange(start=2, end=5, before="has", after="have"),
    TextChange(start=6, end=7, before="a", after="an"),
    TextChange(start=14, end=14, before="", after=" Really."),
)


def test_all_changes_are_made_at_once_in_whatever_order_they_come() -> None:
    assert applied(TEXT, reversed(CHANGES)) == "I have an apple. Really."
    assert applied(TEXT, ()) == TEXT


def test_a_change_that_does_not_fit_is_not_made() -> None:
    with pytest.raises(ValueError, match="at 2"):
        applied("I had a apple.", CHANGES)
    with pytest.raises(ValueError, match="at 4"):
        applied(TEXT, (CHANGES[0], TextChange(start=4, end=5, before="s", after="")))


@given(st.text(max_size=60), st.data())
def test_reverting_gives_the_original_back(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    changes = [
        TextChange(start=start, end=end, before=text[start:end], after=data.draw(st.text(max_size=5)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    changed = applied(text, changes)
    assert applied(changed, reverting(changes)) == text


def test_a_change_with_a_doubt_is_not_checked() -> None:
    assert CHANGES[0].is_checked
    assert not TextChange(start=0, end=1, before="I", after="Bo", doubt=ChangeDoubt.NAME).is_checked


def test_edits_are_counted_per_hundred_words() -> None:
    assert edits_per_100_words(CHANGES, 60) == 5.0
    assert edits_per_100_words(CHANGES, 0) == 0.0

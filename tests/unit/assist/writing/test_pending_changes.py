from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.writing.pending_changes import TextEdit, accepted, followed, refitted
from desktop_llm.assist.writing.text_change import TextChange, applied

TEXT = "I has a apple and a aunt."
HAS = TextChange(start=2, end=5, before="has", after="have")
APPLE = TextChange(start=6, end=7, before="a", after="an")
AUNT = TextChange(start=18, end=19, before="a", after="an")
CHANGES = (HAS, APPLE, AUNT)


def test_changes_behind_an_edit_move_with_the_text() -> None:
    pending = followed(CHANGES, TextEdit(0, 0, "Yes, "))
    assert [change.start for change in pending.changes] == [7, 11, 23]
    assert all(change.fits("Yes, " + TEXT) for change in pending.changes)
    assert pending.withdrawn == ()


def test_a_change_whose_words_are_edited_is_withdrawn_also_at_its_end() -> None:
    assert followed(CHANGES, TextEdit(3, 1, "")).withdrawn == (HAS,)
    assert followed(CHANGES, TextEdit(5, 0, "t")).withdrawn == (HAS,)
    assert followed(CHANGES, TextEdit(4, 12, "")).withdrawn == (HAS, APPLE)


def test_what_is_accepted_moves_the_others_and_nothing_else_happens() -> None:
    text, pending = accepted(TEXT, CHANGES, [APPLE])
    assert text == "I has an apple and a aunt."
    assert [change.start for change in pending.changes] == [2, 19]
    assert accepted(text, pending.changes, pending.changes)[0] == "I have an apple and an aunt."


def test_neighbours_without_a_space_between_them_do_not_push_each_other_out() -> None:
    first = TextChange(start=0, end=2, before="猫。", after="犬。")
    second = TextChange(start=2, end=3, before="鳥", after="魚")
    text, pending = accepted("猫。鳥", (first, second), [first])
    assert accepted(text, pending.changes, pending.changes)[0] == "犬。魚"


def test_a_text_that_was_exchanged_keeps_the_changes_that_still_fit() -> None:
    pending = refitted("I had a apple.", CHANGES)
    assert (pending.changes, pending.withdrawn) == ((APPLE,), (HAS, AUNT))


@given(st.integers(0, len(TEXT)), st.integers(0, 6), st.text(max_size=6))
def test_whatever_is_edited_no_change_ever_stands_in_a_wrong_place(position: int, n_removed: int, added: str) -> None:
    n_removed = min(n_removed, len(TEXT) - position)
    edited = TEXT[:position] + added + TEXT[position + n_removed :]
    pending = followed(CHANGES, TextEdit(position, n_removed, added))
    assert len(pending.changes) + len(pending.withdrawn) == len(CHANGES)
    applied(edited, pending.changes)

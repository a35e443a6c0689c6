from desktop_llm.assist.word_diff import ChangeKind, WordChange, phrase_edits, word_changes, word_edits


def test_what_was_taken_out_and_put_in_stands_where_it_was() -> None:
    assert word_changes("The old pump stops.", "The pump halts.") == (
        WordChange(ChangeKind.SAME, "The"),
        WordChange(ChangeKind.REMOVED, " old"),
        WordChange(ChangeKind.SAME, " pump "),
        WordChange(ChangeKind.REMOVED, "stops"),
        WordChange(ChangeKind.ADDED, "halts"),
        WordChange(ChangeKind.SAME, "."),
    )


def test_both_texts_are_in_it_whole() -> None:
    old, new = "a b\n c, d", "b  c; e 猫"
    changes = word_changes(old, new)
    assert "".join(each.text for each in changes if each.kind is not ChangeKind.ADDED) == old
    assert "".join(each.text for each in changes if each.kind is not ChangeKind.REMOVED) == new


def changed(old: str, new: str) -> list[tuple[str, str]]:
    edits = phrase_edits(old, word_edits(old, new))
    made = old
    for edit in reversed(edits):
        made = made[: edit.start] + edit.after + made[edit.end :]
    assert made.split() == new.split()
    return [(old[edit.start : edit.end], edit.after) for edit in edits]


def test_edits_are_of_whole_words_and_neighbours_are_one_phrase() -> None:
    assert changed("i dont have go home", "I don't have gone home") == [("i dont", "I don't"), ("go", "gone")]
    assert changed("well known", "well-known") == [("well known", "well-known")]
    assert changed("Hello John", "Hello, John") == [("", ",")]
    assert changed("the the cat", "the cat") == [("the ", "")]
    assert changed("same", "same") == []


def test_white_space_is_the_same_however_wide_it_is() -> None:
    assert changed("one  two\nthree", "one two three") == []
    assert changed("one tow\n  there", "one two three") == [("tow\n  there", "two\n  three")]


def test_words_of_other_scripts_are_whole_too() -> None:
    assert changed("मैं घर जाता है", "मैं घर जाता हूँ") == [("है", "हूँ")]
    assert changed("私は学校え行く", "私は学校へ行く") == [("え", "へ")]

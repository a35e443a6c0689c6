from desktop_llm.assist.word_diff import ChangeKind, WordChange, word_changes


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

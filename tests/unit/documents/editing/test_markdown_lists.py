from desktop_llm.documents.editing.markdown_lists import ListPrefixes, continuation_of


def test_a_new_item_is_marked_as_the_one_before_it() -> None:
    lists = ListPrefixes()
    lists.note(1, "* ")
    assert lists.prefix(1, is_numbered=False) == "* "
    lists.note(1, "4) ")
    assert [lists.prefix(1, is_numbered=True) for _ in range(2)] == ["5) ", "6) "]


def test_a_deeper_item_stands_below_the_words_of_the_one_above() -> None:
    lists = ListPrefixes()
    lists.note(1, "> 10. ")
    assert lists.prefix(2, is_numbered=False) == ">     - "
    assert lists.prefix(1, is_numbered=True) == "> 11. "


def test_after_another_block_a_list_begins_anew() -> None:
    lists = ListPrefixes()
    lists.note(1, "7. ")
    lists.end()
    assert lists.prefix(1, is_numbered=True) == "1. "


def test_what_stands_before_further_lines_shows_nothing() -> None:
    assert continuation_of("> 12. ") == ">     "

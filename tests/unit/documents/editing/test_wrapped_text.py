from desktop_llm.documents.editing.wrapped_text import MARK, wrapped_paragraphs

TEXT = """The first paragraph is broken into lines by hand,
and goes on in the second line of it.

  - an item that is about as long as its lines are
    goes on below its words, and is broken there
  - another
Short line
Another
"""
STEPS = """The first line of it is long enough to go on below
   indented by three, and as long as the first one is,
      and this one stands apart from it for some reason.
"""


def test_lines_that_were_broken_by_hand_are_one_paragraph() -> None:
    assert [each.words for each in wrapped_paragraphs(TEXT)] == [
        "The first paragraph is broken into lines by hand, and goes on in the second line of it.",
        "an item that is about as long as its lines are goes on below its words, and is broken there",
        "another",
        "Short line",
        "Another",
    ]
    assert [each.line for each in wrapped_paragraphs(TEXT)] == [1, 4, 6, 7, 8]


def test_a_span_is_from_the_first_word_to_the_last() -> None:
    first, *_ = wrapped_paragraphs(TEXT)
    assert TEXT[slice(*first.span)].split() == first.words.split()


def test_a_line_that_stands_elsewhere_than_the_second_is_another_paragraph() -> None:
    assert [each.words.split()[0] for each in wrapped_paragraphs(STEPS)] == ["The", "and"]


def test_another_text_is_broken_at_the_same_width_and_stands_below_the_same_words() -> None:
    _, item, *_ = wrapped_paragraphs(TEXT)
    lines = item.flow.lines("word " * 20 + "end").split("\n")
    assert len(lines) == 3
    assert all(len(line) <= item.flow.width for line in lines)
    assert all(line.startswith("    word") for line in lines[1:])


def test_below_others_it_begins_in_a_line_of_its_own() -> None:
    *_, last = wrapped_paragraphs("  - one\n")
    assert last.flow.lines_below("eins") == "\n    eins"


def test_code_between_paragraphs_is_none() -> None:
    text = "Type this:\n\n    >>> for each in words:\n    ...     print(each)\n\nThen look.\n"
    assert [each.words for each in wrapped_paragraphs(text)] == ["Type this:", "Then look."]


def test_marks_take_no_room() -> None:
    marked = TEXT.replace("first", f"{MARK}first{MARK}").replace("item that", f"item{MARK * 9} that")
    plain = list(wrapped_paragraphs(TEXT))
    found = list(wrapped_paragraphs(marked))
    assert [each.words.replace(MARK, "") for each in found] == [each.words for each in plain]
    assert [each.flow.width for each in found] == [each.flow.width for each in plain]
    _, item, *_ = found
    words = " ".join(f"{MARK}word{MARK}" for _ in range(20))
    assert item.flow.lines(words).replace(MARK, "") == item.flow.lines("word " * 19 + "word")

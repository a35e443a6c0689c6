from desktop_llm.assist.writing.rewrite_pieces import rewrite_pieces

TEXT = "First paragraph.\n\nSecond\nparagraph.\n\n```\ncode = 1\n\nmore\n```\n\n42\n\nThird one.\n"


def test_paragraphs_go_together_as_far_as_they_fit_and_code_stays() -> None:
    pieces = rewrite_pieces(TEXT, "en", 1000)
    assert pieces.texts == ("First paragraph.\n\nSecond\nparagraph.", "Third one.")
    assert pieces.joined(["A.", "B."]) == "A.\n\n```\ncode = 1\n\nmore\n```\n\n42\n\nB.\n"
    assert pieces.joined(["A."]) == "A."


def test_unchanged_pieces_give_the_text_back() -> None:
    pieces = rewrite_pieces(TEXT, "en", 20)
    assert len(pieces.spans) == 3
    assert pieces.joined(list(pieces.texts)) == TEXT


def test_a_long_paragraph_is_divided_between_sentences() -> None:
    text = "This is a sentence of a long paragraph. " * 100
    pieces = rewrite_pieces(text, "en", 500)
    assert all(len(each) <= 1200 for each in pieces.texts)
    assert all(each.endswith(".") for each in pieces.texts)
    assert pieces.joined(list(pieces.texts)) == text


def test_nothing_is_made_of_nothing() -> None:
    assert rewrite_pieces("", "", 100).spans == ()
    assert rewrite_pieces("42 \n\n", "", 100).joined([]) == "42 \n\n"

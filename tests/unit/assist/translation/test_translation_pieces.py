from desktop_llm.assist.translation.translation_pieces import MOST_CHARACTERS, has_words, pieces_of


def test_a_paragraph_is_one_piece_and_keeps_the_space_around_it() -> None:
    pieces = pieces_of("  One. Two.\n", "en")

    assert pieces.texts == ("One. Two.",)
    assert pieces.joined(["Eins. Zwei."], "de") == ("  Eins. Zwei.\n", (2,))


def test_a_long_paragraph_is_divided_between_sentences_and_nothing_is_lost() -> None:
    text = " ".join(f"This is sentence number {number}." for number in range(100))
    pieces = pieces_of(text, "en")

    assert all(len(piece) <= MOST_CHARACTERS for piece in pieces.texts)
    assert all(piece.endswith(".") for piece in pieces.texts)
    assert pieces.joined(pieces.texts, "de")[0] == text


def test_a_sentence_without_an_end_is_cut_between_words_and_a_word_without_an_end_anywhere() -> None:
    words = pieces_of("word " * 1000, "en")
    letters = pieces_of("x" * 3000, "en")

    assert all(set(piece.split()) == {"word"} for piece in words.texts)
    assert "".join(letters.texts) == "x" * 3000
    assert all(len(piece) <= MOST_CHARACTERS for piece in (*words.texts, *letters.texts))


def test_between_pieces_there_is_a_space_where_the_script_has_some() -> None:
    chinese = "这是一个很长的句子,讲的是一座老磨坊的历史。" * 80
    pieces = pieces_of(chinese, "zh")

    assert len(pieces.texts) > 1
    assert pieces.joined(["A.", "B."], "en")[0].startswith("A. B.")
    english = pieces_of("This is a sentence of some length here. " * 60, "en")
    assert english.joined(["一。", "二。"], "zh")[0].startswith("一。二。")


def test_lines_are_pieces_for_a_model_that_ends_with_the_line() -> None:
    pieces = pieces_of("One.\n\n  Two.", "en", is_line_by_line=True)

    assert pieces.texts == ("One.", "Two.")
    assert pieces.joined(["Eins.", "Zwei."], "de")[0] == "Eins.\n\n  Zwei."


def test_numbers_addresses_and_placeholders_are_no_words() -> None:
    assert not has_words(" 12.5 % – https://example.org %(name)s ⟦1⟧ ")
    assert has_words("12 Uhr")

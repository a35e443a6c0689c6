from desktop_llm.assist.writing.text_change import ChangeCategory, ChangeDoubt
from desktop_llm.assist.writing.writing_notes import WritingNote
from desktop_llm.ui.rows.change_words import (
    category_name,
    change_html,
    doubt_sentence,
    doubtful_text,
    found_text,
    left_out_text,
    note_sentences,
    reading_text,
    with_keys,
    withdrawn_text,
)
from desktop_llm.ui.window_commands import WindowCommand


def test_everything_has_words() -> None:
    assert all(category_name(category) for category in ChangeCategory)
    assert all(doubt_sentence(doubt) for doubt in ChangeDoubt)
    assert all(note_sentences("M", [note]) for note in WritingNote)
    assert doubt_sentence(None) == ""


def test_changes_are_told_by_how_many_there_are_for_100_words() -> None:
    assert found_text(0, 50) == "Nothing to change was found."
    assert found_text(1, 50) == "1 change · 2.0 per 100 words"
    assert found_text(12, 400) == "12 changes · 3.0 per 100 words"
    assert doubtful_text(1) == "1 of them is to be looked at by yourself"
    assert doubtful_text(2).startswith("2 of them are")


def test_words_of_a_model_are_no_html() -> None:
    assert "&lt;i&gt;" in change_html("<i>", "x")
    assert "(space)" in change_html("  ", "x")


def test_what_was_left_out_or_withdrawn_is_said() -> None:
    assert left_out_text(0, 0) == ""
    assert left_out_text(2, 1).endswith("no usable answer: 1.")
    assert "3 changes" in withdrawn_text(3)
    assert reading_text(3, 1200) == "Read 3 of 1,200 sentences"


def test_keys_stand_behind_a_text() -> None:
    assert with_keys("Accept", WindowCommand.ACCEPT_CHANGE) == "Accept (F9)"
    assert with_keys("Compose", WindowCommand.COMPOSE_TEXT) == "Compose"

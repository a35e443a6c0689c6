from desktop_llm.assist.writing.text_change import applied
from desktop_llm.assist.writing.version_changes import version_changes

BEFORE = "We got your letter.\n\nWe will pay soon."


def test_the_same_paragraphs_in_other_words_are_changes_of_words() -> None:
    after = "We received your letter.\n\nWe will pay by Friday."
    changes = version_changes(BEFORE, after)
    assert changes is not None
    assert applied(BEFORE, changes) == after
    assert [(change.before, change.after) for change in changes] == [("got", "received"), ("soon", "by Friday")]


def test_other_paragraphs_are_another_text() -> None:
    assert version_changes(BEFORE, "We got your letter and will pay.") is None
    assert version_changes(BEFORE, "- We got your letter.\n\n- We will pay soon.") is None
    assert version_changes(BEFORE, "We **got** your letter.\n\nWe will pay soon.") is None


def test_a_line_end_that_the_model_made_is_a_space() -> None:
    changes = version_changes("We got your letter.", "We have\nyour letter.")
    assert changes is not None
    assert applied("We got your letter.", changes) == "We have your letter."


def test_a_very_long_paragraph_is_changed_as_a_whole() -> None:
    long = "word " * 1000
    changes = version_changes(long.strip(), (long + "more").strip())
    assert changes is not None
    assert len(changes) == 1

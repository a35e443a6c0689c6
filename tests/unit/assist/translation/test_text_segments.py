import pytest

from desktop_llm.assist.translation.text_segments import rewrapped, segmented_text

WRAPPED = (
    "This is a paragraph that somebody wrapped at a width\n"
    "of about fifty characters, so that its lines are one\n"
    "sentence."
)


def test_each_line_is_a_segment_without_its_marks_and_spaces() -> None:
    text = segmented_text("# Title\n\n  - One item\n  - Two\n> 3. Said\n\nEnd  \n")

    assert text.texts == ("Title", "One item", "Two", "Said", "End")
    assert text.joined(["TITEL", "EINS", "ZWEI", "GESAGT", "ENDE"])[0] == (
        "# TITEL\n\n  - EINS\n  - ZWEI\n> 3. GESAGT\n\nENDE  \n"
    )


def test_lines_that_were_wrapped_are_one_paragraph_and_are_wrapped_again() -> None:
    text = segmented_text(f"{WRAPPED}\n\nNext.")

    assert text.texts == (WRAPPED.replace("\n", " "), "Next.")
    assert text.segments[0].width == 52
    lines = rewrapped("Wort " * 40, text.segments[0]).split("\n")
    assert len(lines) > 3
    assert all(len(line) <= 52 for line in lines)
    assert rewrapped("Weiter.", text.segments[1]) == "Weiter."


def test_short_lines_and_whole_sentences_stay_lines() -> None:
    poem = "The woods are lovely\ndark and deep"
    sentences = "This is a whole sentence that ends where its line does.\nAnd here is another one."

    assert segmented_text(poem).texts == tuple(poem.split("\n"))
    assert segmented_text(sentences).texts == tuple(sentences.split("\n"))


def test_code_between_fences_is_no_text() -> None:
    text = segmented_text("Run this:\n```sh\nmake test\n```\nDone.")

    assert text.texts == ("Run this:", "Done.")
    assert text.joined(["Starte:", "Fertig."])[0] == "Starte:\n```sh\nmake test\n```\nFertig."


def test_where_each_translation_begins_is_told() -> None:
    text = segmented_text("- A\n- B")
    joined, starts = text.joined(["Eins", "Zwei"])

    assert [joined[start : start + 4] for start in starts] == ["Eins", "Zwei"]


@pytest.mark.parametrize("text", ["", "\n\n", "```\nx", "- \n-", "a\n\n\n  b \n", "#hashtag no heading\n1) x"])
def test_whatever_the_text_it_comes_back_as_it_is(text: str) -> None:
    segmented = segmented_text(text)
    assert segmented.joined([text[each.start : each.end] for each in segmented.segments])[0] == text


@pytest.mark.parametrize(
    "code", ["```\n~~~\nx = 1\n~~~\ny\n```", "````\n```\nx = 1\n```\n````", "~~~\n```python\nx = 1\n~~~~ "]
)
def test_a_fence_ends_with_its_like(code: str) -> None:
    assert segmented_text(f"Before\n{code}\nBehind").texts == ("Before", "Behind")


def test_code_within_a_line_is_no_fence() -> None:
    assert segmented_text("Use ```x```.\n```y``` is better.").texts == ("Use ```x```.", "```y``` is better.")

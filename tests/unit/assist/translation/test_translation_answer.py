import pytest

from desktop_llm.assist.translation.translation_answer import clean_answer, clean_text


@pytest.mark.parametrize(
    "answer",
    [
        "Die Pumpe hält an.",
        "  Die Pumpe hält an.\n",
        "Here is the translation:\n\nDie Pumpe hält an.",
        "Sure! Here is the German translation of the text: Die Pumpe hält an.",
        "Sure! Here's the text you asked for:\nDie Pumpe hält an.",
        "German: Die Pumpe hält an.",
        "**Translation:** Die Pumpe hält an.",
        "Übersetzung:\nDie Pumpe hält an.",
        '"Die Pumpe hält an."',
        "„Die Pumpe hält an.“",
        "```\nDie Pumpe hält an.\n```",
        "Die Pumpe hält an.\n\nNote: I kept the tone neutral.",
        "<think>The user wants German.</think>\n\nDie Pumpe hält an.",
        "Hm, German.</think>Die Pumpe hält an.",
        "Die Pumpe h\u200bält an.",
    ],
)
def test_what_is_no_translation_is_taken_off(answer: str) -> None:
    assert clean_answer(answer, "The pump stops.", "German").text == "Die Pumpe hält an."


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ("Übersetzung: nächste Woche", "Translation: next week"),
        ("„Halt!“", "“Stop!”"),
        ('"A" und "B"', "A and B"),
        ("Hier ist die Liste:\nÄpfel", "Here is the list:\nApples"),
        ("Eins\n\nNote: zwei", "One\n\nNote: two"),
        ("Press start.\n\nNote: keep it shut.\n\nWait.", "Start drücken.\n\nHinweis: zu lassen.\n\nWarten."),
        ("Die Übersetzung ist gut: sie stimmt.", "The translation is good: it is right."),
    ],
)
def test_what_the_source_has_too_stays(answer: str, source: str) -> None:
    assert clean_answer(answer, source, "German").text == answer


def test_thoughts_without_an_end_are_no_translation() -> None:
    assert clean_answer("<think>I wonder what German is", "The pump stops.").text == ""


def test_where_the_translation_begins_is_told() -> None:
    answer = "Here is the translation:\n\nDie Pumpe hält an."

    assert clean_answer(answer, "The pump stops.").start == answer.index("Die")


def test_behind_several_paragraphs_too_a_note_is_taken_off() -> None:
    answer = "Press start.\n\nNote: keep it shut.\n\nNote: I kept the tone.\n\nLet me know."
    assert clean_answer(answer, "Start drücken.\n\nHinweis: zu lassen.").text == "Press start.\n\nNote: keep it shut."


@pytest.mark.parametrize("frame", ["{}", "Here is a draft:\n\n{}", '"{}"', "```\n{}\n```", "<think>Hm.</think>{}"])
def test_a_letter_is_whole_whatever_it_hopes_and_asks(frame: str) -> None:
    letter = "Dear Ms Tanaka,\n\nI hope you are well.\n\nNote: the rent rises.\n\nLet me know.\n\nRegards"
    assert clean_text(frame.format(letter), "Tell her that the rent rises.") == letter

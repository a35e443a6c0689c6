from collections.abc import Callable

from desktop_llm.assist.translation.mark_repair import Care, Question, Restored, repair, restored
from desktop_llm.assist.translation.protected_text import MarkFault, ProtectedText
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart

BOLD: Content = ("Read the ", InlineStart(1), "red manual", InlineEnd(1), " first", InlineObject(2))


def repaired(content: Content, answer: str, translate: Callable[[Question], tuple[str, ...]]) -> Restored:
    steps = repair(ProtectedText(content), answer, content)
    question = next(steps)
    while True:
        try:
            question = steps.send(translate(question))
        except StopIteration as end:
            return end.value


def test_what_is_right_needs_no_repair() -> None:
    protected = ProtectedText(BOLD)
    assert restored(protected, "x ⟦1⟧y⟦/1⟧⟦2⟧") is not None
    assert restored(protected, "x ⟦1⟧y⟦2⟧") is None


def test_the_end_of_a_format_without_its_brackets_is_one_and_never_stays_in_the_text() -> None:
    protected = ProtectedText(BOLD)
    expected = ("Lies das ", InlineStart(1), "Handbuch", InlineEnd(1), " zuerst", InlineObject(2))
    for end in ("/1", "[/1]", "(/1)"):
        found = restored(protected, f"Lies das ⟦1⟧Handbuch{end} zuerst⟦2⟧")
        assert found is not None
        assert found.content == expected
    result = repaired(BOLD, "Lies das -Handbuchs/1.⟦2⟧", lambda question: tuple("x" for _ in question.texts))
    assert (result.care, result.content) == (Care.FORMATS_LOST, ("Lies das -Handbuchs.", InlineObject(2)))
    ratio: Content = ("At a ratio of 3/1, ", InlineStart(1), "stop", InlineEnd(1))
    assert restored(ProtectedText(ratio), "Bei 3/1 ⟦1⟧halten") is None


def test_asked_again_with_its_marks_a_model_may_keep_them() -> None:
    asked: list[Question] = []

    def translate(question: Question) -> tuple[str, ...]:
        asked.append(question)
        return ("Lies ⟦1⟧das Handbuch⟦/1⟧⟦2⟧",)

    result = repaired(BOLD, "Lies das Handbuch", translate)
    assert asked == [Question(("Read the ⟦1⟧red manual⟦/1⟧ first⟦2⟧",), must_keep_marks=True)]
    assert result.care is Care.ASKED_AGAIN
    assert result.content == ("Lies ", InlineStart(1), "das Handbuch", InlineEnd(1), InlineObject(2))


def test_a_format_is_put_around_what_its_words_became() -> None:
    words = {"red manual": "Rote Handbuch"}
    result = repaired(
        BOLD,
        "Lies zuerst das rote Handbuch⟦2⟧",
        lambda question: tuple(words.get(text, "unlike") for text in question.texts),
    )
    assert result.care is Care.PLACED
    assert result.content == ("Lies zuerst das ", InlineStart(1), "rote Handbuch", InlineEnd(1), InlineObject(2))


def test_a_format_that_cannot_be_placed_is_lost_and_told() -> None:
    result = repaired(BOLD, "Lies das Buch⟦2⟧", lambda question: tuple("Handbuch" for _ in question.texts))
    assert result.care is Care.FORMATS_LOST
    assert result.content == ("Lies das Buch", InlineObject(2))
    assert MarkFault.MISSING in [each.fault for each in result.lost]


def test_placeholders_are_kept_by_translating_what_stands_between_them() -> None:
    words = {"Deleted": "Gelöscht:", "items.": "Dinge."}
    result = repaired(
        ("Deleted %(n)d items.",),
        "Alles gelöscht.",
        lambda question: tuple(words.get(text, "nothing") for text in question.texts),
    )
    assert result.care is Care.IN_PARTS
    assert result.content == ("Gelöscht: %(n)d Dinge.",)


def test_what_cannot_be_saved_stays_as_it_is_and_is_told() -> None:
    source: Content = ("Deleted %(n)d items.",)
    result = repaired(source, "", lambda question: tuple("" for _ in question.texts))
    assert (result.care, result.content) == (Care.NOT_TRANSLATED, source)


def test_a_part_that_became_the_whole_is_not_taken() -> None:
    source: Content = ("Deleted %(n)d items of this folder.",)
    whole = "Es wurden einige Dinge aus diesem Ordner gelöscht, und zwar so viele, wie dort standen."
    result = repaired(source, "", lambda question: tuple(whole for _ in question.texts))
    assert (result.care, result.content) == (Care.NOT_TRANSLATED, source)

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_llm.assist.translation.protected_text import MarkFault, ProtectedText
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart

FORMATS: Content = ("a ", InlineStart(1), "b ", InlineObject(2, "x"), InlineEnd(1), " c")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Delete %(name)s?", "Delete ⟦1⟧?"),
        ("%s of %s, %d%%", "⟦1⟧ of ⟦2⟧, ⟦3⟧⟦4⟧"),
        ("5 % des Umsatzes, 100% sure, 100%% too", "5 % des Umsatzes, 100% sure, 100%% too"),
        ("%1$s and %2$d", "⟦1⟧ and ⟦2⟧"),
        ("{name}, {}, {0:.2f}, ${x}, {{ y }}", "⟦1⟧, ⟦2⟧, ⟦3⟧, ⟦4⟧, ⟦5⟧"),
        ("Mail me@x.org or see https://x.org/a?b=(c).", "Mail ⟦1⟧ or see ⟦2⟧(c)."),
        ("Tom &amp; Jerry&#160;", "Tom ⟦1⟧ Jerry⟦2⟧"),
        ('Press <gui style="m">File ▸ <em>x</em></gui> now<br/>', "Press ⟦1⟧File ▸ ⟦2⟧x⟦/2⟧⟦/1⟧ now⟦3⟧"),
        ("Type <code>a &lt; b</code> here", "Type ⟦1⟧ here"),
        ("<i>Hi</i> {\\an8}<v Anna>you <00:01.500>there", "⟦1⟧Hi⟦/1⟧ ⟦2⟧⟦3⟧you ⟦4⟧there"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("already ⟦1⟧ marked", "already ⟦1⟧1⟦2⟧ marked"),
    ],
)
def test_what_must_stay_is_marked_and_comes_back(text: str, wanted: str) -> None:
    protected = ProtectedText((text,))
    assert protected.text == wanted
    assert protected.faults(wanted) == ()
    assert protected.restored(wanted) == (text,)


def test_formats_and_objects_of_the_file_come_back_in_either_order() -> None:
    protected = ProtectedText(FORMATS)
    assert protected.text == "a ⟦1⟧b ⟦2⟧⟦/1⟧ c"
    assert protected.restored("C ⟦ 1 ⟧⟦2⟧ B⟦ / 1⟧ A") == (
        "C ",
        InlineStart(1),
        InlineObject(2, "x"),
        " B",
        InlineEnd(1),
        " A",
    )


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("a ⟦1⟧b ⟦2⟧ c", MarkFault.MISSING),
        ("a ⟦1⟧b⟦/1⟧ c", MarkFault.MISSING),
        ("a ⟦1⟧b ⟦2⟧⟦2⟧⟦/1⟧ c", MarkFault.DOUBLED),
        ("a ⟦1⟧b ⟦2⟧⟦/1⟧ c ⟦3⟧", MarkFault.UNKNOWN),
        ("a ⟦/1⟧b ⟦2⟧⟦1⟧ c", MarkFault.MISNESTED),
        ("a ⟦1⟧b⟦/1⟧ ⟦2⟧ c", MarkFault.MOVED),
        ("a ⟦1⟧b ⟦2⟧⟦/1⟧ c ⟦", MarkFault.ADDED),
        ("a ⟦1⟧b ⟦2⟧⟦/1⟧ %s", MarkFault.ADDED),
        ("a ⟦1⟧b ⟦2⟧⟦/1⟧ <b>c</b>", MarkFault.ADDED),
    ],
)
def test_what_is_wrong_is_told(answer: str, fault: MarkFault) -> None:
    assert fault in [warning.fault for warning in ProtectedText(FORMATS).faults(answer)]


def test_a_format_without_its_words_is_told() -> None:
    protected = ProtectedText(("a ", InlineStart(1), "b", InlineEnd(1)))
    assert [each.fault for each in protected.faults("a b ⟦1⟧⟦/1⟧")] == [MarkFault.EMPTY]


def test_placeholders_that_are_filled_in_by_order_keep_it() -> None:
    assert [each.fault for each in ProtectedText(("%s of %s",)).faults("⟦2⟧ von ⟦1⟧")] == [MarkFault.MOVED]
    assert ProtectedText(("%1$s of %2$s",)).faults("⟦2⟧ von ⟦1⟧") == ()


def test_a_placeholder_written_out_is_taken_for_its_mark() -> None:
    protected = ProtectedText(("%s of %s, %(x)s",))
    assert protected.restored("%s von %s, ⟦3⟧") == ("%s von %s, %(x)s",)
    assert protected.faults("%s von %s, ⟦3⟧") == ()


def test_the_end_of_a_pair_without_its_brackets_is_taken_for_its_mark_and_nothing_else_is() -> None:
    protected = ProtectedText((InlineStart(7), "The pump", InlineEnd(7), " starts in December."))
    assert protected.completed("⟦1⟧Die Pumpe/1 startet 12/12.") == "⟦1⟧Die Pumpe⟦/1⟧ startet 12/12."


def test_a_line_stays_a_line() -> None:
    assert ProtectedText(("One line",)).restored(" Eine \n\n Zeile\n") == ("Eine Zeile",)
    assert ProtectedText(("Two\nlines",)).restored("Zwei\nZeilen") == ("Zwei\nZeilen",)


def test_a_person_reads_placeholders_and_no_marks() -> None:
    assert ProtectedText(("a ", InlineStart(1), "%s", InlineEnd(1))).readable("A ⟦1⟧⟦2⟧⟦/1⟧⟦") == "A %s"


WORDS = st.sampled_from(["one", "two", "%s", "%(a)s", "{b}", "<i>", "</i>", "<br/>", "&lt;", "⟦", "5%", "%%", "`c`"])


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12), st.integers(), st.sampled_from(["shuffle", "drop", "double", "misnest"]))
def test_damaged_marks_are_told_or_harmless(words: list[str], seed: int, damage: str) -> None:
    source = " ".join(words)
    protected = ProtectedText((source,))
    answer = damaged(protected, random.Random(seed), damage)
    if not protected.faults(answer):
        (text,) = protected.restored(answer) or ("",)
        assert sorted(str(text).split()) == sorted(source.split())


def damaged(protected: ProtectedText, chance: random.Random, damage: str) -> str:
    slots = protected.slots()
    marks = list(range(1, len(slots), 2))
    if not marks:
        return protected.text
    first, second = chance.choice(marks), chance.choice(marks)
    match damage:
        case "drop":
            slots[first] = ""
        case "double":
            slots[first] *= 2
        case "misnest":
            slots[first], slots[second] = slots[second], slots[first]
        case _:
            order = marks[:]
            chance.shuffle(order)
            slots = [slots[order[index // 2]] if index % 2 else slot for index, slot in enumerate(slots)]
    return "".join(slots)


def test_what_a_person_edits_has_marks_for_formats_only_and_comes_back_with_all_of_them() -> None:
    protected = ProtectedText(("See ", InlineStart(1), "{name}", InlineEnd(1), InlineObject(2, "*")))
    assert protected.text == "See ⟦1⟧⟦2⟧⟦/1⟧⟦3⟧"
    assert protected.written_out(protected.text) == "See ⟦1⟧{name}⟦/1⟧⟦3⟧"
    assert protected.marked_as("⟦3⟧Siehe ⟦1⟧{name}⟦/1⟧") == "⟦3⟧Siehe ⟦1⟧⟦2⟧⟦/1⟧"


def test_half_a_pair_and_what_nobody_knows_stay_marks() -> None:
    protected = ProtectedText(("See ", InlineStart(1), "this", InlineEnd(1)))
    assert protected.marked_as("⟦1⟧Siehe ⟦7⟧") == "⟦1⟧Siehe ⟦7⟧"
    assert protected.marked_as("⟦/1⟧dies") == "⟦/1⟧dies"

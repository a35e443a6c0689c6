import random

from desktop_llm.documents.editing.rich_runs import Part, Stretch, aligned, normalised, word_edits
from desktop_llm.documents.rich_text import PLAIN, TextFormat, TextRun
from tests.fakes.rich_files import BOLD, run

OLD = [
    Stretch("The ", PLAIN, "first"),
    Stretch("quick", BOLD, "second"),
    Stretch(" fox", PLAIN, "third"),
    Stretch("[picture]", PLAIN, "fourth", kept="k1"),
    Stretch(" jumps.", PLAIN, "fifth"),
]
RUNS = [stretch.run for stretch in OLD]


def told(parts: list[Part[str]]) -> list[tuple[str, str, int]]:
    """The text of each part, where it comes from (in brackets what it is only like), and from which letter on."""
    return [
        (part.text, part.old.source if part.old else f"({part.like.source})" if part.like else "", part.start)
        for part in parts
    ]


def test_the_same_runs_are_the_old_stretches() -> None:
    parts = aligned(OLD, RUNS)
    assert [part.old for part in parts] == OLD
    assert all(part.is_whole for part in parts)


def test_new_words_are_like_their_neighbour_of_the_same_format() -> None:
    new = [RUNS[0], run("slow", BOLD), run(" brown fox"), *RUNS[3:]]
    assert told(aligned(OLD, new)) == [
        ("The ", "first", 0),
        ("slow", "(second)", 0),
        (" brown", "(first)", 0),
        (" fox", "third", 0),
        ("[picture]", "fourth", 0),
        (" jumps.", "fifth", 0),
    ]


def test_the_rest_of_a_word_keeps_its_format_unless_words_are_wanted_whole() -> None:
    new = [RUNS[0], run("quicker", BOLD), *RUNS[2:]]
    assert told(aligned(OLD, new))[1:3] == [("quick", "second", 0), ("er", "(second)", 0)]
    assert told(aligned(OLD, new, by_words=True))[1:2] == [("quicker", "(second)", 0)]


def test_letters_with_another_format_are_still_the_old_ones() -> None:
    parts = aligned(OLD, [run("The quick", BOLD), *RUNS[2:]])
    assert told(parts)[:2] == [("The ", "first", 0), ("quick", "second", 0)]
    assert [part.is_whole for part in parts] == [False, True, True, True, True]


def test_what_is_kept_is_known_by_its_id() -> None:
    moved = [RUNS[3], *RUNS[:3], RUNS[4]]
    sources = {source for _, source, _ in told(aligned(OLD, moved))}
    assert {"first", "second", "third", "fifth"} <= sources
    other = aligned(OLD, [TextRun(text="[picture]", kept="k2")])
    assert [part.old for part in other] == [None]


def test_a_paragraph_without_letters_gives_nothing_to_be_like() -> None:
    empty: list[Stretch[str]] = []
    assert told(aligned(empty, [run("a")])) == [("a", "", 0)]
    assert aligned(OLD, []) == []


def test_edits_make_the_one_text_the_other() -> None:
    dice = random.Random(5)
    for _ in range(300):
        before, after = ("".join(dice.choice("ab c.") for _ in range(dice.randrange(30))) for _ in range(2))
        text = before
        for start, end, words in reversed(word_edits(before, after)):
            text = text[:start] + words + text[end:]
        assert text == after
    assert word_edits("one two three", "one 2 three") == [(4, 7, "2")]


def test_in_long_texts_that_differ_widely_no_word_is_looked_for() -> None:
    """It would take seconds."""
    old, new = ("{0}same {0}".format(words * 2_500) for words in ("a b ", "c d-"))
    (part,) = aligned([Stretch(old, PLAIN, "x")], [run(new)])
    assert (part.text, part.old) == (new, None)


def test_runs_are_as_few_as_there_are_formats() -> None:
    look = TextFormat(italic=True)
    assert normalised([run("a"), run(""), run("b"), run("c", look)]) == (run("ab"), run("c", look))

import pytest

from desktop_llm.assist.writing.change_guards import ChangeRules, GuardedChanges, guarded_changes, joined_changes
from desktop_llm.assist.writing.kept_text import kept_spans
from desktop_llm.assist.writing.proofread_answer import ProposedChange
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.assist.writing.sentence_groups import Sentence
from desktop_llm.assist.writing.text_change import ChangeCategory, ChangeDoubt, TextChange


def changes_of(
    old: str, new: str, *, before: str = "", known: tuple[str, ...] = (), mode: ProofreadMode = ProofreadMode.FIX,
    language: str = "en",
) -> GuardedChanges:  # fmt: skip
    text = before + old
    sentence = Sentence(start=len(before), end=len(text), shown=" ".join(old.split()), language=language, paragraph=0)
    rules = ChangeRules(mode=mode, known_words=frozenset(known), kept=kept_spans(text))
    return guarded_changes(text, sentence, ProposedChange(n=1, orig=old, text=new, reason="  why\nso "), rules)


def pairs(found: GuardedChanges) -> list[tuple[str, str]]:
    return [(change.before, change.after) for change in found.changes]


def doubts(found: GuardedChanges) -> set[ChangeDoubt | None]:
    return {change.doubt for change in found.changes}


def test_words_become_changes_with_their_places_and_neighbours_are_one() -> None:
    found = changes_of("He have go to the house alot.", "He has gone to the house a lot.", before="Yes. ")
    assert pairs(found) == [("have go", "has gone"), ("alot", "a lot")]
    assert [change.start for change in found.changes] == [8, 29]
    assert doubts(found) == {None}
    assert found.changes[0].reason == "why so"
    assert found.changes[1].category is ChangeCategory.SPACING


def test_a_number_before_the_sentence_is_the_models_own() -> None:
    assert pairs(changes_of("He go home.", "3. He goes home.")) == [("go", "goes")]


def test_line_ends_within_a_sentence_stay() -> None:
    found = changes_of("He have\ngo home.", "He has gone home.")
    assert pairs(found) == [("have\ngo", "has\ngone")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We sold 30 of it.", "We sold 31 of it."),
        ("We sold 1,234 of it.", "We sold 1234567 of it."),
        ("We sold three of it.", "We sold four of it."),
        ("Version 3.11 is out.", "Version 3.1.1 is out."),
        ("Read `teh_file` first.", "Read `the_file` first."),
        ("See https://example.org/teh now.", "See https://example.org/the now."),
        ("She said “i has no time” and left.", "She said “I have no time” and left."),
        ("Hello {nmae} and %s.", "Hello {name} and %s."),
        ("See [teh page](https://example.org).", "See [the page](https://example.org)."),
        ("It rains.", "It <b>rains</b>."),
        ("It rains.", "It ⟦1⟧rains⟦/1⟧."),
        ("It rains.", ""),
        ("It rains today.", "It rains " + "and rains " * 60),
        ("This is the house of my brother.", "Das ist das Haus meines Bruders, das am Fluss steht."),
    ],
)
def test_numbers_code_links_quotations_tags_and_other_languages_are_not_changed(old: str, new: str) -> None:
    found = changes_of(old, new)
    assert found.changes == ()
    assert found.n_dropped > 0


def test_what_is_fine_beside_a_number_that_was_changed_is_shown_but_not_checked() -> None:
    found = changes_of("He selled 30 of them.", "He sold 40 of them.")
    assert pairs(found) == [("selled", "sold")]
    assert doubts(found) == {ChangeDoubt.IN_PART}


def test_a_number_may_be_written_otherwise_and_get_its_ending() -> None:
    assert pairs(changes_of("The 3th of 1000 people.", "The 3rd of 1,000 people.")) == [
        ("3th", "3rd"),
        ("1000", "1,000"),
    ]


def test_known_words_stay_and_the_rest_of_the_sentence_is_mended() -> None:
    found = changes_of("Bjarke go to Ørestad.", "Bjark goes to Orestad.", known=("bjarke", "ørestad"))
    assert pairs(found) == [("go", "goes")]
    found = changes_of("Bjarke they go home.", "Bjark they goes home.", known=("bjarke",))
    assert pairs(found) == [("go", "goes")]
    assert doubts(found) == {None}


def test_a_changed_or_added_name_is_for_a_person_to_decide() -> None:
    assert doubts(changes_of("We met Tanaka there.", "We met Tanager there.")) == {ChangeDoubt.NAME}
    assert doubts(changes_of("What is the capital of it?", "What is the capital of France?")) == {ChangeDoubt.NAME}
    assert doubts(changes_of("We met on Wendesday there.", "We met on Wednesday there.")) == {None}
    assert doubts(changes_of("We met on Monday there.", "We met on Tuesday there.")) == {ChangeDoubt.NAME}
    assert doubts(changes_of("we met in paris and i'm happy.", "We met in Paris and I'm happy.")) == {None}
    assert doubts(changes_of("We met Tanaka and eated.", "We met Tanaka and ate.")) == {None}


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("He counted the boats again.", "He counted the boats again, and his brother.", ChangeDoubt.MUCH_LONGER),
        ("It rains and it rains and it never stops.", "It rains and it rains.", ChangeDoubt.MUCH_SHORTER),
        ("Please send us the form.", "Thank you for your kind letter.", ChangeDoubt.OTHER_SENTENCE),
        ("Le chat dort bien.", "The cat sleeps well.", ChangeDoubt.OTHER_SENTENCE),
        ("Is the house old?", "The house is old.", ChangeDoubt.QUESTION_LOST),
    ],
)
def test_another_sentence_is_shown_but_not_checked(old: str, new: str, doubt: ChangeDoubt) -> None:
    assert doubts(changes_of(old, new)) == {doubt}


def test_where_only_errors_are_to_be_mended_new_words_are_too_much() -> None:
    old = "We are in the process of looking at the matter with great care now."
    new = "We are in the middle of checking this matter with real diligence now."
    assert doubts(changes_of(old, new)) == {ChangeDoubt.REWRITTEN}
    assert doubts(changes_of(old, new, mode=ProofreadMode.IMPROVE)) == {None}


def test_right_to_left_and_unspaced_scripts_are_changed_word_by_word() -> None:
    assert pairs(changes_of("הילד הלכה הביתה.", "הילד הלך הביתה.", language="he")) == [("הלכה", "הלך")]
    assert pairs(changes_of("私は学校え行きます。", "私は学校へ行きます。", language="ja")) == [("え", "へ")]


def test_proposals_that_contradict_each_other_are_sure_only_of_what_is_in_all() -> None:
    mend = TextChange(start=0, end=3, before="teh", after="the")
    drop = TextChange(start=10, end=13, before="old", after="")
    once, twice = GuardedChanges((mend,)), GuardedChanges((mend, drop), 1)
    assert joined_changes([once, once]) == GuardedChanges((mend,))
    joined = joined_changes([once, twice])
    assert [change.doubt for change in joined.changes] == [None, ChangeDoubt.CONTRADICTED]
    assert joined.n_dropped == 1


def test_of_changes_in_each_others_way_the_first_stays_and_is_not_sure() -> None:
    one = TextChange(start=0, end=3, before="teh", after="the")
    other = TextChange(start=0, end=7, before="teh old", after="a")
    joined = joined_changes([GuardedChanges((one,)), GuardedChanges((other,))])
    assert [(change.after, change.doubt) for change in joined.changes] == [("the", ChangeDoubt.CONTRADICTED)]

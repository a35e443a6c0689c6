from collections.abc import Sequence

from desktop_llm.assist.answer_memory import Answer
from desktop_llm.assist.writing.change_guards import ChangeRules
from desktop_llm.assist.writing.group_reading import GroupReading, PassedSentences
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.assist.writing.sentence_groups import sentence_groups, sentence_plan
from tests.fakes.proofreading import Proposal, answer, proposal

WRONG = [f"Number {number} of all are here." for number in range(8)]
RULES = ChangeRules(mode=ProofreadMode.FIX, known_words=frozenset(), kept=())


def reading() -> GroupReading:
    text = " ".join(WRONG)
    sentences = sentence_plan(text, "en").sentences
    (group,) = sentence_groups(sentences, [8] * len(sentences), 240)
    return GroupReading(group, text, RULES)


def about(index: int, *, named: int | None = None) -> Proposal:
    return proposal((index if named is None else named) + 1, WRONG[index], WRONG[index].replace("are", "is"))


def begun(*proposals: Proposal) -> str:
    return answer(proposals)[: -len("]}")]


def sentences_of(passed: PassedSentences | None) -> Sequence[str]:
    return [] if passed is None else [sentence.shown for sentence in passed.group.sentences]


def changed(passed: PassedSentences | None) -> list[int]:
    """Which sentences, by their place."""
    assert passed is not None
    return [change.start // (len(WRONG[0]) + 1) for change in passed.guarded.changes]


def test_a_model_is_through_with_what_stands_before_the_sentence_that_it_named_last() -> None:
    read = reading()
    assert read.grow('{"changes": [') is None
    assert read.grow(begun(about(1))[:-5]) is None
    first = read.grow(begun(about(1)))
    assert (sentences_of(first), changed(first)) == (WRONG[:1], [])
    second = read.grow(begun(about(1), about(4)))
    assert (sentences_of(second), changed(second)) == (WRONG[1:4], [1])
    assert read.unread is not None
    assert [sentence.shown for sentence in read.unread.sentences] == WRONG[4:]
    last = read.end(Answer(text=answer([about(1), about(4)])))
    assert (sentences_of(last), changed(last)) == (WRONG[4:], [4])
    assert read.unread is None


def test_an_answer_that_begins_anew_is_told_from_where_the_first_one_was() -> None:
    read = reading()
    read.grow(begun(about(1), about(4)))
    assert read.grow(begun(about(1))) is None
    assert sentences_of(read.grow(begun(about(1), about(4), about(5)))) == WRONG[4:5]


def test_a_number_that_does_not_fit_its_words_tells_nothing_of_how_far_the_model_is() -> None:
    read = reading()
    assert read.grow(begun(about(0), about(6, named=1))) is None
    read.end(Answer(text=begun(about(0), about(6, named=1)), is_cut=True))
    assert read.unread is not None
    assert [sentence.shown for sentence in read.unread.sentences] == WRONG[1:]


def test_a_model_that_goes_back_is_heard_at_the_end() -> None:
    read = reading()
    read.grow(begun(about(5)))
    assert read.grow(begun(about(5), about(2))) is None
    assert changed(read.end(Answer(text=answer([about(5), about(2)])))) == [2, 5]


def test_changes_that_were_told_are_not_told_again() -> None:
    read = reading()
    read.grow(begun(about(1), about(4)))
    assert changed(read.end(Answer(text=answer([about(1), about(4), about(1)])))) == [4]


def test_of_an_answer_that_is_lost_the_whole_changes_are_used() -> None:
    read = reading()
    assert changed(read.end(Answer(text=begun(about(2)), is_lost=True))) == [2]
    assert read.unread is not None
    assert len(read.unread.sentences) == 5


def test_an_answer_that_is_none_leaves_all_unread() -> None:
    read = reading()
    assert read.end(Answer(text="Sure!")) is None
    assert read.unread == read.group

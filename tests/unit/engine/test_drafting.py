import pytest

from desktop_llm.engine.batch_times import Pace, StepTimes
from desktop_llm.engine.drafting import Answering, Drafting
from desktop_llm.engine.prompt_lookup import PromptLookup
from tests.fakes.scheduler_bench import FreeRows

_COPIED = list(b"The mill was sold in spring, and nobody knew to whom. ")


def _copying() -> PromptLookup:
    """An answer that has said the same as its prompt for a long time."""
    return PromptLookup(_COPIED * 3 + _COPIED[:20])


def _straying() -> PromptLookup:
    """One that goes on in another way each time."""
    lookup = PromptLookup(tokens := list(b"ab1"))
    for letter in b"23456789":
        tokens += b"ab"
        lookup.catch_up()
        tokens.append(letter)
    tokens += b"ab"
    return lookup


def _drafting(per_row_s: float, first_s: float = 0.005) -> Drafting:
    """On a machine where a batch takes `first_s`, and so much more for each further row."""
    times = StepTimes(Pace())
    for n_rows in [*range(1, 65)] * 3:
        times.note(n_rows, first_s + per_row_s * (n_rows - 1))
    return Drafting(times)


def test_a_copying_answer_gets_what_follows_in_the_prompt() -> None:
    (draft,) = _drafting(0.0).drafts([Answering(_copying(), 100)], 63)
    assert draft == (_COPIED * 2)[20:44]


def test_where_rows_cost_as_much_as_batches_nothing_is_guessed() -> None:
    assert _drafting(0.005).drafts([Answering(_copying(), 100)], 63) == [[]]


def test_the_dearer_a_row_the_shorter_the_draft() -> None:
    lengths = [len(_drafting(cost).drafts([Answering(_copying(), 100)], 63)[0]) for cost in (0.0, 0.001, 0.0045)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]


def test_the_less_likely_a_guess_the_shorter_the_draft() -> None:
    copying, straying = _drafting(0.0005).drafts([Answering(_copying(), 100), Answering(_straying(), 100)], 62)
    assert len(copying) > 4
    assert len(straying) <= 1


def test_many_rows_may_pay_where_few_do_not() -> None:
    times = StepTimes(Pace())
    for n_rows in [*range(1, 65)] * 3:
        times.note(n_rows, 0.005 if n_rows == 1 else 0.02)
    (draft,) = Drafting(times).drafts([Answering(_copying(), 100)], 63)
    assert len(draft) > 4


@pytest.mark.parametrize(("n_most", "n_rows_left"), [(3, 63), (100, 3)])
def test_a_draft_keeps_within_its_room(n_most: int, n_rows_left: int) -> None:
    assert len(_drafting(0.0).drafts([Answering(_copying(), n_most)], n_rows_left)[0]) == 3


@pytest.mark.parametrize("n_rows_left", [0, -2])
def test_a_full_batch_has_no_guesses(n_rows_left: int) -> None:
    assert _drafting(0.0).drafts([Answering(_copying(), 100)], n_rows_left) == [[]]


def test_an_answer_that_nobody_guesses_for_or_that_does_not_count_gets_none() -> None:
    drafts = _drafting(0.0).drafts([Answering(None, 100), Answering(_copying(), 100, is_counted=False)], 62)
    assert drafts == [[], []]


def test_an_answer_that_counts_is_made_faster_beside_others_that_do_not() -> None:
    others = [Answering(_copying(), 100, is_counted=False)] * 3
    drafts = _drafting(0.0001).drafts([Answering(_copying(), 100), *others], 60)
    assert [len(draft) > 0 for draft in drafts] == [True, False, False, False]


def test_batches_are_measured_before_anything_is_guessed() -> None:
    drafting = Drafting(StepTimes(Pace()))
    for _ in range(3):
        assert drafting.drafts([Answering(_copying(), 100)], 63) == [[]]
        drafting.note_step(1, 0.2)
    assert drafting.drafts([Answering(_copying(), 100)], 63) != [[]]


def test_what_was_hoped_for_and_proves_slow_is_left() -> None:
    drafting, lookup = Drafting(StepTimes(Pace())), _copying()
    lengths: list[int] = []
    for _ in range(30):
        (draft,) = drafting.drafts([Answering(lookup, 100)], 63)
        lengths.append(len(draft))
        drafting.note_step(1 + len(draft), 0.005 * (1 + len(draft)))
    assert max(lengths) > 4
    assert drafting.drafts([Answering(lookup, 100)], 63) == [[]]


def test_steps_that_take_no_time_are_not_made_faster() -> None:
    assert _drafting(0.0, first_s=0.0005).drafts([Answering(_copying(), 100)], 63) == [[]]


def test_without_answers_there_is_nothing_to_guess() -> None:
    assert Drafting(FreeRows()).drafts([], 64) == []


def test_even_drafts_are_equally_long_also_where_an_answer_strays() -> None:
    copying, straying = _drafting(0.0005).drafts(
        [Answering(_copying(), 100), Answering(_straying(), 100)], 62, is_even=True
    )
    assert len(copying) == len(straying) > 2


def test_even_drafts_pay_for_all_rows_that_they_take() -> None:
    answers = [Answering(_copying(), 100), *[Answering(_straying(), 100)] * 7]
    assert _drafting(0.0012).drafts(answers, 56, is_even=True) == [[]] * 8
    assert len(_drafting(0.0012).drafts(answers, 56)[0]) > 0


@pytest.mark.parametrize(("n_most", "n_rows_left"), [(3, 60), (100, 6)])
def test_even_drafts_keep_within_the_room_of_each_answer(n_most: int, n_rows_left: int) -> None:
    answers = [Answering(_copying(), 100), Answering(_copying(), n_most)]
    assert [len(each) for each in _drafting(0.0).drafts(answers, n_rows_left, is_even=True)] == [3, 3]


def test_even_drafts_are_for_all_or_for_none() -> None:
    answers = [Answering(_copying(), 100), Answering(None, 100)]
    assert _drafting(0.0).drafts(answers, 62, is_even=True) == [[], []]

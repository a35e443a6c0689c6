from desktop_llm.assist.answer_desk import AnswerEnded
from desktop_llm.assist.translation.translation_attempt import judged, second_sampling, second_wish, varied_sampling
from desktop_llm.assist.translation.translation_prompts import Wish
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.engine.messages import Failed, FinishReason
from desktop_llm.errors import ErrorCode
from desktop_llm.params import SamplingParams

WISH = Wish(text="The pump %s stops.", source="en", target="de", terms=(Term("pump", "Pumpe"), Term("stop", "halten")))


def ended(text: str, **fields: object) -> AnswerEnded:
    return AnswerEnded(**{"key": "1", "text": text, **fields})


def test_of_two_attempts_the_one_with_less_that_is_wrong_is_better() -> None:
    empty, foreign = judged(WISH, ended("")), judged(WISH, ended("Die Pompe hält."))
    good = judged(WISH, ended("Die Pumpe %s hält."))

    assert good.is_better_than(foreign)
    assert foreign.is_better_than(empty)
    assert not good.is_better_than(good)


def test_an_answer_that_was_cut_is_told_and_one_in_a_loop_is_shortened() -> None:
    cut = judged(WISH, ended("Die Pumpe %s hal", reason=FinishReason.LENGTH))
    loop = judged(WISH, ended("Die Pumpe %s hält an. " + "Und an. " * 60, is_looping=True))

    assert cut.piece.is_cut
    assert cut.faults[0].fault is TranslationFault.CUT
    assert loop.faults[0].fault is TranslationFault.REPEATS
    assert len(loop.piece.target) < 100


def test_an_answer_that_failed_on_its_way_is_no_whole_one() -> None:
    lost = judged(WISH, ended("Die Pumpe %s hält", failure=Failed(code=ErrorCode.DECODE_FAILED)))

    assert lost.piece.is_cut
    assert lost.faults[0].fault is TranslationFault.CUT


def test_the_second_wish_names_what_was_missing_and_only_that() -> None:
    faults = (
        TranslationWarning(TranslationFault.TERM_MISSING, "Pumpe"),
        TranslationWarning(TranslationFault.PLACEHOLDER_MISSING, "%s"),
    )
    second = second_wish(WISH, faults)

    assert second.terms == (Term("pump", "Pumpe"),)
    assert second.hint.endswith("The translation must contain, exactly as they are: %s")
    assert second_wish(WISH, ()).terms == WISH.terms


def test_a_greedy_model_is_sampled_the_second_time() -> None:
    assert (second_sampling(SamplingParams(temperature=0.0)).temperature or 0) > 0
    assert second_sampling(SamplingParams(temperature=0.7)).temperature == 0.7


def test_each_variant_is_another_translation_and_none_the_likeliest() -> None:
    usual = SamplingParams(temperature=0.0)
    assert varied_sampling(usual, 0) == usual
    first, second = varied_sampling(usual, 1), varied_sampling(usual, 2)
    assert first != second
    assert first.temperature == second.temperature == 0.8

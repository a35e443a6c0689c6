import re
from contextlib import nullcontext

from desktop_llm.cli.bench_translation import measure_translation
from tests.fakes.answering_engine import AnsweringEngine


def _engine() -> AnsweringEngine:
    return AnsweringEngine(_in_german)


def _in_german(asked: str) -> str:
    facts = re.findall(
        r"In (\d+) the family (\w+) .* for (\d+) florins", asked.rpartition("\n\n")[2].replace(". In", ".\nIn")
    )
    return " ".join(
        f"Im Jahr {year} baute die Familie {family} für {cost} Gulden eine Mühle, weil die alte zerstört worden war."
        for year, family, cost in facts
    )


def test_what_is_measured_is_what_is_promised() -> None:
    figures = measure_translation(lambda: nullcontext(_engine()), print, n_paragraphs=24)

    assert figures.translation_changed_paragraphs == 1
    assert figures.translation_in_order == 1
    assert figures.translation_parallel_ratio > 0


def test_one_after_another_the_same_is_asked() -> None:
    engines = [_engine(), _engine()]
    waiting = iter(engines)
    figures = measure_translation(lambda: nullcontext(next(waiting)), print, n_paragraphs=24)

    together, singly = ([str(command.prompt) for command in engine.commands] for engine in engines)
    assert sorted(singly) == sorted(together[: len(singly)])
    assert figures.translation_asked == figures.translation_singly_asked == 24
    assert max(map(len, singly)) > 2 * min(map(len, singly)), "none goes with what came before it"


def test_without_guesses_none_is_made_in_either() -> None:
    engine = _engine()
    measure_translation(lambda: nullcontext(engine), print, n_paragraphs=8, may_guess=False)
    assert engine.commands
    assert not any(command.may_draft for command in engine.commands)

from desktop_llm.cli.bench_translation import measure_translation
from tests.fakes.answering_engine import AnsweringEngine


def test_what_is_measured_is_what_is_promised() -> None:
    engine = AnsweringEngine(lambda asked: asked.rpartition("\n\n")[2].replace("In ", "Im Jahr "))
    figures = measure_translation(engine, print, n_paragraphs=24)

    assert figures.translation_changed_paragraphs == 1
    assert figures.translation_in_order == 1
    assert figures.translation_parallel_ratio > 0

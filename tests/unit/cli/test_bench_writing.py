from desktop_llm.cli.bench_writing import measure_writing
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing


def test_two_texts_are_read_to_their_end() -> None:
    figures = measure_writing(AnsweringEngine(knowing({})), print, 200)
    assert figures.proofread_read_share == 1
    assert figures.proofread_words >= 200
    assert figures.proofread_parallel_ratio > 0

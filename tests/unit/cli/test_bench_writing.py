import json
from contextlib import nullcontext

from desktop_llm.cli.bench_writing import measure_writing
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing


def _engine() -> AnsweringEngine:
    """It finds no errors, and repeats any text in the same way."""
    return AnsweringEngine(lambda asked: knowing({})(asked) if "<document>" in asked else "In 1700 the family Meyers")


def test_a_text_is_read_to_its_end() -> None:
    figures = measure_writing(lambda: nullcontext(_engine()), print, 200)
    assert figures.proofread_read_share == 1
    assert figures.proofread_words >= 200
    assert figures.proofread_parallel_ratio > 0


def test_every_answer_is_held_to_changes_so_that_there_is_something_to_write() -> None:
    engine = _engine()
    measure_writing(lambda: nullcontext(engine), print, 200)
    schemas = [json.loads(command.json_schema) for command in engine.commands if command.json_schema]
    changes = [schema["properties"]["changes"] for schema in schemas]
    assert all(3 * each["minItems"] >= each["maxItems"] >= each["minItems"] >= 1 for each in changes)


def test_without_guesses_none_is_made_while_proofreading() -> None:
    engine = _engine()
    figures = measure_writing(lambda: nullcontext(engine), print, 200, may_guess=False)
    assert not any(command.may_draft for command in engine.commands if command.json_schema)
    assert any(command.may_draft for command in engine.commands if not command.json_schema)
    assert figures.lookup_ratio == 1


def test_a_text_is_repeated_with_guesses_and_without() -> None:
    engine = _engine()
    figures = measure_writing(lambda: nullcontext(engine), print, 200)
    copies = [command for command in engine.commands if not command.json_schema and not command.stop]
    assert [command.may_draft for command in copies] == [False, True] * 5
    assert all(command.prompt.text.count("captain wrote") == 2 for command in copies)
    assert figures.lookup_ratio == 1
    assert figures.lookup_same_texts == 1
    assert figures.lookup_accepted_share == 0


def test_words_at_a_cursor_are_asked_for_a_word_further_on_each_time() -> None:
    engine = _engine()
    figures = measure_writing(lambda: nullcontext(engine), print, 200)
    ghosts = [command.prompt for command in engine.commands if command.stop]
    assert len(ghosts) == 6
    assert len({str(prompt) for prompt in ghosts}) == 6
    assert figures.ghost_first_ms > 0
    assert figures.ghost_again_ms > 0

from PySide6.QtWidgets import QLabel

from desktop_llm.engine.client import EngineState, EngineStatus
from tests.fakes.small_program import SmallProgram


def meter(program: SmallProgram) -> str:
    (label,) = program.window.findChildren(QLabel, "context_label")
    return label.text()


def test_the_meter_follows_what_is_written_when_the_keys_pause(program: SmallProgram) -> None:
    before = meter(program)
    n_counts = len(program.counts)
    for text in ("one", "one two", "one two three"):
        program.write(text)
    program.settle()
    assert len(program.counts) == n_counts
    program.wait_for(lambda: meter(program) != before)
    assert "3" in meter(program)
    assert "4,096" in meter(program)
    assert len(program.counts) == n_counts + 1


def test_the_meter_counts_the_conversation_when_an_answer_has_ended(program: SmallProgram) -> None:
    program.ask("one two", "three four five")
    program.wait_for(lambda: meter(program).startswith("Context 5"))


def test_nothing_is_measured_while_an_answer_is_written(program: SmallProgram) -> None:
    answer_id = program.begin_endless("A story", "Once")
    program.settle()  # what was typed may have been measured before it was sent
    n_counts = len(program.counts)
    program.chat.measure_draft()
    program.settle()
    assert len(program.counts) == n_counts
    program.engine.finish(answer_id)
    program.wait_for(lambda: len(program.counts) > n_counts)


def test_without_a_model_nothing_is_measured(program: SmallProgram) -> None:
    program.engine.set_status(EngineStatus(state=EngineState.EMPTY))
    program.settle()
    n_counts = len(program.counts)
    program.chat.measure_draft()
    program.settle()
    assert len(program.counts) == n_counts

from msgspec.structs import replace

from desktop_llm.assist.writing.writing_notes import WritingNote, model_notes
from tests.fakes.answering_engine import AnsweringEngine


def test_a_small_model_and_one_for_something_else_are_named() -> None:
    model = AnsweringEngine(lambda _asked: "").status.model
    assert model is not None
    assert tuple(model_notes(replace(model, n_parameters=7_000_000_000))) == ()
    assert tuple(model_notes(replace(model, n_parameters=300_000_000))) == (WritingNote.SMALL_MODEL,)

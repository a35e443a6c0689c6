import pytest

from desktop_llm.cli.session import load
from desktop_llm.engine.client import EngineStatus
from desktop_llm.engine.messages import Failed, LoadModel, LoadNote
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError

LOAD = LoadModel(request_id="l", path="/x.gguf")


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ((), ""),
        ((LoadNote.FEWER_GPU_LAYERS,), "fewer layers"),
        ((LoadNote.NO_GPU_LAYERS,), "could not be used"),
    ],
)
def test_what_did_not_go_as_planned_is_said_where_the_model_is_loaded(
    notes: tuple[LoadNote, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = ScriptedEngineClient(status=EngineStatus())
    engine.load_notes = notes
    load(engine, LOAD)
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == len(notes)
    assert words in output.err


def test_a_load_that_fails_is_raised() -> None:
    engine = ScriptedEngineClient(status=EngineStatus())
    engine.load_failure = Failed(code=ErrorCode.MODEL_LOAD_FAILED, facts={"reason": "x"})
    with pytest.raises(RequestFailedError) as caught:
        load(engine, LOAD)
    assert caught.value.code is ErrorCode.MODEL_LOAD_FAILED

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import ProgramKind
from desktop_llm.assist.doctor.examination import examine, examine_with_model, program_kind
from desktop_llm.engine.client import EngineStatus
from desktop_llm.engine.computer.reading import read_computer
from desktop_llm.engine.messages import Failed, LoadModel, MeasureMachine, Usage
from desktop_llm.engine.scripted_client import (
    SCRIPTED_MACHINE,
    SCRIPTED_MODEL,
    ScriptedAnswer,
    ScriptedEngineClient,
)
from desktop_llm.errors import ErrorCode
from desktop_llm.params import LoadParams

LOAD = LoadModel(request_id="l", path="/x.gguf", params=LoadParams(n_threads=3))
FOUR_TOKENS = ScriptedAnswer(text=("a", "b", "c", "d"), usage=Usage(generation_ms=30.0))


def test_the_computer_and_the_loaded_model_are_looked_at() -> None:
    engine = ScriptedEngineClient()
    patient = examine(engine, LoadParams(n_threads=3))
    (asked,) = engine.submitted
    assert isinstance(asked, MeasureMachine)
    assert asked.n_threads == 3
    assert patient.machine == replace(SCRIPTED_MACHINE, request_id=asked.request_id)
    assert patient.model == SCRIPTED_MODEL
    assert patient.computer == read_computer()
    assert patient.program is ProgramKind.CHECKOUT


@pytest.mark.parametrize(
    ("platform", "kind"),
    [("linux", ProgramKind.LINUX), ("darwin", ProgramKind.MACOS), ("win32", ProgramKind.WINDOWS)],
)
def test_a_program_that_was_installed_is_told_by_its_system(
    platform: str, kind: ProgramKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program_kind(platform) is ProgramKind.CHECKOUT
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program_kind(platform) is kind
    assert examine(ScriptedEngineClient(), LoadParams()).program is program_kind(sys.platform)


def test_a_model_is_loaded_and_its_speed_measured_after_the_first_token() -> None:
    patient = examine_with_model(ScriptedEngineClient(FOUR_TOKENS, status=EngineStatus()), LOAD)
    assert patient.model is not None
    assert patient.model.path == "/x.gguf"
    assert patient.params == LOAD.params
    assert patient.speed.measured_tokens_per_s == 100.0


def test_how_fast_a_model_should_be_follows_from_its_file_and_the_memory(starter_model_path: Path) -> None:
    load = replace(LOAD, path=str(starter_model_path))
    patient = examine_with_model(ScriptedEngineClient(FOUR_TOKENS, status=EngineStatus()), load)
    assert patient.speed.expected_tokens_per_s == pytest.approx(20e9 * 0.7 / 98e6, rel=0.4)
    gone = examine_with_model(ScriptedEngineClient(FOUR_TOKENS, status=EngineStatus()), LOAD)
    assert gone.speed.expected_tokens_per_s is None


def test_a_model_that_does_not_load_is_told_with_the_rest() -> None:
    engine = ScriptedEngineClient(status=EngineStatus())
    engine.load_failure = Failed(code=ErrorCode.MODEL_DOES_NOT_FIT, facts={"needed_bytes": 2, "free_bytes": 1})
    patient = examine_with_model(engine, LOAD)
    assert patient.machine is not None
    assert patient.model is None
    assert patient.failure == engine.load_failure


def test_an_answer_that_fails_or_is_empty_leaves_the_speed_unknown() -> None:
    for answer in (ScriptedAnswer(failure=Failed(code=ErrorCode.DECODE_FAILED)), ScriptedAnswer(text=("a",))):
        patient = examine_with_model(ScriptedEngineClient(answer, status=EngineStatus()), LOAD)
        assert patient.model is not None
        assert patient.speed.measured_tokens_per_s is None

"""Gathers what the doctor looks at: asks the engine, the operating system and, if there is one, the loaded model.

Blocks for seconds, with a large model for longer: never on the GUI thread.
"""

from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.assist.diagnosis import Patient, Speed
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.computer.reading import read_computer
from desktop_llm.engine.messages import (
    Failed,
    Finished,
    Generate,
    LoadModel,
    MachineMeasured,
    MeasureMachine,
    ModelLoaded,
    TextPrompt,
)
from desktop_llm.params import LoadParams, SamplingParams

_PROMPT: Final = TextPrompt("The lighthouse keeper wrote down the weather every evening. In spring")
_UNKNOWN_SPEED: Final = Speed()
_N_TOKENS: Final = 33  # 32 after the first, which is read with the prompt


def examine(engine: EngineClient, params: LoadParams, speed: Speed = _UNKNOWN_SPEED) -> Patient:
    """The computer, and the model that is loaded now; what its speed is, the caller knows."""
    computer = read_computer()
    request = MeasureMachine(request_id=f"measure-{uuid4().hex}", n_threads=params.n_threads)
    machine: MachineMeasured | None = None
    failure: Failed | None = None
    for event in stream_events(engine, request):
        if isinstance(event, MachineMeasured):
            machine = event
        if isinstance(event, Failed):
            failure = event
    model = engine.status.model
    return Patient(computer=computer, machine=machine, failure=failure, model=model, params=params, speed=speed)


def examine_with_model(engine: EngineClient, load: LoadModel) -> Patient:
    """The computer, then the model of `load` on it, with its speed. A model that does not load is no error here."""
    patient = examine(engine, load.params)
    if patient.machine is None:
        return patient
    for event in stream_events(engine, load):
        if isinstance(event, ModelLoaded):
            speed = Speed(measured_tokens_per_s=_measured_speed(engine))
            return replace(patient, model=event.model, speed=speed)
        if isinstance(event, Failed):
            return replace(patient, failure=event)
    return patient


def _measured_speed(engine: EngineClient) -> float | None:
    """Tokens per second of one short generation; None if it fails, or if the model has nothing to say."""
    request = Generate(
        request_id=f"speed-{uuid4().hex}",
        prompt=_PROMPT,
        sampling=SamplingParams(temperature=0.0),
        max_tokens=_N_TOKENS,
    )
    for event in stream_events(engine, request):
        if isinstance(event, Finished) and event.usage.completion_tokens > 1 and event.usage.generation_ms > 0:
            return (event.usage.completion_tokens - 1) / event.usage.generation_ms * 1000
    return None

"""Gathers what the doctor looks at: asks the engine, the operating system and, if there is one, the loaded model.

Blocks for seconds, with a large model for longer: never on the GUI thread.
"""

import sys
from pathlib import Path
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import Patient, ProgramKind, Speed
from desktop_llm.assist.fitting.expected_speed import expected_tokens_per_s
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.computer.reading import read_computer
from desktop_llm.engine.gguf_header import read_model
from desktop_llm.engine.messages import (
    Failed,
    Finished,
    Generate,
    LoadModel,
    MachineMeasured,
    MeasureMachine,
    ModelDescription,
    ModelLoaded,
    TextPrompt,
)
from desktop_llm.errors import RequestFailedError
from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.paths import is_built

_PROMPT: Final = TextPrompt("The lighthouse keeper wrote down the weather every evening. In spring")
_N_TOKENS: Final = 33  # 32 after the first, which is read with the prompt


def examine(engine: EngineClient, params: LoadParams, measured_tokens_per_s: float | None = None) -> Patient:
    """The computer, and the model that is loaded now; how fast that is, the caller knows."""
    computer = read_computer()
    request = MeasureMachine(request_id=f"measure-{uuid4().hex}", n_threads=params.n_threads)
    machine: MachineMeasured | None = None
    failure: Failed | None = None
    for event in stream_events(engine, request):
        if isinstance(event, MachineMeasured):
            machine = event
        if isinstance(event, Failed):
            failure = event
    program = program_kind(sys.platform)
    patient = Patient(computer=computer, program=program, machine=machine, failure=failure, params=params)
    return _with_model(patient, engine.status.model, measured_tokens_per_s)


def program_kind(platform: str) -> ProgramKind:
    """`platform` as in sys.platform."""
    if not is_built():
        return ProgramKind.CHECKOUT
    return {"darwin": ProgramKind.MACOS, "win32": ProgramKind.WINDOWS}.get(platform, ProgramKind.LINUX)


def examine_with_model(engine: EngineClient, load: LoadModel) -> Patient:
    """The computer, then the model of `load` on it, with its speed. A model that does not load is no error here."""
    patient = examine(engine, load.params)
    if patient.machine is None:
        return patient
    for event in stream_events(engine, load):
        if isinstance(event, ModelLoaded):
            return _with_model(patient, event.model, _measured_speed(engine))
        if isinstance(event, Failed):
            return replace(patient, failure=event)
    return patient


def _with_model(patient: Patient, model: ModelDescription | None, measured_tokens_per_s: float | None) -> Patient:
    if model is None:
        return patient
    expected = _expected_speed(model, patient.machine) if patient.machine else None
    speed = Speed(expected_tokens_per_s=expected, measured_tokens_per_s=measured_tokens_per_s)
    return replace(patient, model=model, speed=speed)


def _expected_speed(model: ModelDescription, machine: MachineMeasured) -> float | None:
    """None where the model's file tells too little, or is not there any more."""
    try:
        header = read_model(Path(model.path))
    except RequestFailedError:
        return None
    bandwidth = machine.bandwidth_bytes_per_s
    return expected_tokens_per_s(header, model.n_gpu_layers, machine.devices, bandwidth) or None


def _measured_speed(engine: EngineClient) -> float | None:
    """Tokens per second of one short generation; None if it fails, or if the model has nothing to say."""
    request = Generate(
        request_id=f"speed-{uuid4().hex}",
        prompt=_PROMPT,
        sampling=SamplingParams(temperature=0.0),
        max_tokens=_N_TOKENS,
        may_draft=False,
    )
    for event in stream_events(engine, request):
        if isinstance(event, Finished) and event.usage.completion_tokens > 1 and event.usage.generation_ms > 0:
            return (event.usage.completion_tokens - 1) / event.usage.generation_ms * 1000
    return None

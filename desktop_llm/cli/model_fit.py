"""`desktop-llm models fit`: whether a model fits this computer, here already or still on the Hub."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct

from desktop_llm.assist.fitting.fit_judge import FitJudge
from desktop_llm.assist.fitting.measuring_client import MeasuringClient
from desktop_llm.assist.fitting.model_choice import ModelChoice, Size, choose_models
from desktop_llm.assist.fitting.model_fit import ModelFit
from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.fit_text import fit_line
from desktop_llm.cli.hub_models import NO_MODELS
from desktop_llm.cli.session import data_folder, hub_client, settings_of
from desktop_llm.cli.table import print_table
from desktop_llm.cli.text import file_size
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import Device, MachineMeasured, MeasureMachine
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.measurements import Measurements
from desktop_llm.hub.model_store import ModelEntry, ModelStore


class JudgedModel(Struct, frozen=True, kw_only=True):
    """What `--json` prints: one for a model that is here, a list of them for a repository.

    sizes: which of small, balanced and best it is, if any.
    """

    name: str
    quantization: str = ""
    size_bytes: int
    sizes: tuple[Size, ...] = ()
    is_recommended: bool = False
    fit: ModelFit


def add_fit_command(add_parser: AddParser) -> None:
    parser = add_parser("fit", help="say whether a model fits this computer, and how fast it will be")
    parser.add_argument("wanted", metavar="ID|PATH", help="a model or file that is here, or a repository of the Hub")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_fit)


def run_fit(options: argparse.Namespace) -> int:
    """Raises ModelStoreError, HubError."""
    judged = tuple(_judged(options.wanted))
    if options.is_json:
        print(msgspec.json.encode(judged).decode())
        return 0
    print_table(map(_columns, judged), NO_MODELS)
    return 0


def _judged(wanted: str) -> Iterator[JudgedModel]:
    entry = _local_model(wanted)
    judge = fit_judge()
    if entry is not None:
        yield JudgedModel(name=entry.name, size_bytes=entry.size_bytes, fit=judge.file(Path(entry.path)))
        return
    with hub_client() as client:
        models = client.repository(wanted).models
        fits = judge.remote(models, client.read_range)
    choice = choose_models(models, fits)
    for model in models:
        yield _judged_remote(model, fits[model.name], choice)


def _local_model(wanted: str) -> ModelEntry | None:
    """None: the name is that of a repository, if it is one at all."""
    try:
        return ModelStore(data_folder()).get(wanted)
    except ModelStoreError as error:
        if error.code is ErrorCode.MODEL_UNKNOWN and wanted.count("/") == 1:
            return None
        raise


def _judged_remote(model: RemoteModel, fit: ModelFit, choice: ModelChoice) -> JudgedModel:
    sizes = tuple(size for size in Size if choice.model(size) is model)
    return JudgedModel(
        name=model.name,
        quantization=model.quantization,
        size_bytes=model.size_bytes,
        sizes=sizes,
        is_recommended=choice.recommended in sizes,
        fit=fit,
    )


def fit_judge() -> FitJudge:
    """For this computer as it is now, whose devices and memory are measured: that takes a second."""
    folder = data_folder()
    settings, measurements = settings_of(folder), Measurements(folder)
    with closing(MeasuringClient(ProcessEngineClient(), measurements)) as engine:
        devices = _devices(engine)
    return FitJudge(measurements, lambda: settings.load, lambda: devices, lambda: None)


def _devices(engine: EngineClient) -> tuple[Device, ...]:
    """None where the engine does not answer: then only the processor counts."""
    for event in stream_events(engine, MeasureMachine(request_id=f"measure-{uuid4().hex}")):
        if isinstance(event, MachineMeasured):
            return event.devices
    return ()


def _columns(model: JudgedModel) -> tuple[str, ...]:
    names = [*(size.value for size in model.sizes), *(["recommended"] if model.is_recommended else [])]
    return model.name, file_size(model.size_bytes), fit_line(model.fit), ", ".join(names)

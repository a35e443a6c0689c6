"""`desktop-llm doctor`: which graphics cards are used and which are not and why, and what would help most."""

import argparse
import sys
from contextlib import closing

import msgspec
from msgspec.structs import replace

from desktop_llm.assist.doctor.diagnosis import Patient
from desktop_llm.assist.doctor.doctor import diagnose
from desktop_llm.assist.doctor.examination import examine, examine_with_model
from desktop_llm.assist.fitting.measuring_client import MeasuringClient
from desktop_llm.assist.model_loading import load_command, model_entry
from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.doctor_text import diagnosis_lines
from desktop_llm.cli.session import data_folder, settings_of
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.hub.measurements import Measurements
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder


def add_doctor_command(add_parser: AddParser) -> None:
    parser = add_parser("doctor", help="say why a graphics card is used or not, and what would help")
    parser.add_argument("--model", metavar="M", default="", help="name, id or file of the model to measure with")
    parser.add_argument("--no-model", dest="has_no_model", action="store_true", help="load no model: quicker")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run_doctor)


def run_doctor(options: argparse.Namespace) -> int:
    """Raises ModelStoreError if the model that was named is not there; whatever else fails is a finding."""
    diagnosis = diagnose(_examined(options.model, has_no_model=options.has_no_model))
    if options.is_json:
        print(msgspec.json.encode(diagnosis).decode())
        return 0
    for line in diagnosis_lines(diagnosis):
        print(line)
    return 0


def _examined(wanted: str, *, has_no_model: bool) -> Patient:
    folder = data_folder()
    settings = settings_of(folder)
    if has_no_model:
        with closing(_engine(folder)) as engine:
            return examine(engine, settings.load)
    entry = model_entry(ModelStore(folder), wanted, settings.last_model_id)
    print(f"examining this computer with {entry.name} …", file=sys.stderr, flush=True)
    with closing(_engine(folder)) as engine:
        patient = examine_with_model(engine, load_command(entry, settings, folder))
    if patient.model is None:
        return patient
    # The name that `models list` shows: the one within the file may be that of an experiment.
    return replace(patient, model=replace(patient.model, name=entry.name))


def _engine(folder: DataFolder) -> EngineClient:
    """One that notes what is measured, so that models that are not here yet are judged by it."""
    return MeasuringClient(ProcessEngineClient(), Measurements(folder))

"""What terminal commands work with: the data folder, the settings, the Hub, a loaded engine."""

import argparse
import logging
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import Final

from desktop_llm.assist.fitting.measuring_client import MeasuringClient
from desktop_llm.assist.model_loading import load_command, model_entry
from desktop_llm.cli.server_session import server_client
from desktop_llm.cli.text import note_line
from desktop_llm.credentials import Credentials
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import Failed, LoadModel, LoadNote, LoadProgress, ModelLoaded
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import RequestFailedError, SettingsError
from desktop_llm.hub.hub_access import hub_access, token_name
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.measurements import Measurements
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder, default_data_folder
from desktop_llm.settings import Settings, load_settings

TOKEN_VARIABLE: Final = "DESKTOP_LLM_HUB_TOKEN"  # noqa: S105  a name

_log = logging.getLogger(__name__)


def data_folder() -> DataFolder:
    return default_data_folder()


def settings_of(folder: DataFolder) -> Settings:
    """Broken settings do not keep a terminal command from running."""
    try:
        return load_settings(folder.settings)
    except SettingsError as error:
        _log.warning("the usual settings are used: %s", error)
        return Settings()


def hub_client(token: str = "") -> HubClient:
    """The way to the Hub as set, with this token, else the environment's, else the kept one; close it."""
    folder = data_folder()
    return HubClient(hub_access(settings_of(folder).hub, partial(_hub_token, Credentials(folder), token)))


def _hub_token(credentials: Credentials, token: str, name: str) -> str:
    return token or os.environ.get(TOKEN_VARIABLE, "").strip() or credentials.get(name)


def keep_hub_token(token: str) -> None:
    """For the Hub as it is set. Raises CredentialsError."""
    folder = data_folder()
    Credentials(folder).set(token_name(hub_access(settings_of(folder).hub).address), token)


@contextmanager
def engine_with_model(wanted: str) -> Generator[tuple[EngineClient, Settings]]:
    """The engine with the wanted model (id, name or path; empty: the last one used) loaded; closed at the end."""
    folder = data_folder()
    settings = settings_of(folder)
    entry = model_entry(ModelStore(folder), wanted, settings.last_model_id)
    engine = MeasuringClient(ProcessEngineClient(), Measurements(folder))
    try:
        load(engine, load_command(entry, settings, folder))
        yield engine, settings
    finally:
        engine.close()


@contextmanager
def engine_on_server(url: str, wanted: str) -> Generator[tuple[EngineClient, Settings]]:
    """A server's model (empty: the one set for that server, or its only one) as the engine; closed at the end."""
    folder = data_folder()
    settings = settings_of(folder)
    engine, model = server_client(url, wanted, folder, settings)
    try:
        load(engine, LoadModel(request_id="load", path=model))
        yield engine, settings
    finally:
        engine.close()


@contextmanager
def chosen_engine(options: argparse.Namespace) -> Generator[EngineClient]:
    """With the model that the options name, of this computer or of a server; see `add_engine_options`."""
    session = engine_on_server(options.server, options.model) if options.server else engine_with_model(options.model)
    with session as (engine, _):
        yield engine


def load(engine: EngineClient, command: LoadModel) -> None:
    """Loads with a percentage on a terminal's standard error, and says what did not go as planned there.

    Raises RequestFailedError.
    """
    is_shown = sys.stderr is not None and sys.stderr.isatty()
    notes: tuple[LoadNote, ...] = ()
    for event in stream_events(engine, command):
        if isinstance(event, Failed):
            raise RequestFailedError(event.code, **event.facts)
        if isinstance(event, ModelLoaded):
            notes = event.model.notes
        if is_shown and isinstance(event, LoadProgress):
            print(f"\rloading {event.fraction:.0%}", end="", file=sys.stderr, flush=True)
    if is_shown:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    for note in notes:
        print(f"desktop-llm: {note_line(note)}", file=sys.stderr)

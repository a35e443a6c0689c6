"""A loaded engine for the length of one terminal command."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_llm.assist.model_loading import load_command, model_entry
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import Failed, LoadProgress
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import RequestFailedError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder, default_data_folder
from desktop_llm.settings import Settings, load_settings


def data_folder() -> DataFolder:
    return default_data_folder()


@contextmanager
def engine_with_model(wanted: str) -> Iterator[tuple[EngineClient, Settings]]:
    """The engine with the wanted model (name, id or path; empty: the last one used) loaded; closed at the end."""
    folder = data_folder()
    settings = load_settings(folder)
    entry = model_entry(ModelStore(folder), wanted or settings.last_model_id)
    engine = ProcessEngineClient()
    try:
        _load(engine, load_command(entry, settings, folder))
        yield engine, settings
    finally:
        engine.close()

"""Which model to load and how: from what the user has set to one command. Any thread."""

from uuid import uuid4

from desktop_llm.engine.messages import LoadModel
from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings


def model_entry(models: ModelStore, wanted: str, last_model_id: str) -> ModelEntry:
    """The wanted model (id, name or path); if none is named the one used last, or the starter model.

    Raises ModelStoreError. A last model that is gone is no error: the starter model takes its place.
    """
    if wanted:
        return models.get(wanted)
    try:
        return models.get(last_model_id or STARTER_MODEL_ID)
    except ModelStoreError as error:
        if error.code is ErrorCode.MODEL_HASH_WRONG:
            raise
        return models.get(STARTER_MODEL_ID)


def load_command(entry: ModelEntry, settings: Settings, folder: DataFolder) -> LoadModel:
    return LoadModel(
        request_id=f"load-{uuid4().hex}",
        path=entry.path,
        title=entry.name,
        params=settings.load,
        snapshot_folder=str(folder.snapshots) if settings.snapshot_limit_bytes else "",
        snapshot_limit_bytes=settings.snapshot_limit_bytes,
    )

"""The models on this computer: a list in the data folder, and the starter model in front of it.

Any thread, and more than one program: a change locks the list's file, and the file is replaced whole. Adding leaves a
file where it is; removing deletes only what this program downloaded.
"""

import logging
import re
import time
from pathlib import Path

import msgspec
from msgspec import Struct

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_files import ModelFiles, model_files
from desktop_llm.hub.model_removal import delete_model, freed_bytes
from desktop_llm.hub.programs.found_model import FoundModel, Program
from desktop_llm.hub.shared_file import SharedFile
from desktop_llm.hub.starter_model import (
    STARTER_MODEL_ID,
    STARTER_MODEL_NAME,
    STARTER_MODEL_SHA256,
    sha256_of,
    starter_model_path,
)
from desktop_llm.hub.vector_models import is_for_embedding
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)


class ModelEntry(Struct, frozen=True, kw_only=True):
    """A model in the list. `path` is its file, or the first of its parts; size_bytes counts them all.

    `program` is the one whose file it is, if another program brought it to this computer; `source` is what this program
    downloaded. A damaged model is not handed out. is_for_embedding: it finds passages, and cannot answer.
    """

    id: str
    name: str
    path: str
    size_bytes: int
    added_at: float = 0.0
    is_starter: bool = False
    program: Program | None = None
    note: str = ""
    source: RemoteModel | None = None
    is_damaged: bool = False
    is_for_embedding: bool = False


class _CheckedFile(Struct, frozen=True):
    """A file whose SHA-256 was computed when it had this size and time."""

    path: str
    size_bytes: int
    modified_ns: int
    sha256: str


class _ModelList(Struct, frozen=True):
    models: tuple[ModelEntry, ...] = ()
    checked_files: tuple[_CheckedFile, ...] = ()


class ModelStore:
    """The model list of one data folder. Reads it anew each time, so that another program's changes are seen."""

    def __init__(self, folder: DataFolder) -> None:
        self._file = SharedFile(folder.models, _ModelList)
        self._downloaded_models = folder.downloaded_models

    def list(self) -> tuple[ModelEntry, ...]:
        """The starter model, then the others by name. That a file is still there is not checked."""
        models = sorted(self._file.as_far_as_readable().models, key=lambda entry: (entry.name.casefold(), entry.id))
        starter = _starter_entry()
        return (starter, *models) if starter else tuple(models)

    def add_found(self, model: FoundModel) -> ModelEntry:
        """Use the model of another program where it is, under the name it has there. Raises as `add` does."""
        return self.add(model.path, model.name, program=model.program)

    def add(self, path: Path | str, name: str = "", note: str = "", *, program: Program | None = None) -> ModelEntry:
        """Put a GGUF file into the list; one that is there already is returned as it is.

        Raises ModelStoreError: MODEL_FILE_MISSING, MODEL_FILE_NOT_GGUF, MODEL_PART_MISSING, FILE_UNREADABLE; DISK_FULL,
        DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED.
        """
        files = model_files(Path(path))
        with self._file.locked():
            known = self.list()
            if listed := next((entry for entry in known if entry.path == str(files.first)), None):
                return listed
            model_list = self._file.read()
            if program is not None:  # whose files may be named by their hashes
                files = msgspec.structs.replace(files, name=name)
            entry = msgspec.structs.replace(
                _entry(files, taken={entry.id for entry in known}), added_at=time.time(), program=program, note=note
            )
            entry = msgspec.structs.replace(entry, name=name or entry.name)
            self._file.write(msgspec.structs.replace(model_list, models=(*model_list.models, entry)))
        return entry

    def add_downloaded(self, path: Path, source: RemoteModel, name: str = "") -> ModelEntry:
        """Put a model that was downloaded and found right into the list, or note that it is whole again.

        Another version of a model that is there already says in its name which it is. Raises ModelStoreError as `add`.
        """
        if name in {entry.name for entry in self.list() if entry.path != str(path.resolve())}:
            name = f"{name} {source.quantization}".strip()
        return self._changed(self.add(path, name).id, source=source, size_bytes=source.size_bytes, is_damaged=False)

    def mark_damaged(self, model_id: str) -> ModelEntry:
        """Hand the model out no more, until it is downloaded again. Raises ModelStoreError as `remove` does."""
        return self._changed(model_id, is_damaged=True)

    def relocate(self, model_id: str, path: Path) -> ModelEntry:
        """Its file has another place now. Raises ModelStoreError as `remove` does."""
        return self._changed(model_id, path=str(path.resolve()))

    def freed_by_removing(self, entry: ModelEntry) -> int:
        """Bytes of disk that `remove` would free: 0 for a model that came from elsewhere, whose files stay."""
        return freed_bytes(Path(entry.path), self._downloaded_models) if entry.source else 0

    def remove(self, model_id: str) -> int:
        """Forget a model; if it was downloaded by this program, its files are deleted. Returns the bytes that it freed.

        Raises ModelStoreError: MODEL_UNKNOWN, MODEL_NOT_REMOVABLE, MODEL_NOT_DELETED, and as `add`.
        """
        with self._file.locked():
            entry = self.listed(model_id)
            if entry.is_starter:
                raise ModelStoreError(ErrorCode.MODEL_NOT_REMOVABLE, name=entry.name)
            model_list = self._file.read()
            freed = delete_model(Path(entry.path), self._downloaded_models) if entry.source else 0
            rest = tuple(other for other in model_list.models if other.id != entry.id)
            self._file.write(msgspec.structs.replace(model_list, models=rest))
        return freed

    def listed(self, wanted: str) -> ModelEntry:
        """A model of the list by id, name or path, damaged or not. Raises ModelStoreError(MODEL_UNKNOWN)."""
        if (entry := _find(self.list(), wanted)) is None:
            raise ModelStoreError(ErrorCode.MODEL_UNKNOWN, name=wanted)
        return entry

    def get(self, wanted: str) -> ModelEntry:
        """A model by id, name or path; a path may be that of a GGUF file that is not in the list.

        The starter model's file is checked against its SHA-256 the first time. Raises ModelStoreError: MODEL_UNKNOWN,
        MODEL_HASH_WRONG, and for a path what `add` raises.
        """
        models = self.list()
        entry = _find(models, wanted)
        if entry is None and not _is_path(wanted):
            raise ModelStoreError(ErrorCode.MODEL_UNKNOWN, name=wanted)
        if entry is None:
            files = model_files(Path(wanted))
            entry = _find(models, str(files.first)) or _entry(files, taken={known.id for known in models})
        if entry.is_damaged:
            raise ModelStoreError(ErrorCode.MODEL_HASH_WRONG, path=entry.path)
        if entry.is_starter:
            self._check_starter(Path(entry.path))
        return entry

    def _changed(self, model_id: str, **changes: object) -> ModelEntry:
        with self._file.locked():
            model_list = self._file.read()
            if (entry := next((each for each in model_list.models if each.id == model_id), None)) is None:
                raise ModelStoreError(ErrorCode.MODEL_UNKNOWN, name=model_id)
            changed = msgspec.structs.replace(entry, **changes)
            models = tuple(changed if each is entry else each for each in model_list.models)
            self._file.write(msgspec.structs.replace(model_list, models=models))
        return changed

    def _check_starter(self, path: Path) -> None:
        file = path.stat()
        checked = _CheckedFile(str(path), file.st_size, file.st_mtime_ns, STARTER_MODEL_SHA256)
        if checked in self._file.as_far_as_readable().checked_files:
            return
        if sha256_of(path) != STARTER_MODEL_SHA256:
            raise ModelStoreError(ErrorCode.MODEL_HASH_WRONG, path=str(path))
        try:
            with self._file.locked():
                self._file.write(msgspec.structs.replace(self._file.read(), checked_files=(checked,)))
        except ModelStoreError as error:
            _log.info("that the starter model is whole could not be noted: %s", error)


def _find(models: tuple[ModelEntry, ...], wanted: str) -> ModelEntry | None:
    by_id = (entry for entry in models if entry.id == wanted)
    by_name = (entry for entry in models if entry.name.casefold() == wanted.casefold())
    by_path = (entry for entry in models if entry.path == wanted)
    return next(by_id, None) or next(by_name, None) or next(by_path, None)


def _is_path(wanted: str) -> bool:
    return wanted.casefold().endswith(".gguf") or Path(wanted).is_file()


def _starter_entry() -> ModelEntry | None:
    if (path := starter_model_path()) is None:
        return None
    return ModelEntry(
        id=STARTER_MODEL_ID,
        name=STARTER_MODEL_NAME,
        path=str(path.resolve()),
        size_bytes=path.stat().st_size,
        is_starter=True,
    )


def _entry(files: ModelFiles, taken: set[str]) -> ModelEntry:
    return ModelEntry(
        id=_free_id(files.name, taken),
        name=files.name,
        path=str(files.first),
        size_bytes=files.size_bytes,
        is_for_embedding=is_for_embedding(files.first),
    )


def _free_id(name: str, taken: set[str]) -> str:
    """The name as a word for the command line: Qwen3 4B (Q4_K_M) becomes qwen3-4b-q4_k_m."""
    slug = re.sub(r"[^\w.]+", "-", name.casefold()).strip("-.") or "model"
    number = 1
    candidate = slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate

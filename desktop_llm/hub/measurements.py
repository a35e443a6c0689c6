"""What models really took and how fast they really were on this machine: better than any estimate, once there.

One small file in the data folder; a cache, safe to delete, never a reason to fail. Any thread, more than one program.
The same folder may be used from several machines: each finds its own figures.
"""

import hashlib
import logging
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import psutil
from msgspec import Meta, Struct
from msgspec.structs import replace

from desktop_llm.errors import ModelStoreError
from desktop_llm.hub.shared_file import SharedFile
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)

KEPT_MODELS: Final = 200

Amount = Annotated[int, Meta(ge=0)]
Rate = Annotated[float, Meta(ge=0.0)]


class ModelFigures(Struct, frozen=True, kw_only=True):
    """One model as it was loaded last. Rates are 0 until an answer was long enough to tell."""

    n_ctx_tokens: Amount
    n_gpu_layers: Amount
    memory_bytes: Amount
    gpu_bytes: Amount = 0
    tokens_per_s: Rate = 0.0
    prompt_tokens_per_s: Rate = 0.0


class _MeasuredModel(Struct, frozen=True, kw_only=True):
    """Figures hold for a file with this size and time, on this machine."""

    machine: str
    path: str
    size_bytes: int
    modified_ns: int
    figures: ModelFigures


class _MeasuredMachine(Struct, frozen=True, kw_only=True):
    machine: str
    bandwidth_bytes_per_s: Amount


class _Content(Struct, frozen=True):
    """The latest comes last."""

    machines: tuple[_MeasuredMachine, ...] = ()
    models: tuple[_MeasuredModel, ...] = ()


class Measurements:
    """The measured figures of one data folder, as far as this machine is concerned."""

    def __init__(self, folder: DataFolder, machine: str = "") -> None:
        self._file = SharedFile(folder.measurements, _Content)
        self._machine = machine or machine_key()

    def figures(self, model_path: str) -> ModelFigures | None:
        """None: this file was never loaded here, or is not the same any more."""
        if (stamp := _stamp(model_path)) is None:
            return None
        found = (each for each in self._file.as_far_as_readable().models if self._is_of(each, model_path))
        return next((each.figures for each in found if (each.size_bytes, each.modified_ns) == stamp), None)

    def note_figures(self, model_path: str, figures: ModelFigures) -> None:
        """Put these in place of what was known of the model."""
        if (stamp := _stamp(model_path)) is None:
            return
        noted = _MeasuredModel(
            machine=self._machine, path=model_path, size_bytes=stamp[0], modified_ns=stamp[1], figures=figures
        )

        def with_noted(content: _Content) -> _Content:
            others = tuple(each for each in content.models if not self._is_of(each, model_path))
            return replace(content, models=(*others, noted)[-KEPT_MODELS:])

        self._change(with_noted)

    def bandwidth_bytes_per_s(self) -> int:
        """How fast main memory is read; 0 until it was measured."""
        found = (
            each.bandwidth_bytes_per_s
            for each in self._file.as_far_as_readable().machines
            if each.machine == self._machine
        )
        return next(found, 0)

    def note_bandwidth(self, bytes_per_s: int) -> None:
        """Keep the highest: other programs only ever slow a measurement down."""
        if bytes_per_s <= self.bandwidth_bytes_per_s():
            return
        noted = _MeasuredMachine(machine=self._machine, bandwidth_bytes_per_s=bytes_per_s)

        def with_noted(content: _Content) -> _Content:
            others = tuple(each for each in content.machines if each.machine != self._machine)
            return replace(content, machines=(*others, noted))

        self._change(with_noted)

    def _is_of(self, measured: _MeasuredModel, model_path: str) -> bool:
        return measured.machine == self._machine and measured.path == model_path

    def _change(self, changed: Callable[[_Content], _Content]) -> None:
        try:
            with self._file.locked():
                self._file.write(changed(self._file.read()))
        except ModelStoreError as error:
            _log.info("measured figures could not be kept: %s", error)


def machine_key() -> str:
    """The same for this machine each time, and tells nothing about it."""
    facts = (platform.node(), platform.machine(), platform.processor(), os.cpu_count(), psutil.virtual_memory().total)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _stamp(model_path: str) -> tuple[int, int] | None:
    try:
        status = Path(model_path).stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns

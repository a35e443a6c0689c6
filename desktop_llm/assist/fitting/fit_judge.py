"""Says how models fit this machine: files that are here, and files that are still on the Hub.

Reads files, asks the Hub: it blocks, so it is for background threads. Any number of them at once.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_llm.assist.fitting.model_fit import FitVerdict, MachineFacts, ModelFit, model_fit
from desktop_llm.assist.fitting.remote_header import THOROUGH_BYTES, ReadRange, remote_header
from desktop_llm.engine.gguf_beginning import with_size
from desktop_llm.engine.gguf_header import read_model
from desktop_llm.engine.gguf_reader import MoreBytesNeededError
from desktop_llm.engine.load_plan import Machine, this_machine
from desktop_llm.engine.messages import Device, ModelDescription
from desktop_llm.errors import RequestFailedError
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.measurements import Measurements
from desktop_llm.params import LoadParams


class FitJudge:
    """Judges models for one machine, one data folder and the way in which the user loads models."""

    def __init__(
        self,
        measurements: Measurements,
        params: Callable[[], LoadParams],
        devices: Callable[[], Sequence[Device]],
        loaded: Callable[[], ModelDescription | None],
    ) -> None:
        """The functions say what holds now. devices: those of an engine that has no model, with their free memory.

        loaded: the model whose memory becomes free when another one is loaded.
        """
        self._measurements = measurements
        self._params, self._devices, self._loaded = params, devices, loaded

    def file(self, path: Path) -> ModelFit:
        """How a model file would load, or its other parts with it. One that cannot be read is UNKNOWN."""
        try:
            header = read_model(path.resolve())  # as the store names it, and so the measured figures
        except RequestFailedError:
            return ModelFit(verdict=FitVerdict.UNKNOWN)
        return model_fit(header, self._params(), self.facts(), self._measurements.figures(header.paths[0]))

    def remote(
        self, models: Sequence[RemoteModel], read_range: ReadRange, limit_bytes: int = THOROUGH_BYTES
    ) -> dict[str, ModelFit]:
        """How the models of one repository would load, by their names. One header is fetched, that of the smallest.

        They are one model in several quantizations: what differs is how large the weights are. Raises what `read_range`
        raises.
        """
        if not models:
            return {}
        smallest = min(models, key=lambda model: (len(model.files), model.size_bytes))
        try:
            header = remote_header(read_range, smallest, limit_bytes)
        except (RequestFailedError, MoreBytesNeededError):
            return {model.name: ModelFit(verdict=FitVerdict.UNKNOWN) for model in models}
        params, facts = self._params(), self.facts()
        return {model.name: model_fit(with_size(header, model.size_bytes), params, facts) for model in models}

    def facts(self) -> MachineFacts:
        """This machine now, as it would be without the loaded model."""
        return MachineFacts(
            machine=machine_without(self._loaded(), this_machine()),
            devices=tuple(self._devices()),
            bandwidth_bytes_per_s=self._measurements.bandwidth_bytes_per_s(),
        )


def machine_without(model: ModelDescription | None, machine: Machine) -> Machine:
    """The weights of a mapped file count as free already; the rest of main memory comes back."""
    if model is None:
        return machine
    private_bytes = max(0, model.memory_bytes - model.gpu_bytes - model.size_bytes)
    return Machine(
        free_bytes=min(machine.total_bytes, machine.free_bytes + private_bytes),
        total_bytes=machine.total_bytes,
        n_cores=machine.n_cores,
    )

from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.fit_judge import FitJudge, machine_without
from desktop_llm.assist.fitting.model_fit import FitVerdict
from desktop_llm.engine.load_plan import Machine
from desktop_llm.engine.messages import Device, ModelDescription
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL
from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_records import RemoteFile, RemoteModel
from desktop_llm.hub.measurements import Measurements, ModelFigures
from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from tests.fakes.headers import GIB, gpu
from tests.fakes.sparse_models import Shape, write_sparse_model

SHAPE = Shape(
    n_layers=4, n_embedding=512, n_feed_forward=1024, n_heads=8, n_kv_heads=4, n_vocab_tokens=2000, n_ctx_tokens=4096
)


@pytest.fixture
def measurements(data_folder_of_test: Path) -> Measurements:
    return Measurements(DataFolder(data_folder_of_test))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_sparse_model(tmp_path / "model.gguf", SHAPE)


def judge(
    measurements: Measurements, devices: Sequence[Device] = (), loaded: ModelDescription | None = None
) -> FitJudge:
    return FitJudge(measurements, LoadParams, lambda: devices, lambda: loaded)


def remote(path: Path, *quantizations: tuple[str, int]) -> list[RemoteModel]:
    """Models of a repository, the first of which is `path`."""
    return [
        RemoteModel(
            name=name,
            quantization=name,
            files=(RemoteFile(repository="o/r", revision="c", path=f"{name}.gguf", size_bytes=size),),
            size_bytes=size,
        )
        for name, size in (("Q4_0", path.stat().st_size), *quantizations)
    ]


def test_a_file_is_judged_by_its_header(measurements: Measurements, path: Path) -> None:
    fit = judge(measurements).file(path)
    assert fit.verdict is FitVerdict.MEMORY
    assert fit.needed_bytes > path.stat().st_size
    assert fit.n_ctx_tokens == 4096
    assert judge(measurements, [gpu(8 * GIB)]).file(path).verdict is FitVerdict.GPU


def test_what_was_measured_of_a_file_counts(measurements: Measurements, path: Path) -> None:
    figures = ModelFigures(n_ctx_tokens=4096, n_gpu_layers=0, memory_bytes=123_000_000, tokens_per_s=17.0)
    measurements.note_figures(str(path), figures)
    fit = judge(measurements).file(path)
    assert (fit.needed_bytes, fit.tokens_per_s, fit.is_measured) == (123_000_000, 17.0, True)


def test_a_faster_memory_means_faster_answers(measurements: Measurements, path: Path) -> None:
    careful = judge(measurements).file(path).tokens_per_s
    measurements.note_bandwidth(400_000_000_000)
    assert judge(measurements).file(path).tokens_per_s > 2 * careful


@pytest.mark.parametrize("content", [b"", b"GGUF", b"no model at all"])
def test_a_file_that_cannot_be_read_is_unknown(measurements: Measurements, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(content)
    assert judge(measurements).file(path).verdict is FitVerdict.UNKNOWN
    assert judge(measurements).file(tmp_path / "absent.gguf").verdict is FitVerdict.UNKNOWN


def test_one_header_tells_of_all_quantizations(measurements: Measurements, path: Path) -> None:
    read: list[str] = []

    def read_range(file: RemoteFile, start: int, end: int) -> bytes:
        read.append(file.path)
        return path.read_bytes()[start:end]

    size = path.stat().st_size
    fits = judge(measurements).remote(remote(path, ("Q8_0", 2 * size), ("F16", 400_000 * size)), read_range)
    assert set(read) == {"Q4_0.gguf"}
    assert fits["Q4_0"].needed_bytes == judge(measurements).file(path).needed_bytes
    assert fits["Q8_0"].needed_bytes - fits["Q4_0"].needed_bytes == pytest.approx(size, rel=0.05)
    assert fits["F16"].verdict is FitVerdict.DOES_NOT_FIT


def test_a_repository_whose_header_makes_no_sense_is_unknown(measurements: Measurements, path: Path) -> None:
    fits = judge(measurements).remote(remote(path, ("Q8_0", 10**9)), lambda _file, _start, _end: b"no model")
    assert [fit.verdict for fit in fits.values()] == [FitVerdict.UNKNOWN] * 2
    assert judge(measurements).remote([], lambda _file, _start, _end: b"") == {}


def test_a_hub_that_cannot_be_reached_is_not_a_verdict(measurements: Measurements, path: Path) -> None:
    def read_range(_file: RemoteFile, _start: int, _end: int) -> bytes:
        raise HubError(ErrorCode.HUB_UNREACHABLE)

    with pytest.raises(HubError):
        judge(measurements).remote(remote(path), read_range)


def test_the_memory_of_the_loaded_model_counts_as_free() -> None:
    machine = Machine(free_bytes=4 * GIB, total_bytes=16 * GIB, n_cores=2)
    assert machine_without(None, machine) == machine
    held = replace(SCRIPTED_MODEL, memory_bytes=3 * GIB, gpu_bytes=GIB, size_bytes=GIB)
    assert machine_without(held, machine).free_bytes == 5 * GIB
    huge = replace(SCRIPTED_MODEL, memory_bytes=2**50, size_bytes=0)
    assert machine_without(huge, machine).free_bytes == machine.total_bytes


def test_the_machine_is_judged_without_the_loaded_model(measurements: Measurements) -> None:
    huge = replace(SCRIPTED_MODEL, memory_bytes=2**50, size_bytes=0)
    assert judge(measurements, (), huge).facts().machine.free_bytes == psutil.virtual_memory().total

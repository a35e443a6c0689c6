import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_llm.hub.measurements import Measurements, ModelFigures, machine_key
from desktop_llm.paths import DataFolder

FIGURES = ModelFigures(n_ctx_tokens=8192, n_gpu_layers=0, memory_bytes=2_400_000_000, tokens_per_s=12.5)


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    return str(path)


def test_figures_are_there_for_the_next_program(folder: DataFolder, model: str) -> None:
    assert Measurements(folder).figures(model) is None
    Measurements(folder).note_figures(model, FIGURES)
    assert Measurements(folder).figures(model) == FIGURES


def test_the_latest_figures_take_the_place_of_the_earlier(folder: DataFolder, model: str) -> None:
    measurements = Measurements(folder)
    later = ModelFigures(n_ctx_tokens=4096, n_gpu_layers=33, memory_bytes=1, gpu_bytes=1)
    measurements.note_figures(model, FIGURES)
    measurements.note_figures(model, later)
    assert measurements.figures(model) == later
    assert folder.measurements.read_text().count("model.gguf") == 1


def test_a_file_that_changed_has_no_figures(folder: DataFolder, model: str) -> None:
    measurements = Measurements(folder)
    measurements.note_figures(model, FIGURES)
    os.utime(model, ns=(1, 1))
    assert measurements.figures(model) is None
    Path(model).unlink()
    assert measurements.figures(model) is None


def test_each_machine_has_its_own_figures(folder: DataFolder, model: str) -> None:
    laptop, desktop = Measurements(folder, "laptop"), Measurements(folder, "desktop")
    laptop.note_figures(model, FIGURES)
    laptop.note_bandwidth(20_000_000_000)
    assert desktop.figures(model) is None
    assert desktop.bandwidth_bytes_per_s() == 0
    desktop.note_bandwidth(60_000_000_000)
    assert laptop.figures(model) == FIGURES
    assert laptop.bandwidth_bytes_per_s() == 20_000_000_000


def test_the_highest_bandwidth_is_kept(folder: DataFolder) -> None:
    measurements = Measurements(folder)
    for bytes_per_s in (30, 40, 20):
        measurements.note_bandwidth(bytes_per_s)
    assert measurements.bandwidth_bytes_per_s() == 40


def test_the_key_of_a_machine_stays_and_tells_nothing() -> None:
    assert machine_key() == machine_key()
    assert len(machine_key()) == 16
    assert set(machine_key()) <= set("0123456789abcdef")


def test_a_file_that_cannot_be_read_is_none_and_is_replaced(folder: DataFolder, model: str) -> None:
    folder.root.mkdir()
    folder.measurements.write_text("{broken")
    measurements = Measurements(folder)
    assert measurements.figures(model) is None
    measurements.note_figures(model, FIGURES)
    assert measurements.figures(model) == FIGURES


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path, model: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    measurements = Measurements(DataFolder(tmp_path / "file" / "data"))
    measurements.note_figures(model, FIGURES)
    measurements.note_bandwidth(1)
    assert measurements.figures(model) is None


def test_no_figures_get_lost_when_several_are_noted_at_once(folder: DataFolder, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.gguf" for number in range(12)]
    for path in paths:
        path.write_bytes(b"GGUF")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda path: Measurements(folder).note_figures(str(path), FIGURES), paths))
    assert all(Measurements(folder).figures(str(path)) == FIGURES for path in paths)


def test_only_the_last_models_are_kept(folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_llm.hub.measurements.KEPT_MODELS", 2)
    paths = [tmp_path / f"{number}.gguf" for number in range(3)]
    for path in paths:
        path.write_bytes(b"GGUF")
        Measurements(folder).note_figures(str(path), FIGURES)
    assert [Measurements(folder).figures(str(path)) for path in paths] == [None, FIGURES, FIGURES]

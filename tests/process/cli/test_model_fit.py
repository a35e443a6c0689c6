import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.hub.measurements import Measurements
from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings
from tests.fakes.loopback_host import Content
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.sparse_models import Shape, write_sparse_model
from tests.fakes.terminal import error_line, run

THREE = Shape(n_layers=28, n_embedding=3072, n_feed_forward=8192, n_heads=24, n_kv_heads=8, n_vocab_tokens=32_000)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield hub


def test_a_model_that_is_here_is_judged_then_measured(data_folder_of_test: Path, starter_model_path: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    # With a seed nothing is guessed: the speed with guesses is not the model's.
    save_settings(
        folder.settings, Settings(load=LoadParams(n_ctx_tokens=256), sampling=SamplingParams(temperature=0.0, seed=1))
    )
    estimated = run("models", "fit", "smollm2-135m")
    assert estimated.returncode == 0, estimated.stderr
    assert b"fits in memory" in estimated.stdout
    assert b"about" in estimated.stdout
    assert Measurements(folder).bandwidth_bytes_per_s() > 10**9

    assert run("chat", "--model", "smollm2-135m", "Tell me a long story about a lighthouse.").returncode == 0
    (measured,) = json.loads(run("models", "fit", str(starter_model_path), "--json").stdout)
    assert measured["fit"]["verdict"] == "memory"
    assert measured["fit"]["is_measured"]
    assert measured["fit"]["tokens_per_s"] > 1


def test_a_repository_is_judged_without_downloading_it(hub: LoopbackHub, tmp_path: Path) -> None:
    path = write_sparse_model(tmp_path / "three.gguf", THREE)
    with path.open("rb") as file:
        header = file.read(1_000_000)
    size = path.stat().st_size
    files = {
        "three-Q4_0.gguf": Content(header, size, named_sha256="1" * 64),
        "three-Q8_0.gguf": Content(b"", 2 * size, named_sha256="2" * 64),
        "three-F16.gguf": Content(b"", 4000 * size, named_sha256="3" * 64),
    }
    hub.add_repository("owner/three-GGUF", files)

    result = run("models", "fit", "owner/three-GGUF")
    rows = [line.split("\t") for line in result.stdout.decode().splitlines()]

    assert result.returncode == 0, result.stderr
    assert [row[0] for row in rows] == ["three-Q4_0", "three-Q8_0", "three-F16"]
    assert rows[0][2].startswith("fits in memory")
    assert rows[0][3] == "balanced, recommended"
    assert rows[1][3] == "best"
    assert rows[2][2].startswith("does not fit")
    assert hub.cdn.sent_bytes < 8_000_000


def test_a_repository_that_is_not_there_is_one_line(hub: LoopbackHub) -> None:
    result = run("models", "fit", "owner/nothing")
    assert result.returncode == 1
    assert "owner/nothing" in error_line(result)


def test_a_name_that_is_nothing_is_one_line() -> None:
    result = run("models", "fit", "nothing")
    assert result.returncode == 1
    assert "nothing" in error_line(result)

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.paths import resource
from tests.fakes.loopback_host import Content
from tests.fakes.loopback_hub import LoopbackHub

SCRIPT = Path(__file__).parents[2] / "packaging" / "check_catalogue.py"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    """A Hub that has everything as the catalogue says."""
    with LoopbackHub() as hub:
        for model in load_catalogue().models:
            content = Content(b"GGUF", model.size_bytes, named_sha256="a" * 64)
            hub.add_repository(model.repository, {model.file: content}, card_data={"license": model.licence})
        yield hub


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.json"
    path.write_bytes(resource("catalogue.json").read_bytes())
    return path


def check(hub: LoopbackHub, catalogue: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    return subprocess.run(
        [sys.executable, str(SCRIPT), "--catalogue", str(catalogue), *arguments],
        env=environment | {"HF_ENDPOINT": hub.endpoint},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_catalogue_that_is_right_has_no_differences(hub: LoopbackHub, catalogue: Path) -> None:
    before = catalogue.read_bytes()
    result = check(hub, catalogue)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "15 models, 0 differences\n"
    assert catalogue.read_bytes() == before
    assert hub.cdn.requests == []


def test_everything_that_is_wrong_is_told_by_model(hub: LoopbackHub, catalogue: Path) -> None:
    wrong = load_catalogue().models[:5]
    gone, moved, grown, gated, other_licence = wrong
    del hub.repositories[gone.repository]
    hub.add_repository(moved.repository, {"other-Q8_0.gguf": b"GGUF"}, card_data={"license": moved.licence})
    content = Content(b"GGUF", grown.size_bytes * 2, named_sha256="b" * 64)
    hub.add_repository(grown.repository, {grown.file: content}, card_data={"license": grown.licence})
    hub.repositories[gated.repository].gated = "manual"
    hub.repositories[other_licence.repository].card_data = {"license": "llama3"}

    result = check(hub, catalogue)

    assert result.returncode == 1
    lines = {line.partition(":")[0]: line for line in result.stdout.splitlines()}
    assert "hub_not_found" in lines[gone.id]
    assert f"{moved.file} is not there; there are: other-Q8_0.gguf" in lines[moved.id]
    assert f"size is {grown.size_bytes * 2}" in lines[grown.id]
    assert "conditions must be accepted first" in lines[gated.id]
    assert f"{other_licence.id}: licence is llama3, not apache-2.0" in result.stdout
    assert "lets everybody" in lines[other_licence.id]
    assert set(lines) == {*(model.id for model in wrong), "15 models, 6 differences"}


def test_what_was_checked_is_written_down(hub: LoopbackHub, catalogue: Path) -> None:
    first, second = load_catalogue().models[:2]
    content = Content(b"GGUF", first.size_bytes + 12_345, named_sha256="b" * 64)
    hub.add_repository(first.repository, {first.file: content}, card_data={"license": first.licence})
    del hub.repositories[second.repository]

    assert check(hub, catalogue, "--write").returncode == 1

    written = load_catalogue(catalogue)
    assert written.models[0].size_bytes == first.size_bytes + 12_345
    assert written.models[0].unverified == ("languages",)
    assert written.models[1] == second
    assert written.as_of > load_catalogue().as_of

"""Downloads of the real terminal program from the loopback Hub: killed, interrupted, two at once, damaged, mended."""

import os
import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.part_file import n_part_bytes
from desktop_llm.paths import DataFolder
from tests.fakes.loopback_host import Content, Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.sparse_models import Shape, write_sparse_model
from tests.fakes.terminal import PROGRAM, TIMEOUT_S, error_line, run

ID = "owner/repo"
PATH = "model-Q4_K_M.gguf"
SIZE = 32_000_000
CONTENT = b"GGUF" + random.Random(20261125).randbytes(SIZE - 4)
BYTES_PER_S = 16_000_000
N_KILLS = 12
TINY = Shape(n_layers=2, n_embedding=256, n_feed_forward=512, n_heads=4, n_kv_heads=4, n_vocab_tokens=300)
HUGE = Shape(  # 4 TB
    n_layers=100, n_embedding=65_536, n_feed_forward=262_144, n_heads=512, n_kv_heads=512, n_vocab_tokens=300
)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub() as hub:
        hub.add_repository(ID, {PATH: CONTENT})
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.delenv("HF_HUB_OFFLINE")
        yield hub


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture
def target(folder: DataFolder) -> Path:
    return folder.downloaded_models / ID / PATH


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_until_there(child: subprocess.Popen[bytes], target: Path, n_bytes: int) -> None:
    """Until the child has written that much, or has ended."""
    while child.poll() is None and n_part_bytes(target) < n_bytes:
        with suppress(subprocess.TimeoutExpired):
            child.wait(0.005)


def test_a_download_killed_at_random_moments_goes_on_where_it_was(
    hub: LoopbackHub, folder: DataFolder, target: Path
) -> None:
    chance = random.Random(20261125)
    places = [*sorted(chance.randrange(SIZE) for _ in range(N_KILLS)), SIZE]
    hub.cdn.fail(Fault(bytes_per_s=BYTES_PER_S, times=None))
    for place in places:
        with started("models", "download", ID) as child:
            wait_until_there(child, target, place)
            child.kill()
            if not target.exists():
                assert not [entry for entry in ModelStore(folder).list() if not entry.is_starter]

    result = run("models", "download", ID)
    assert result.returncode == 0, result.stderr
    assert target.read_bytes() == CONTENT
    assert ModelStore(folder).get(result.stdout.decode().strip()).path == str(target)
    assert DownloadList(folder.downloads).records() == ()
    assert hub.cdn.sent_bytes <= 1.2 * SIZE


def test_an_interrupted_download_is_paused_and_goes_on(hub: LoopbackHub, folder: DataFolder, target: Path) -> None:
    hub.cdn.fail(Fault(bytes_per_s=BYTES_PER_S))
    with started("models", "download", ID, "Q4_K_M") as child:
        wait_until_there(child, target, SIZE // 3)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=TIMEOUT_S)
    assert (child.returncode, errors) == (130, b"")
    (record,) = DownloadList(folder.downloads).records()
    assert record.is_paused

    assert run("models", "download", ID, "Q4_K_M").returncode == 0
    assert target.read_bytes() == CONTENT
    assert hub.cdn.sent_bytes <= 1.2 * SIZE


def test_two_programs_that_download_the_same_model_fetch_it_once(hub: LoopbackHub, target: Path) -> None:
    hub.cdn.fail(Fault(bytes_per_s=BYTES_PER_S, times=None))
    with started("models", "download", ID) as first, started("models", "download", ID) as second:
        outputs = [child.communicate(timeout=TIMEOUT_S) for child in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], outputs
    assert outputs[0] == outputs[1]
    assert target.read_bytes() == CONTENT
    assert hub.cdn.sent_bytes == SIZE


def test_damage_is_found_and_mended_by_fetching_little(hub: LoopbackHub, target: Path) -> None:
    model_id = run("models", "download", ID).stdout.decode().strip()
    assert run("models", "verify").returncode == 0
    with target.open("r+b") as file:
        file.seek(SIZE // 2)
        file.write(b"damage")
    hub.cdn.clear()

    verdict = run("models", "verify", model_id)
    assert verdict.returncode == 1
    assert f"models download {ID} {PATH}" in verdict.stdout.decode()
    assert "damaged" in error_line(run("chat", "--model", model_id, "Hello"))
    assert run("models", "download", ID, PATH).returncode == 0
    assert target.read_bytes() == CONTENT
    assert run("models", "verify", model_id).returncode == 0
    assert 0 < hub.cdn.sent_bytes < SIZE // 4


def test_without_a_file_it_is_the_one_that_suits_this_computer_and_stays_that_one(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    content = write_sparse_model(tmp_path / "tiny.gguf", TINY).read_bytes()
    huge = Content(b"", 10**15, named_sha256="1" * 64)
    hub.add_repository("owner/tiny", {"tiny-Q4_0.gguf": huge, "tiny-Q4_K_M.gguf": content})
    result = run("models", "download", "owner/tiny")
    assert (result.returncode, result.stdout) == (0, b"tiny-q4_k_m\n"), result.stderr

    hub.put_file("owner/tiny", "tiny-Q4_0.gguf", content)
    hub.cdn.clear()
    assert run("models", "download", "owner/tiny").stdout == b"tiny-q4_k_m\n"
    assert hub.cdn.sent_bytes == 0


def test_a_model_that_would_not_fit_is_one_line_instead_of_a_download(hub: LoopbackHub, tmp_path: Path) -> None:
    path = write_sparse_model(tmp_path / "huge.gguf", HUGE)
    with path.open("rb") as file:
        content = Content(file.read(1_000_000), path.stat().st_size, named_sha256="1" * 64)
    hub.add_repository("owner/huge", {"huge-Q4_0.gguf": content, "huge-Q8_0.gguf": content})
    result = run("models", "download", "owner/huge")
    assert result.returncode == 1
    assert "does not fit" in error_line(result)


def test_a_disk_that_holds_no_such_file_is_one_line(hub: LoopbackHub, target: Path) -> None:
    limited = ("sh", "-c", 'ulimit -f 20000; exec "$@"', "sh", *PROGRAM)  # blocks of 512 bytes
    result = subprocess.run([*limited, "models", "download", ID], capture_output=True, timeout=TIMEOUT_S, check=False)
    assert result.returncode == 1
    assert str(target.parent) in error_line(result)
    assert "this large" in error_line(result)
    assert not target.exists()


def test_a_refusal_is_one_line(hub: LoopbackHub) -> None:
    hub.repositories[ID].gated = "auto"
    result = run("models", "download", ID)
    assert result.returncode == 1
    assert "onditions" in error_line(result)


def test_without_a_hub_that_is_one_line_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delenv("HF_HUB_OFFLINE")
    result = run("models", "download", ID)
    assert result.returncode == 1
    assert "cannot be reached" in error_line(result)


def test_the_environment_can_keep_the_program_offline(hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    result = run("models", "download", ID)
    assert result.returncode == 1
    assert "offline" in error_line(result)
    assert hub.hub.requests == []
    assert os.environ["HF_ENDPOINT"] == hub.endpoint

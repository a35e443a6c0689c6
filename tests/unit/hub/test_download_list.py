from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_records import DownloadRecord, download_record
from desktop_llm.hub.hub_records import RemoteModel
from tests.fakes.file_source import remote_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "downloads.json"


@pytest.fixture
def downloads(path: Path) -> DownloadList:
    return DownloadList(path)


def record(name: str) -> DownloadRecord:
    file = remote_file(name.encode(), f"{name}.gguf")
    return download_record(RemoteModel(name=name, quantization="", files=(file,), size_bytes=file.size_bytes), name)


def test_downloads_are_kept_in_the_order_they_were_asked_for(downloads: DownloadList, path: Path) -> None:
    for name in ("b", "a", "c"):
        downloads.put(record(name))
    assert [each.title for each in DownloadList(path).records()] == ["b", "a", "c"]


def test_a_download_that_changed_stays_in_its_place(downloads: DownloadList) -> None:
    for name in ("a", "b"):
        downloads.put(record(name))
    paused = msgspec.structs.replace(record("a"), is_paused=True)
    downloads.put(paused)
    assert downloads.records() == (paused, record("b"))


def test_a_removed_download_is_gone(downloads: DownloadList) -> None:
    for name in ("a", "b"):
        downloads.put(record(name))
    downloads.remove(record("a").id)
    downloads.remove("never there")
    assert downloads.records() == (record("b"),)


def test_nothing_is_written_where_there_is_nothing_to_remove(downloads: DownloadList, path: Path) -> None:
    downloads.remove("never there")
    assert downloads.records() == ()
    assert not path.exists()


def test_programs_that_note_downloads_at_the_same_time_lose_none(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: DownloadList(path).put(record(f"model{number}")), range(16)))
    assert len(DownloadList(path).records()) == 16

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec import Struct

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.shared_file import SharedFile


class Numbers(Struct, frozen=True):
    numbers: tuple[int, ...] = ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "numbers.json"


@pytest.fixture
def shared(path: Path) -> SharedFile[Numbers]:
    return SharedFile(path, Numbers)


def add(path: Path, number: int) -> None:
    shared = SharedFile(path, Numbers)
    with shared.locked():
        shared.write(Numbers((*shared.read().numbers, number)))


def test_before_there_is_a_file_the_value_is_the_usual_one(shared: SharedFile[Numbers], path: Path) -> None:
    assert shared.read() == shared.as_far_as_readable() == Numbers()
    assert not path.parent.exists()


def test_changes_at_the_same_time_are_all_kept(shared: SharedFile[Numbers], path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: add(path, number), range(24)))
    assert sorted(shared.read().numbers) == list(range(24))


def test_a_file_that_makes_no_sense_is_set_aside(shared: SharedFile[Numbers], path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"numbers": "none"}')
    assert shared.read() == Numbers()
    (aside,) = path.parent.glob("numbers.broken-*.json")
    assert aside.read_bytes() == b'{"numbers": "none"}'


def test_who_only_reads_sets_nothing_aside(shared: SharedFile[Numbers], path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")
    assert shared.as_far_as_readable() == Numbers()
    assert [(file.name, file.read_bytes()) for file in path.parent.iterdir()] == [("numbers.json", b"{")]


def test_a_file_that_cannot_be_read_is_not_taken_for_an_empty_one(shared: SharedFile[Numbers], path: Path) -> None:
    path.mkdir(parents=True)
    assert shared.as_far_as_readable() == Numbers()
    with pytest.raises(ModelStoreError) as caught:
        shared.read()
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelStoreError) as caught, SharedFile(tmp_path / "file" / "n.json", Numbers).locked():
        pass
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED

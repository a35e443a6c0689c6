from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.hub.download_files import DownloadFiles
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.part_file import PartFile, part_path
from tests.fakes.file_source import remote_file

CONTENT = bytes(range(100))
FILES = tuple(remote_file(CONTENT, f"big-0000{number}-of-00002.gguf") for number in (1, 2))
_N_ROUNDS = 500
MODEL = RemoteModel(name="big", quantization="", files=FILES, size_bytes=200)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[DownloadFiles]:
    files = DownloadFiles(tmp_path / "models", MODEL)
    yield files
    files.release()


def write_parts(files: DownloadFiles) -> None:
    for target, file in zip(files.targets, FILES, strict=True):
        with closing(PartFile(target, file)) as part:
            part.write(0, memoryview(CONTENT))


def names(files: DownloadFiles) -> list[str]:
    folder = files.targets[0].parent
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_only_one_at_a_time_has_the_files(files: DownloadFiles, tmp_path: Path) -> None:
    other = DownloadFiles(tmp_path / "models", MODEL)
    assert files.acquire()
    assert files.acquire()
    assert not other.acquire()
    files.release()
    assert other.acquire()
    other.release()


def test_one_that_ends_takes_no_folder_from_one_that_begins(tmp_path: Path) -> None:
    def begin_and_end(path: str) -> bool:
        file = remote_file(CONTENT, path)
        files = DownloadFiles(
            tmp_path / "models", RemoteModel(name=path, quantization="", files=(file,), size_bytes=100)
        )
        for _ in range(_N_ROUNDS):
            assert files.acquire()
            files.release()
        return True

    with ThreadPoolExecutor() as threads:
        assert all(threads.map(begin_and_end, ("a.gguf", "b.gguf", "c.gguf")))


def test_parts_get_their_names(files: DownloadFiles) -> None:
    files.acquire()
    write_parts(files)
    assert files.n_bytes() == [100, 100]
    assert files.finish() == files.targets[0]
    files.release()
    assert [target.read_bytes() for target in files.targets] == [CONTENT, CONTENT]
    assert names(files) == sorted(name for file in FILES for name in (file.path, f"{file.path}.pieces"))


def test_finishing_goes_on_where_a_killed_program_left_it(files: DownloadFiles) -> None:
    write_parts(files)
    part_path(files.targets[0]).replace(files.targets[0])
    files.finish()
    assert [target.read_bytes() for target in files.targets] == [CONTENT, CONTENT]


def test_what_is_discarded_leaves_no_folder(files: DownloadFiles, tmp_path: Path) -> None:
    files.acquire()
    write_parts(files)
    files.discard(with_finished=False)
    files.release()
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(("with_finished", "is_there"), [(False, True), (True, False)])
def test_finished_files_are_discarded_on_request(files: DownloadFiles, with_finished: bool, is_there: bool) -> None:
    write_parts(files)
    files.finish()
    files.discard(with_finished=with_finished)
    assert [target.exists() for target in files.targets] == [is_there, is_there]
    assert (names(files) == []) != is_there


def test_the_lock_stays_beside_what_is_not_whole(files: DownloadFiles) -> None:
    files.acquire()
    write_parts(files)
    files.release()
    assert f"{FILES[0].path}.lock" in names(files)

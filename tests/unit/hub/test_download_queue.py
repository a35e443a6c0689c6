import errno
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from desktop_llm.errors import DownloadError, ErrorCode, HubError
from desktop_llm.hub.disk_space import SPARE_BYTES
from desktop_llm.hub.download_files import DownloadFiles
from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_queue import DownloadQueue
from desktop_llm.hub.download_records import DownloadState
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.part_file import part_path
from desktop_llm.hub.retries import RetryPolicy
from desktop_llm.hub.transfer import TransferOptions
from desktop_llm.paths import DataFolder
from tests.fakes.download_log import WAIT_S, DownloadLog
from tests.fakes.file_source import FileSource, cut

SIZE = 40_000
PARTS = ("big-00001-of-00002.gguf", "big-00002-of-00002.gguf")
OPTIONS = TransferOptions(piece_bytes=1000, retries=RetryPolicy(first_wait_s=0.01, longest_wait_s=0.01))
Queues = Callable[..., DownloadQueue]


def content(number: int) -> bytes:
    return b"GGUF" + bytes([number, number + 1, number + 2]) * ((SIZE - 4) // 3)


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture
def store(folder: DataFolder) -> ModelStore:
    return ModelStore(folder)


@pytest.fixture
def source() -> FileSource:
    source = FileSource(model=content(0), other=content(1))
    source.files |= {path: content(number) for number, path in enumerate(PARTS, 10)}
    return source


@pytest.fixture
def gate(source: FileSource) -> Iterator["Gate"]:
    gate = Gate()
    source.before_piece = gate
    yield gate
    gate.open()


@pytest.fixture
def new_queue(folder: DataFolder, store: ModelStore, source: FileSource) -> Iterator[Queues]:
    """Makes queues on the same data folder, as programs that run at the same time or one after another."""
    queues: list[DownloadQueue] = []

    def new(options: TransferOptions = OPTIONS) -> DownloadQueue:
        queues.append(DownloadQueue(folder, lambda: source, store, options))
        return queues[-1]

    yield new
    source.before_piece = lambda _path, _place: None
    for queue in queues:
        queue.close()


class Gate:
    """Holds each file up after its first half, until it is opened."""

    def __init__(self) -> None:
        self._is_open = threading.Event()
        self._is_reached = threading.Semaphore(0)
        self._paths: set[str] = set()

    def __call__(self, path: str, place: int) -> None:
        if place < SIZE // 2 or self._is_open.is_set():
            return
        if path not in self._paths:
            self._paths.add(path)
            self._is_reached.release()
        self._is_open.wait(WAIT_S)

    def wait_for(self, n_files: int = 1) -> None:
        """Until that many files are at their first half."""
        for _ in range(n_files):
            assert self._is_reached.acquire(timeout=WAIT_S)

    def open(self) -> None:
        self._is_open.set()


def model(source: FileSource, *paths: str) -> RemoteModel:
    files = tuple(source.file(path) for path in paths or ("model.gguf",))
    name = files[0].path.removesuffix(".gguf")
    return RemoteModel(name=name, quantization="Q4_K_M", files=files, size_bytes=sum(file.size_bytes for file in files))


def target(folder: DataFolder, path: str = "model.gguf") -> Path:
    return folder.downloaded_models / "owner" / "repo" / path


def listed(store: ModelStore) -> list[str]:
    return [entry.path for entry in store.list() if not entry.is_starter]


def test_a_model_comes_and_can_be_used(
    new_queue: Queues, source: FileSource, folder: DataFolder, store: ModelStore
) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    download_id = queue.add(model(source), "A model")
    done = log.wait_for_state(DownloadState.DONE)
    assert (done.id, done.title, done.repository) == (download_id, "A model", "owner/repo")
    assert (done.quantization, done.size_bytes, done.done_bytes) == ("Q4_K_M", SIZE, SIZE)
    entry = store.get(done.model_id)
    assert Path(entry.path).read_bytes() == content(0)
    assert entry.path == str(target(folder))
    assert entry.source == model(source)


def test_nothing_is_left_beside_a_model_that_came_but_what_is_known_of_its_pieces(
    new_queue: Queues, source: FileSource, folder: DataFolder
) -> None:
    queue = new_queue()
    queue.add(model(source))
    DownloadLog(queue).wait_for_state(DownloadState.DONE)
    queue.close()
    assert sorted(path.name for path in target(folder).parent.iterdir()) == ["model.gguf", "model.gguf.pieces"]
    assert DownloadList(folder.downloads).records() == ()


def test_a_model_that_is_on_its_way_is_not_offered(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder, store: ModelStore
) -> None:
    queue = new_queue()
    queue.add(model(source))
    gate.wait_for()
    assert listed(store) == []
    assert not target(folder).exists()


def test_the_parts_of_a_model_get_their_names_together(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder, store: ModelStore
) -> None:
    source.before_piece = lambda path, place: gate(path, place) if path == PARTS[1] else None
    queue = new_queue()
    log = DownloadLog(queue)
    queue.add(model(source, *PARTS), "Big")
    gate.wait_for()
    log.wait_for(lambda downloads: sum(each.done_bytes for each in downloads) > SIZE + SIZE // 3)
    assert not any(target(folder, part).exists() for part in PARTS)
    assert listed(store) == []
    gate.open()
    done = log.wait_for_state(DownloadState.DONE)
    assert [target(folder, part).read_bytes() for part in PARTS] == [content(10), content(11)]
    assert (store.get(done.model_id).name, store.get(done.model_id).size_bytes) == ("Big", 2 * SIZE)


def test_files_are_fetched_at_the_same_time(new_queue: Queues, source: FileSource, gate: Gate) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    queue.add(model(source))
    queue.add(model(source, "other.gguf"))
    queue.add(model(source, *PARTS))
    gate.wait_for(3)
    gate.open()
    log.wait_for(lambda downloads: [each.state for each in downloads] == [DownloadState.DONE] * 3)


def test_the_same_model_is_fetched_once(new_queue: Queues, source: FileSource, gate: Gate) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    assert queue.add(model(source)) == queue.add(model(source))
    gate.open()
    log.wait_for_state(DownloadState.DONE)
    assert source.n_sent_bytes == SIZE


def test_a_paused_download_goes_on_where_it_was(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder
) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    download_id = queue.add(model(source))
    gate.wait_for()
    queue.pause(download_id)
    assert queue.downloads()[0].state is DownloadState.PAUSED
    gate.open()
    queue.resume(download_id)
    log.wait_for_state(DownloadState.DONE)
    assert target(folder).read_bytes() == content(0)
    assert source.n_sent_bytes == SIZE


def test_a_paused_download_stays_paused_over_a_restart(new_queue: Queues, source: FileSource, gate: Gate) -> None:
    first = new_queue()
    log = DownloadLog(first)
    download_id = first.add(model(source), "A model")
    gate.wait_for()
    first.pause(download_id)
    gate.open()
    log.wait_for_state(DownloadState.PAUSED)
    first.close()

    second = new_queue()
    second.restore()
    (download,) = second.downloads()
    assert (download.state, download.title) == (DownloadState.PAUSED, "A model")
    assert SIZE // 2 <= download.done_bytes < SIZE
    second.resume(download_id)
    DownloadLog(second).wait_for_state(DownloadState.DONE)
    assert source.n_sent_bytes == SIZE


def test_what_was_under_way_when_the_program_ended_goes_on(new_queue: Queues, source: FileSource, gate: Gate) -> None:
    first = new_queue()
    first.add(model(source))
    first.add(model(source, *PARTS))
    gate.wait_for(3)
    gate.open()
    first.close()

    second = new_queue()
    log = DownloadLog(second)
    second.restore()
    log.wait_for(lambda downloads: [each.state for each in downloads] == [DownloadState.DONE] * 2)
    assert source.n_sent_bytes == 3 * SIZE


def test_a_cancelled_download_leaves_nothing(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder, store: ModelStore
) -> None:
    queue = new_queue()
    download_id = queue.add(model(source))
    gate.wait_for()
    queue.cancel(download_id)
    assert queue.downloads() == ()
    gate.open()
    queue.close()
    assert not folder.downloaded_models.exists() or list(folder.downloaded_models.iterdir()) == []
    assert listed(store) == []
    assert DownloadList(folder.downloads).records() == ()


def test_what_a_killed_program_had_still_to_delete_is_deleted(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder
) -> None:
    first = new_queue()
    first.add(model(source))
    gate.wait_for()
    gate.open()
    first.close()
    downloads = DownloadList(folder.downloads)
    (record,) = downloads.records()
    downloads.put(msgspec.structs.replace(record, is_cancelled=True))

    second = new_queue()
    second.restore()
    assert second.downloads() == ()
    second.close()
    assert list(folder.downloaded_models.iterdir()) == []
    assert downloads.records() == ()


def test_a_model_can_be_asked_for_again_at_once_after_it_was_cancelled(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder
) -> None:
    queue = new_queue()
    queue.cancel(queue.add(model(source)))
    queue.add(model(source))
    gate.open()
    DownloadLog(queue).wait_for_state(DownloadState.DONE)
    assert target(folder).read_bytes() == content(0)


def test_cancelling_what_is_done_forgets_the_download_and_keeps_the_model(
    new_queue: Queues, source: FileSource, folder: DataFolder, store: ModelStore
) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    download_id = queue.add(model(source))
    log.wait_for_state(DownloadState.DONE)
    queue.cancel(download_id)
    queue.close()
    assert target(folder).exists()
    assert listed(store) == [str(target(folder))]


def test_a_refusal_is_told_and_the_others_go_on(new_queue: Queues, source: FileSource) -> None:
    def refuse(path: str) -> None:
        if path == "other.gguf":
            raise HubError(ErrorCode.HUB_GATED, name="owner/repo", address="https://hub/owner/repo")

    source.before_facts = refuse
    queue = new_queue()
    log = DownloadLog(queue)
    refused = queue.add(model(source, "other.gguf"))
    fine = queue.add(model(source))
    failure = log.wait_for_state(DownloadState.FAILED, download_id=refused).failure
    assert failure is not None
    assert (failure.code, failure.facts["name"]) == (ErrorCode.HUB_GATED, "owner/repo")
    log.wait_for_state(DownloadState.DONE, download_id=fine)

    source.before_facts = lambda _path: None
    queue.retry(refused)
    log.wait_for_state(DownloadState.DONE, download_id=refused)


def test_why_a_download_failed_is_known_after_a_restart(new_queue: Queues, source: FileSource) -> None:
    source.files["model.gguf"] = content(0)
    source.sha256["model.gguf"] = "0" * 64
    first = new_queue()
    log = DownloadLog(first)
    download_id = first.add(model(source))
    log.wait_for_state(DownloadState.FAILED)
    first.close()

    second = new_queue()
    second.restore()
    (download,) = second.downloads()
    assert download.failure is not None
    assert download.failure.code is ErrorCode.DOWNLOAD_DAMAGED

    source.sha256.clear()
    second.retry(download_id)
    DownloadLog(second).wait_for_state(DownloadState.DONE)


def test_without_a_network_that_is_the_state(new_queue: Queues, source: FileSource) -> None:
    is_back = threading.Event()

    def before_facts(_path: str) -> None:
        if not is_back.is_set():
            raise cut()

    source.before_facts = before_facts
    queue = new_queue()
    log = DownloadLog(queue)
    queue.add(model(source))
    log.wait_for_state(DownloadState.WAITING_FOR_NETWORK)
    is_back.set()
    log.wait_for_state(DownloadState.DONE)


def test_a_full_disk_is_told_and_gone_on_from_once_there_is_room(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder
) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    download_id = queue.add(model(source))
    gate.wait_for()
    queue.pause(download_id)
    gate.open()
    log.wait_for_state(DownloadState.PAUSED)
    queue.close()
    part = part_path(target(folder))
    kept = part.rename(part.with_name("kept"))
    part.symlink_to("/dev/full")

    after = new_queue()
    log = DownloadLog(after)
    after.restore()
    after.resume(download_id)
    failure = log.wait_for_state(DownloadState.FAILED).failure
    assert failure is not None
    assert failure.code is ErrorCode.DISK_FULL

    kept.replace(part)
    after.retry(download_id)
    log.wait_for_state(DownloadState.DONE)
    assert target(folder).read_bytes() == content(0)


def test_room_is_not_promised_twice(new_queue: Queues, source: FileSource, gate: Gate) -> None:
    queue = new_queue(TransferOptions(piece_bytes=1000, free_bytes=lambda _folder: SPARE_BYTES + SIZE + SIZE // 2))
    log = DownloadLog(queue)
    first = queue.add(model(source))
    gate.wait_for()
    second = queue.add(model(source, *PARTS))
    failure = log.wait_for_state(DownloadState.FAILED, download_id=second).failure
    assert failure is not None
    assert (failure.code, failure.facts["needed_bytes"]) == (ErrorCode.DISK_TOO_SMALL, 2 * SIZE)
    gate.open()
    log.wait_for_state(DownloadState.DONE, download_id=first)


def test_two_programs_fetch_a_model_once(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder, store: ModelStore
) -> None:
    first, second = new_queue(), new_queue()
    first.add(model(source))
    gate.wait_for()
    second.add(model(source))
    log = DownloadLog(second)
    log.wait_for_state(DownloadState.QUEUED)
    gate.open()
    log.wait_for_state(DownloadState.DONE)
    assert target(folder).read_bytes() == content(0)
    assert listed(store) == [str(target(folder))]
    assert source.n_sent_bytes == SIZE


def test_a_program_does_not_delete_what_another_is_fetching(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder
) -> None:
    first, second = new_queue(), new_queue()
    first.add(model(source))
    gate.wait_for()
    second.cancel(second.add(model(source)))
    second.close()
    gate.open()
    DownloadLog(first).wait_for_state(DownloadState.DONE)
    assert target(folder).read_bytes() == content(0)
    assert source.n_sent_bytes == SIZE


def test_a_model_that_is_there_is_found_right_and_not_fetched_again(new_queue: Queues, source: FileSource) -> None:
    queue = new_queue()
    queue.add(model(source))
    DownloadLog(queue).wait_for_state(DownloadState.DONE)
    again = new_queue()
    again.add(model(source))
    DownloadLog(again).wait_for_state(DownloadState.DONE)
    assert source.n_sent_bytes == SIZE


def test_a_damaged_model_is_mended_by_fetching_what_is_damaged(
    new_queue: Queues, source: FileSource, folder: DataFolder, store: ModelStore
) -> None:
    queue = new_queue()
    log = DownloadLog(queue)
    queue.add(model(source))
    model_id = log.wait_for_state(DownloadState.DONE).model_id
    with target(folder).open("r+b") as file:
        file.seek(12_345)
        file.write(b"damage")
    store.mark_damaged(model_id)
    queue.add(model(source))
    log.wait_for(lambda downloads: not store.list()[-1].is_damaged and downloads[0].state is DownloadState.DONE)
    assert target(folder).read_bytes() == content(0)
    assert store.get(model_id).path == str(target(folder))
    assert source.n_sent_bytes == SIZE + 1000


def test_a_repair_that_is_cancelled_takes_the_model_from_the_list(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder, store: ModelStore
) -> None:
    gate.open()
    first = new_queue()
    first.add(model(source))
    model_id = DownloadLog(first).wait_for_state(DownloadState.DONE).model_id
    target(folder).write_bytes(b"GGUF")
    store.mark_damaged(model_id)

    source.before_piece = again = Gate()
    second = new_queue()
    download_id = second.add(model(source))
    again.wait_for()
    second.cancel(download_id)
    again.open()
    second.close()
    assert listed(store) == []
    assert list(folder.downloaded_models.iterdir()) == []


def test_a_lock_that_cannot_be_let_go_is_told_and_not_tried_over_and_over(
    new_queue: Queues, source: FileSource, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_tries: list[int] = []

    def refuse(_files: DownloadFiles) -> None:
        n_tries.append(1)
        raise OSError(errno.EIO, "the disk is gone")

    queue = new_queue()
    log = DownloadLog(queue)
    with monkeypatch.context() as patch:
        patch.setattr(DownloadFiles, "release", refuse)
        queue.add(model(source))
        log.wait_for(lambda downloads: [each.state for each in downloads] == [DownloadState.DONE])
        queue.add(model(source, "other.gguf"))
        log.wait_for(lambda downloads: [each.state for each in downloads] == [DownloadState.DONE] * 2)
        queue.close()
    assert len(n_tries) <= 4  # each once, and once more at the end
    assert len(listed(store)) == 2


def test_a_name_that_leads_elsewhere_is_refused(new_queue: Queues, source: FileSource) -> None:
    source.files["../../evil.gguf"] = content(0)
    with pytest.raises(DownloadError) as caught:
        new_queue().add(model(source, "../../evil.gguf"))
    assert caught.value.code is ErrorCode.DOWNLOAD_NAME_UNSAFE


def test_the_size_is_told_as_soon_as_the_hub_does(new_queue: Queues, source: FileSource, gate: Gate) -> None:
    known = model(source)
    file = msgspec.structs.replace(known.files[0], size_bytes=0, sha256="", etag="")
    queue = new_queue()
    log = DownloadLog(queue)
    queue.add(msgspec.structs.replace(known, files=(file,), size_bytes=0))
    gate.wait_for()
    log.wait_for(lambda downloads: [each.size_bytes for each in downloads] == [SIZE])
    gate.open()
    log.wait_for_state(DownloadState.DONE)


@pytest.mark.logs_errors
def test_a_listener_that_fails_does_not_keep_downloads_from_being_kept(
    new_queue: Queues, source: FileSource, gate: Gate, folder: DataFolder
) -> None:
    def fail(_downloads: object) -> None:
        raise ZeroDivisionError

    queue = new_queue()
    queue.watch(fail)
    log = DownloadLog(queue)
    queue.add(model(source))
    gate.wait_for()
    log.wait_for_state(DownloadState.RUNNING)
    assert len(DownloadList(folder.downloads).records()) == 1


def test_wishes_for_a_download_that_is_gone_do_nothing(new_queue: Queues) -> None:
    queue = new_queue()
    for wish in (queue.pause, queue.resume, queue.retry, queue.cancel):
        wish("gone")
    assert queue.downloads() == ()


@pytest.mark.logs_errors
def test_a_fault_of_the_program_is_told_as_one(new_queue: Queues, source: FileSource) -> None:
    def fail(_path: str) -> None:
        raise ZeroDivisionError

    source.before_facts = fail
    queue = new_queue()
    queue.add(model(source))
    failure = DownloadLog(queue).wait_for_state(DownloadState.FAILED).failure
    assert failure is not None
    assert failure.code is ErrorCode.BUG

from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.download_files import DownloadFiles
from desktop_llm.hub.download_job import DownloadJob, Step, StepKind
from desktop_llm.hub.download_records import DownloadState, download_record
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelEntry
from desktop_llm.hub.transfer import Transfer
from tests.fakes.file_source import FileSource, remote_file

PREPARE, FINISH, RELEASE, DISCARD = (
    Step(kind) for kind in (StepKind.PREPARE, StepKind.FINISH, StepKind.RELEASE, StepKind.DISCARD)
)
FILES = tuple(remote_file(bytes(1000), f"big-0000{number}-of-00002.gguf") for number in (1, 2))
MODEL = RemoteModel(name="big", quantization="Q8_0", files=FILES, size_bytes=2000)


@pytest.fixture
def job(tmp_path: Path) -> DownloadJob:
    return DownloadJob(download_record(MODEL, "Big"), DownloadFiles(tmp_path, MODEL))


def fetch(number: int) -> Step:
    return Step(StepKind.FETCH, number)


def prepared(job: DownloadJob) -> DownloadJob:
    assert job.begin_step(0.0) == PREPARE
    job.note_prepared([0, 0])
    job.end_step()
    return job


def transfer(job: DownloadJob, number: int) -> Transfer:
    return Transfer(FILES[number], job.files.targets[number], FileSource())


def test_from_beginning_to_end(job: DownloadJob) -> None:
    assert job.begin_step(0.0) == PREPARE
    assert job.begin_step(0.0) is None
    job.note_prepared([0, 0])
    job.end_step()
    assert [job.begin_step(0.0), job.begin_step(0.0), job.begin_step(0.0)] == [fetch(0), fetch(1), None]
    for number in (1, 0):
        job.begin_transfer(number, transfer(job, number))
        assert job.begin_step(0.0) is None
        job.end_transfer(number, is_ready=True)
    assert job.begin_step(0.0) == FINISH
    job.finish(ModelEntry(id="big", name="Big", path="/big.gguf", size_bytes=1))
    job.end_step()
    assert job.shown().state is DownloadState.DONE
    assert (job.shown().done_bytes, job.shown().model_id) == (2000, "big")
    assert job.begin_step(0.0) == RELEASE
    job.note_released()
    job.end_step()
    assert job.begin_step(0.0) is None


def test_a_file_that_was_not_ready_is_begun_again(job: DownloadJob) -> None:
    prepared(job)
    assert job.begin_step(0.0) == fetch(0)
    job.begin_transfer(0, transfer(job, 0))
    job.end_transfer(0, is_ready=False)
    assert job.begin_step(0.0) == fetch(0)


def test_another_program_is_waited_for(job: DownloadJob) -> None:
    assert job.begin_step(0.0) == PREPARE
    job.wait_until(5.0)
    job.end_step()
    assert job.begin_step(4.9) is None
    assert job.waits_until_s == 5.0
    assert job.begin_step(5.0) == PREPARE


def test_a_paused_download_lets_go_once_nobody_is_at_it(job: DownloadJob) -> None:
    prepared(job).begin_step(0.0)
    running = transfer(job, 0)
    job.begin_transfer(0, running)
    job.pause()
    assert running.run() is False
    assert job.shown().state is DownloadState.PAUSED
    assert job.begin_step(0.0) is None
    job.end_transfer(0, is_ready=False)
    assert job.begin_step(0.0) == RELEASE
    job.note_released()
    job.end_step()
    job.resume()
    assert job.begin_step(0.0) == PREPARE


def test_a_transfer_that_begins_after_the_pause_stops_at_once(job: DownloadJob) -> None:
    prepared(job).begin_step(0.0)
    job.pause()
    late = transfer(job, 0)
    job.begin_transfer(0, late)
    assert late.run() is False


def test_a_failure_stops_the_other_files_and_can_be_got_over(job: DownloadJob) -> None:
    prepared(job)
    job.begin_step(0.0)
    job.begin_step(0.0)
    other = transfer(job, 1)
    job.begin_transfer(1, other)
    job.end_transfer(0, is_ready=False)
    job.fail(HubError(ErrorCode.HUB_GATED, name="a", address="b"))
    assert other.run() is False
    shown = job.shown()
    assert shown.failure is not None
    assert (shown.state, shown.failure.code) == (DownloadState.FAILED, ErrorCode.HUB_GATED)
    job.resume()
    assert (job.shown().failure, job.is_wanted) == (None, True)


def test_what_is_cancelled_is_discarded_once_nobody_is_at_it(job: DownloadJob) -> None:
    prepared(job).begin_step(0.0)
    job.begin_transfer(0, transfer(job, 0))
    job.cancel()
    assert job.begin_step(0.0) is None
    job.end_transfer(0, is_ready=False)
    assert job.begin_step(0.0) == DISCARD


def test_what_the_hub_says_of_a_file_when_it_comes_is_kept(job: DownloadJob) -> None:
    prepared(job).begin_step(0.0)
    changed = remote_file(bytes(3000), FILES[0].path)
    job.begin_transfer(0, Transfer(changed, job.files.targets[0], FileSource()))
    job.end_transfer(0, is_ready=True)
    assert job.record.model.files == (changed, FILES[1])
    assert job.shown().size_bytes == 4000


def test_speed_and_time_left_are_those_of_a_running_download(job: DownloadJob) -> None:
    prepared(job).begin_step(0.0)
    job.begin_transfer(0, transfer(job, 0))
    job.measure(1.0)
    shown = job.shown()
    assert (shown.state, shown.bytes_per_s, shown.left_s) == (DownloadState.RUNNING, 0.0, None)

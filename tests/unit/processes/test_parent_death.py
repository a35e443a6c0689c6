import ctypes
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop_llm.processes.parent_death import die_with_parent, job_limits, release, tie_to_this_process

PARENT, JOB, PROCESS = 41, 7, 9


class FakeProcessApi:
    def __init__(self, parent_id: int = PARENT) -> None:
        self.calls: list[object] = []
        self.has_exited = threading.Event()
        self.parent_is_gone = threading.Event()
        self._parent_id = parent_id

    def parent_id(self) -> int:
        self.calls.append("parent_id")
        return self._parent_id

    def request_death_signal(self, number: int) -> bool:
        self.calls.append(("request", number))
        return True

    def wait_for_exit(self, process_id: int) -> None:
        self.calls.append(("wait", process_id))
        self.parent_is_gone.wait(10)

    def exit_now(self, status: int) -> None:
        self.calls.append(("exit", status))
        self.has_exited.set()


class FakeJobApi:
    def __init__(self, failing: str = "") -> None:
        self.calls: list[object] = []
        self._failing = failing

    def create_job(self) -> int:
        return 0 if self._failing == "create" else JOB

    def end_processes_on_close(self, job: int) -> bool:
        self.calls.append(("limit", job))
        return self._failing != "limit"

    def open_process(self, process_id: int) -> int:
        self.calls.append(("open", process_id))
        return 0 if self._failing == "open" else PROCESS

    def assign(self, job: int, process: int) -> bool:
        self.calls.append(("assign", job, process))
        return self._failing != "assign"

    def close(self, handle: int) -> None:
        self.calls.append(("close", handle))


def test_linux_asks_for_the_signal_before_it_looks_whether_the_parent_lives() -> None:
    api = FakeProcessApi()
    die_with_parent(PARENT, platform="linux", api=api)
    assert api.calls == [("request", signal.SIGKILL), "parent_id"]


def test_a_parent_that_died_before_the_request_is_noticed() -> None:
    api = FakeProcessApi(parent_id=1)
    die_with_parent(PARENT, platform="linux", api=api)
    assert api.calls[-1] == ("exit", 3)


def test_macos_exits_when_the_parent_has() -> None:
    api = FakeProcessApi()
    die_with_parent(PARENT, platform="darwin", api=api)
    assert not api.has_exited.is_set()
    api.parent_is_gone.set()
    assert api.has_exited.wait(10)
    assert api.calls == [("wait", PARENT), ("exit", 3)]


def test_windows_does_nothing_in_the_child() -> None:
    api = FakeProcessApi()
    die_with_parent(PARENT, platform="win32", api=api)
    assert api.calls == []


def test_windows_ties_the_child_to_a_job_that_ends_with_this_process() -> None:
    api = FakeJobApi()
    assert tie_to_this_process(123, platform="win32", api=api) == JOB
    assert api.calls == [("open", 123), ("limit", JOB), ("assign", JOB, PROCESS), ("close", PROCESS)]
    release(JOB, platform="win32", api=api)
    assert api.calls[-1] == ("close", JOB)


@pytest.mark.parametrize(
    ("failing", "closed"),
    [("create", [PROCESS]), ("open", [JOB]), ("limit", [PROCESS, JOB]), ("assign", [PROCESS, JOB])],
)
def test_a_job_that_cannot_be_had_leaves_nothing_open(failing: str, closed: list[int]) -> None:
    api = FakeJobApi(failing)
    assert tie_to_this_process(123, platform="win32", api=api) == 0
    assert [call for call in api.calls if isinstance(call, tuple) and call[0] == "close"] == [
        ("close", handle) for handle in closed
    ]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_have_no_job(platform: str) -> None:
    api = FakeJobApi()
    assert tie_to_this_process(123, platform=platform, api=api) == 0
    release(0, platform=platform, api=api)
    assert api.calls == []


def test_the_job_limits_are_laid_out_as_windows_expects() -> None:
    limits = job_limits()
    # winnt.h on 64 bits: LimitFlags behind two 64-bit times; the whole structure is 144 bytes.
    data = bytes(limits)
    assert len(data) == 144 or ctypes.sizeof(ctypes.c_void_p) != 8
    assert int.from_bytes(data[16:20], "little") == 0x2000


def test_the_real_system_says_who_the_parent_is() -> None:
    def exit_status_of_a_child_of(parent_id: int) -> int:
        source = f"from desktop_llm.processes.parent_death import die_with_parent; die_with_parent({parent_id})"
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
        return subprocess.run([sys.executable, "-c", source], env=environment, check=False).returncode

    assert exit_status_of_a_child_of(os.getpid()) == 0
    assert exit_status_of_a_child_of(os.getpid() + 1) == (3 if sys.platform == "linux" else 0)

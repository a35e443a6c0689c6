"""A child must not outlive the program, also when that is killed: each system's own means, besides the pipe's end.

Linux tells a process of its parent's death (prctl), macOS lets it watch (kqueue), Windows ends all processes of a job
whose last handle closes. The child calls `die_with_parent` first thing; the parent calls `tie_to_this_process`.
"""

import ctypes
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

_PR_SET_PDEATHSIG: Final = 1
_EXIT_ORPHANED: Final = 3

_JOB_OBJECT_EXTENDED_LIMIT_INFORMATION: Final = 9
_JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE: Final = 0x2000
_PROCESS_SET_QUOTA: Final = 0x0100
_PROCESS_TERMINATE: Final = 0x0001


class ProcessApi(Protocol):
    """What a child needs of the system to notice its parent's death."""

    def parent_id(self) -> int: ...

    def request_death_signal(self, number: int) -> bool:
        """Linux: send this signal to the calling process when the thread that started it ends."""
        ...

    def wait_for_exit(self, process_id: int) -> None:
        """macOS: block until the process is gone."""
        ...

    def exit_now(self, status: int) -> None: ...


class JobApi(Protocol):
    """Job objects of Windows. Handles are 0 where something failed."""

    def create_job(self) -> int: ...

    def end_processes_on_close(self, job: int) -> bool: ...

    def open_process(self, process_id: int) -> int: ...

    def assign(self, job: int, process: int) -> bool: ...

    def close(self, handle: int) -> None: ...


def die_with_parent(parent_id: int, *, platform: str = sys.platform, api: ProcessApi | None = None) -> None:
    """Called in the child. `parent_id` is the process that started it; if that is gone already, this does not return.

    On Linux the signal is tied to the thread that started the child: it must live as long as the child.
    """
    api = api or _SystemProcessApi()
    if platform == "linux":
        api.request_death_signal(signal.SIGKILL)
        if api.parent_id() != parent_id:  # it died before the request
            api.exit_now(_EXIT_ORPHANED)
    elif platform == "darwin":
        _start_daemon(lambda: _exit_after(parent_id, api))


def tie_to_this_process(process_id: int, *, platform: str = sys.platform, api: JobApi | None = None) -> int:
    """Called in the parent. Returns the job's handle, 0 where there is none; it must stay open while the child lives.

    It is never closed: Windows does that when this process ends, in whatever way, and ends the child with it.
    """
    if platform != "win32":
        return 0
    api = api or _WindowsJobApi()
    job = api.create_job()
    process = api.open_process(process_id)
    is_tied = bool(job and process) and api.end_processes_on_close(job) and api.assign(job, process)
    if process:
        api.close(process)
    if not is_tied and job:
        api.close(job)
    return job if is_tied else 0


def release(job: int, *, platform: str = sys.platform, api: JobApi | None = None) -> None:
    """Close the job of a process that is gone."""
    if job and platform == "win32":
        (api or _WindowsJobApi()).close(job)


def _exit_after(parent_id: int, api: ProcessApi) -> None:
    api.wait_for_exit(parent_id)
    api.exit_now(_EXIT_ORPHANED)


def _start_daemon(target: Callable[[], None]) -> None:
    threading.Thread(target=target, name="parent-watch", daemon=True).start()


class _SystemProcessApi:
    """The real system."""

    def parent_id(self) -> int:
        return os.getppid()

    def request_death_signal(self, number: int) -> bool:
        return ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0) == 0

    def wait_for_exit(self, process_id: int) -> None:
        system: Any = select  # kqueue exists on BSD systems only
        watch = system.kevent(
            process_id,
            filter=system.KQ_FILTER_PROC,
            flags=system.KQ_EV_ADD | system.KQ_EV_ONESHOT,
            fflags=system.KQ_NOTE_EXIT,
        )
        queue = system.kqueue()
        try:
            queue.control([watch], 1, None)
        except ProcessLookupError:
            return  # gone already
        finally:
            queue.close()

    def exit_now(self, status: int) -> None:
        os._exit(status)


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def job_limits() -> JobLimits:
    """Limits that end all processes of a job with its last handle."""
    limits = JobLimits()
    limits.BasicLimitInformation.LimitFlags = _JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    return limits


class _WindowsJobApi:
    """kernel32. Handles are pointers, hence the declared types."""

    def __init__(self) -> None:
        loader: Any = ctypes
        self._kernel: Any = loader.WinDLL("kernel32", use_last_error=True)
        for name in ("CreateJobObjectW", "OpenProcess"):
            getattr(self._kernel, name).restype = ctypes.c_void_p

    def create_job(self) -> int:
        return self._kernel.CreateJobObjectW(None, None) or 0

    def end_processes_on_close(self, job: int) -> bool:
        limits = job_limits()
        kind = _JOB_OBJECT_EXTENDED_LIMIT_INFORMATION
        pointer = ctypes.byref(limits)
        return bool(self._kernel.SetInformationJobObject(ctypes.c_void_p(job), kind, pointer, ctypes.sizeof(limits)))

    def open_process(self, process_id: int) -> int:
        return self._kernel.OpenProcess(_PROCESS_SET_QUOTA | _PROCESS_TERMINATE, False, process_id) or 0

    def assign(self, job: int, process: int) -> bool:
        return bool(self._kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(process)))

    def close(self, handle: int) -> None:
        self._kernel.CloseHandle(ctypes.c_void_p(handle))

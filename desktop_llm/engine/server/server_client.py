"""EngineClient whose engine is a server elsewhere: one model of one server. Callable from any thread.

One thread, the dispatcher, decides, and calls sinks and listeners; every request has a thread of its own that speaks
to the server. What those need is imported there: the OpenAI library costs time and memory, and most people use none.
"""

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop_llm.engine.client import EngineStatus, EventSink, Request, StatusListener
from desktop_llm.engine.messages import AnyEvent, Failed
from desktop_llm.engine.server.dispatcher import Aborted, Closed, Dispatcher, Job, Notice, Submitted, Told, Watched
from desktop_llm.engine.server.server_access import ServerAccess
from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact

if TYPE_CHECKING:
    from desktop_llm.engine.server.server_work import ServerWork

_log = logging.getLogger(__name__)


class ServerEngineClient:
    """EngineClient over the OpenAI protocol. LoadModel names the model in `path`, and finds out about it.

    A request submitted while the model is being looked up waits for it. Nothing is sent before the first request.
    """

    def __init__(self, access: ServerAccess) -> None:
        """Contacts nobody."""
        self._access = access
        self._inbox: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        self._status = EngineStatus()
        self._lock = threading.Lock()
        self._work_lock = threading.Lock()
        self._work: ServerWork | None = None
        self._is_closed = False
        dispatcher = Dispatcher(access, self._inbox, self._start, self._note_status)
        # Daemon: a program that forgets `close` still ends.
        self._thread = threading.Thread(target=dispatcher.run, name="server-dispatcher", daemon=True)
        self._thread.start()

    @property
    def status(self) -> EngineStatus:
        return self._status

    def watch(self, listener: StatusListener) -> Callable[[], None]:
        self._inbox.put(Watched(listener, is_watching=True))
        return lambda: self._inbox.put(Watched(listener, is_watching=False))

    def submit(self, request: Request, sink: EventSink) -> None:
        with self._lock:
            if not self._is_closed:
                self._inbox.put(Submitted(request, sink))
                return
        sink(Failed(request_id=request.request_id, code=ErrorCode.NO_MODEL))

    def abort(self, request_id: str) -> None:
        self._inbox.put(Aborted(request_id))

    def close(self) -> None:
        """What runs is stopped at once; the server notices. Blocks for a moment."""
        with self._lock:
            self._is_closed = True
            self._inbox.put(Closed())
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _start(self, job: Job) -> threading.Thread:
        thread = threading.Thread(target=self._run, args=(job,), name="server-request", daemon=True)
        thread.start()
        return thread

    def _run(self, job: Job) -> None:
        """One request, on its own thread."""
        self._inbox.put(Told(job, self._end_of(job)))

    def _end_of(self, job: Job) -> AnyEvent:
        try:
            return self._shared_work().do(job.request, partial(self._tell, job), job.switch)
        except DesktopLlmError as error:
            return Failed(request_id=job.request.request_id, code=error.code, facts=dict(error.facts))
        except Exception as error:  # noqa: BLE001 # the outermost edge of the thread
            _log.exception("a request to a server failed")
            facts: dict[str, Fact] = {"reason": type(error).__name__}
            return Failed(request_id=job.request.request_id, code=ErrorCode.BUG, facts=facts)

    def _tell(self, job: Job, event: AnyEvent) -> None:
        self._inbox.put(Told(job, event))

    def _shared_work(self) -> "ServerWork":
        with self._work_lock:
            if self._work is None:
                from desktop_llm.engine.server.server_work import ServerWork

                self._work = ServerWork(self._access)
            return self._work

    def _note_status(self, status: EngineStatus) -> None:
        self._status = status

"""`desktop-llm --self-test [FILE]`: does this program, built or from source, work on this computer? GUI thread.

Shows the real window on a temporary data folder with an old database in it, asks the starter model, reads documents,
looks words up and ends. One line for each step on standard output, and in FILE: a program that was built without a
terminal has none.
"""

import faulthandler
import logging
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Final, TextIO

import psutil
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_llm.app import WindowStart, has_screen, make_application
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.documents.rich_text import Paragraph, RichText, TextRun
from desktop_llm.documents.spelling import SpellingChecker, dictionaries, dictionary_for
from desktop_llm.engine.client import EngineState
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.starter_model import STARTER_MODEL_ID, STARTER_MODEL_NAME, starter_model_path
from desktop_llm.logs import LOG_FILE_NAME
from desktop_llm.params import SamplingParams
from desktop_llm.paths import DATA_FOLDER_VARIABLE, DataFolder, is_built, resource
from desktop_llm.settings import HubSettings, Settings, save_settings
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, open_database
from desktop_llm.storage.old_database import OLD_ANSWER, OLD_QUESTION, OLD_VERSION, write_old_database
from desktop_llm.storage.records import Message, MessageState
from desktop_llm.storage.schema import MIGRATIONS
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft
from desktop_llm.version import __version__

_QUESTION: Final = "Say hello in three words."
_SENTENCE: Final = "The lighthouse was built in 1827 and needs new glass."
_ENOUGH_CHARACTERS: Final = 100
_LOOK_MS: Final = 50
_STEP_S: Final = 180.0
_HANGING_S: Final = 600
_END_S: Final = 15.0
_LOG_LINES: Final = 20

Waiting = Generator[None, None, str]
"""A step: yields while it waits, and returns what there is to say of it."""


class SelfTestError(Exception):
    """A step did not do what it must."""


class SelfTestReport:
    """Writes a line for each step, and knows whether all were passed."""

    def __init__(self, streams: Sequence[TextIO]) -> None:
        self._streams = streams
        self._began_s = time.monotonic()
        self._failure = ""

    @property
    def is_passed(self) -> bool:
        return not self._failure

    def write(self, line: str) -> None:
        for stream in self._streams:
            stream.write(f"{line}\n")
            stream.flush()

    def note_passed(self, step: str, detail: str) -> None:
        self.write(f"ok     {self._seconds():5.1f} s  {step}: {detail}")

    def note_failed(self, step: str, reason: str) -> None:
        self._failure = self._failure or reason
        self.write(f"FAILED {self._seconds():5.1f} s  {step}: {reason}")

    def _seconds(self) -> float:
        return time.monotonic() - self._began_s


def run_self_test(arguments: Sequence[str]) -> int:
    """0 if every step was passed, else 1; 2 for wrong arguments. They may name a file for the lines."""
    streams = [stream for stream in (sys.stdout,) if stream is not None]
    match arguments:
        case []:
            return _run(streams)
        case [name] if not name.startswith("-"):
            return _run_with_file(streams, Path(name))
        case _:
            return _complain("usage: desktop-llm --self-test [FILE]", 2)


def _run_with_file(streams: Sequence[TextIO], path: Path) -> int:
    try:
        path.write_bytes(b"")
    except OSError as error:
        return _complain(f"{path} cannot be written: {error.strerror}", 1)
    with path.open("w", encoding="utf-8") as file:
        return _run([*streams, file])


def _complain(sentence: str, status: int) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"desktop-llm: {sentence}\n")
    return status


def _run(streams: Sequence[TextIO]) -> int:
    report = SelfTestReport(streams)
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if streams:
        faulthandler.dump_traceback_later(_HANGING_S, exit=True, file=streams[-1])
    with tempfile.TemporaryDirectory(prefix="desktop-llm-self-test-", ignore_cleanup_errors=True) as root:
        os.environ[DATA_FOLDER_VARIABLE] = root  # for the processes that it starts
        folder = DataFolder(Path(root))
        report.write(_versions())
        try:
            _prepare(folder)
        except DesktopLlmError as error:
            report.note_failed("data folder", str(error))
        else:
            _run_window(folder, report)
        if not report.is_passed:
            report.write(_last_of_log(folder))
        _close_log()
    faulthandler.cancel_dump_traceback_later()
    report.write("All is well." if report.is_passed else "The program does not work here as it should.")
    return 0 if report.is_passed else 1


def _run_window(folder: DataFolder, report: SelfTestReport) -> None:
    app = make_application()
    test = SelfTest(app, folder, report)
    test.begin()
    app.exec()
    test.end()


def _versions() -> str:
    kind = "built program" if is_built() else "from source"
    versions = f"Python {platform.python_version()}, Qt {qVersion()}"
    return f"Desktop LLM {__version__} ({kind}), {platform.platform()}, {versions}"


def _prepare(folder: DataFolder) -> None:
    """As an older version left it. Raises DesktopLlmError."""
    settings = Settings(
        last_model_id=STARTER_MODEL_ID,
        sampling=SamplingParams(temperature=0.0),
        suggest_titles=False,
        hub=HubSettings(is_offline=True),
    )
    save_settings(folder.settings, settings)
    write_old_database(folder.database)


class SelfTest(QObject):
    """Takes the steps one after the other: each is looked at again and again until it is over, or takes too long."""

    def __init__(self, app: QApplication, folder: DataFolder, report: SelfTestReport, step_s: float = _STEP_S) -> None:
        super().__init__(app)
        self._app = app
        self._folder = folder
        self._report = report
        self._step_s = step_s
        self._start: WindowStart | None = None
        self._database: Database | None = None
        self._steps: dict[str, Callable[[], Waiting]] = {
            "window": self._show_window,
            "old database": self._migrate,
            "engine": self._load_model,
            "answer": self._answer,
            "documents": self._read_documents,
            "spelling": self._look_words_up,
        }
        self._step: Waiting | None = None
        self._deadline_s = 0.0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """The application's event loop must run then; it is left when the steps are over."""
        self._timer.start()

    def end(self) -> None:
        """Once the event loop is left: end the program as closing the window does, and see that nothing is left."""
        children = psutil.Process().children(recursive=True)
        if self._database is not None:
            self._database.close()
        if self._start is None:
            return
        self._start.stop()
        left = psutil.wait_procs(children, timeout=_END_S)[1]
        if left:
            self._report.note_failed("quit", f"{len(left)} of its processes did not end")
        elif self._report.is_passed:
            self._report.note_passed("quit", "nothing of it runs any more")

    @Slot()
    def _look(self) -> None:
        name = next(iter(self._steps))
        if self._step is None:
            self._step = self._steps[name]()
            self._deadline_s = time.monotonic() + self._step_s
        try:
            next(self._step)
        except StopIteration as end:
            self._report.note_passed(name, end.value)
            self._go_on(name)
        except Exception as error:  # noqa: BLE001 # the edge of the slot: whatever it is, the test has failed
            self._fail(name, _reason(error))
        else:
            if time.monotonic() > self._deadline_s:
                self._fail(name, f"nothing came within {self._step_s:.0f} seconds")

    def _go_on(self, name: str) -> None:
        self._step = None
        del self._steps[name]
        if not self._steps:
            self._leave()

    def _fail(self, name: str, reason: str) -> None:
        self._report.note_failed(name, reason)
        self._leave()

    def _leave(self) -> None:
        self._timer.stop()
        if self._window is not None:
            self._window.close()
        QCoreApplication.exit()

    @property
    def _window(self) -> MainWindow | None:
        return self._start.window if self._start is not None else None

    # Steps

    def _show_window(self) -> Waiting:
        self._start = WindowStart(self._app, self._folder, [])
        while (window := self._window) is None or not window.findChildren(ChatController):
            yield
        size = window.size()
        return f"{size.width()} x {size.height()} on {QGuiApplication.platformName()}"

    def _migrate(self) -> Waiting:
        """The program did it before it built the chat; a look at the same file shows it."""
        backups = list(self._folder.backups.glob(f"*-v{OLD_VERSION}.sqlite3"))
        if not backups:
            raise SelfTestError("the old database was not brought up to date")
        self._database = open_database(self._folder).database
        store = ConversationStore(self._database)
        (conversation,) = store.conversations()
        texts = [item.message.text for item in store.path(conversation.id)]
        if texts != [OLD_QUESTION, OLD_ANSWER] or not store.search("lighthouse"):
            raise SelfTestError("the old conversation is not what it was")
        yield
        return f"from version {OLD_VERSION} to {len(MIGRATIONS)}, with its conversation"

    def _load_model(self) -> Waiting:
        if starter_model_path() is None:
            raise SelfTestError("the starter model did not come with this program")
        while self._start is None or self._window is None or self._start.engine is None:
            yield
        engine, models = self._start.engine, self._window.findChild(ModelController)
        while engine.status.state is not EngineState.READY:
            if models is None or not models.used_id:
                raise SelfTestError(f"{engine.status.failure or 'the program refuses the starter model'}")
            yield
        model, ready = engine.status.model, engine.status.engine
        system = ready.system_info if ready else ""
        return f"{STARTER_MODEL_NAME}, {model.quantization if model else ''}; {system}"

    def _answer(self) -> Waiting:
        """A question through the chat, as a person asks it; a small model that does not come to an end is stopped."""
        pane = self._window.findChild(ChatPane) if self._window is not None else None
        if pane is None:
            raise SelfTestError("there is no chat")
        pane.prompt_submitted.emit(PromptDraft(_QUESTION))
        while (answer := self._last_answer()) is None or answer.state is MessageState.STREAMING:
            if answer is not None and len(answer.text) > _ENOUGH_CHARACTERS:
                pane.stop_requested.emit()
            yield
        if answer.state is MessageState.FAILED or not answer.text.strip():
            raise SelfTestError(f"the answer is {answer.state}, with {len(answer.text)} characters")
        speed = answer.timings.completion_tokens / max(answer.timings.generation_ms, 1) * 1000 if answer.timings else 0
        return f"{len(answer.text)} characters, {speed:.0f} tokens a second"

    def _last_answer(self) -> Message | None:
        if self._database is None:
            return None
        store = ConversationStore(self._database)
        found = [message for each in store.conversations() for message in store.messages(each.id)]
        answers = [each for each in found if each.role == "assistant" and each.text != OLD_ANSWER]
        return answers[-1] if answers else None

    def _read_documents(self) -> Waiting:
        return _beside(partial(_read_all, self._folder))

    def _look_words_up(self) -> Waiting:
        return _beside(_check_spelling)


def _beside(work: Callable[[], str]) -> Waiting:
    """Wait for work that blocks, on a thread of its own."""
    result: Future[str] = Future()
    threading.Thread(target=_settle, args=(result, work), daemon=True).start()
    while not result.done():
        yield
    return result.result()


def _settle(result: "Future[str]", work: Callable[[], str]) -> None:
    try:
        result.set_result(work())
    except Exception as error:  # noqa: BLE001 # the edge of the thread: who waits must be told
        result.set_exception(error)


def _check_spelling() -> str:
    """In English, whose dictionary comes along."""
    dictionary = dictionary_for("en", dictionaries())
    if dictionary is None:
        raise SelfTestError("the English dictionary did not come with this program")
    checker = SpellingChecker()
    try:
        wrong = checker.wrong_words(dictionary, ("lighthouse", "lighthousse"))
        language = checker.language_of(_SENTENCE)
    finally:
        checker.close()
    if wrong != frozenset({"lighthousse"}) or language != "en":
        raise SelfTestError(f"a wrong word was not found, or English taken for {language or 'nothing'}")
    return "a wrong word found, and a language"


def _read_all(folder: DataFolder) -> str:
    """A PDF that came along, and a Word file that is written first."""
    word = folder.root / "letter.docx"
    reader = DocumentReader()
    try:
        text = RichText(paragraphs=(Paragraph(runs=(TextRun(text=_SENTENCE),)),), language="en")
        word.write_bytes(reader.written_new_file(word, text))
        for path in (resource("self-test/letter.pdf"), word):
            if _SENTENCE not in reader.read(path).text:
                raise SelfTestError(f"{path.name} was read wrongly")
    finally:
        reader.close()
    return "a PDF read, a Word file written and read"


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, SelfTestError) else f"{type(error).__name__}: {error}"


def _last_of_log(folder: DataFolder) -> str:
    try:
        lines = (folder.logs / LOG_FILE_NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "There is no log."
    return "\n".join(("The end of its log:", *lines[-_LOG_LINES:]))


def _close_log() -> None:
    """A file that is open cannot be removed everywhere."""
    for handler in logging.getLogger("desktop_llm").handlers:
        handler.close()

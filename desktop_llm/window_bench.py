"""What `desktop-llm bench --window` measures, in a process of its own: the real window, the real database, no model.

The engine is a scripted one, so that what is timed is the window alone. Prints one flat JSON object.
"""

import itertools
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import psutil
from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_llm.app import has_screen, make_application
from desktop_llm.assist.translation.document_review import ReviewFilter
from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.changes_bench import ChangesRun
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextRun
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DATA_FOLDER_VARIABLE, DataFolder, own_program
from desktop_llm.settings import Settings, save_settings
from desktop_llm.start_bench import EMPTY_WINDOW, PROGRAM_WINDOW, PaintWatch, leave_event_loop
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.records import Message
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenText
from desktop_llm.ui.controllers.writing.proofread_controller import ProofreadController
from desktop_llm.ui.item_models.segment_table_model import SegmentTableModel
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.panes.document_pane import DocumentPane
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.frame.sidebar import SUMMARIZE_KEY, TRANSLATE_KEY, WRITE_KEY
from desktop_llm.ui.widgets.model_page.model_rows_view import ModelRowsView
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft
from desktop_llm.ui.widgets.transcript.transcript import Transcript
from desktop_llm.ui.widgets.translation.review_bar import ReviewBar
from desktop_llm.ui.widgets.translation.segment_table import SegmentTable
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.window_probes import PROBE_INTERVAL_S, FirstPaintWatch, Probe, StepDriver, probing
from desktop_llm.window_program import WindowProgram

_START_BENCH_FLAG: Final = "--start-bench"
_REPEATS: Final = 5
_STREAM_TOKENS_PER_S: Final = 150
_ANSWER_TOKENS: Final = 10_000
_STREAMED_TOKENS: Final = 3_000
_SETTLE_MS: Final = 300
_LONGEST_WAIT_S: Final = 60.0
_SENTENCE: Final = "The landlord keeps what repairs cost that the tenant caused in 1912. "
_LONG_PARAGRAPH: Final = 8  # sentences
_LONG_PARAGRAPHS: Final = 2_000  # 208,000 words: 500 pages
_WRITTEN_PARAGRAPHS: Final = 720  # 50,000 words
_KEY_MS: Final = 20
_TYPED_LETTERS: Final = 30
_TYPED_PLACES: Final = 5
_MANY_SEGMENTS: Final = 5_000
_SCROLLS: Final = 60
_FILTER_LOOKS: Final = 8  # more than the pause that the search field makes
_MANY_MESSAGES: Final = 2000
_MANY_MODELS: Final = 200
_LONG_TOKENS: Final = 300_000
_LONG_MESSAGE_TOKENS: Final = 1_500
_PARAGRAPH: Final = (
    "## What you can do\n\nAsk for an *itemised* statement; clause 9 gives the landlord **30 days**. Photograph:\n\n"
    "- of the walls, from the day you moved in\n- of the floor\n\n| room | state |\n|---|---|\n| hall | good |\n\n"
    "```python\ninterest = deposit * 0.04 * days_late / 365\n```\n\n"
)

_Widget = TypeVar("_Widget", bound=QWidget)


class WindowFigures(Struct, frozen=True):
    """Named as `--json` prints them."""

    gui_stall_p99_ms: float
    gui_stall_max_ms: float
    summary_stall_p99_ms: float
    summary_stall_max_ms: float
    write_stall_p99_ms: float
    write_stall_max_ms: float
    write_open_ms: float
    changes_stall_p99_ms: float
    changes_stall_max_ms: float
    grid_stall_p99_ms: float
    grid_stall_max_ms: float
    pane_first_ms: float
    pane_first_stall_max_ms: float
    window_visible_ratio: float
    open_2000_messages_ms: float
    open_300k_tokens_ms: float
    gui_rss_mb: float
    models_page_ms: float


def run_window_bench() -> int:
    """Measure and print. Needs no screen."""
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(msgspec.json.encode(_measure()).decode())  # noqa: T201  what this process is for
    return 0


def _measure() -> WindowFigures:
    _visible_pair()  # warms the file cache, and leaves the bytecode behind
    visible_ratio = statistics.median(_visible_pair() for _ in range(_REPEATS))
    with tempfile.TemporaryDirectory() as root:
        folder = DataFolder(Path(root))
        many_id, long_id = _fill(folder)
        text_id = _add_text(folder)
        _add_models(folder)
        bench = _WindowBench(folder)
        rss_mb = bench.rss_mb()
        many_ms = statistics.median(bench.open_ms(many_id) for _ in range(_REPEATS))
        long_ms = statistics.median(bench.open_ms(long_id) for _ in range(_REPEATS))
        stalls_ms = bench.stalls_ms()
        first_ms, first_stalls_ms = bench.first_clicks_ms()
        summary_stalls_ms = bench.summary_stalls_ms()
        writing = bench.writing(text_id)
        changes_stalls_ms = bench.changes_stalls_ms()
        grid_stalls_ms = bench.grid_stalls_ms()
        page_ms = bench.models_page_ms()
        bench.close()
    return WindowFigures(
        gui_stall_p99_ms=_p99(stalls_ms),
        gui_stall_max_ms=max(stalls_ms),
        summary_stall_p99_ms=_p99(summary_stalls_ms),
        summary_stall_max_ms=max(summary_stalls_ms),
        write_stall_p99_ms=_p99(writing.delays_ms),
        write_stall_max_ms=max(writing.delays_ms),
        write_open_ms=writing.open_ms,
        changes_stall_p99_ms=_p99(changes_stalls_ms),
        changes_stall_max_ms=max(changes_stalls_ms),
        grid_stall_p99_ms=_p99(grid_stalls_ms),
        grid_stall_max_ms=max(grid_stalls_ms),
        pane_first_ms=max(first_ms),
        pane_first_stall_max_ms=max(first_stalls_ms),
        window_visible_ratio=visible_ratio,
        open_2000_messages_ms=many_ms,
        open_300k_tokens_ms=long_ms,
        gui_rss_mb=rss_mb,
        models_page_ms=page_ms,
    )


class _WindowBench:
    """The program's window with a scripted engine, driven by the application's own event loop."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        save_settings(folder.settings, Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False))
        self._app = make_application()
        self._engine = ScriptedEngineClient()
        self._shell = WindowShell(self._app, folder)
        self._window = self._shell.window
        self._window.resize(1280, 800)
        self._window.show()
        self._program = WindowProgram(self._shell, folder, self._engine)
        self._program.start([])
        self._settle()
        self._watch = PaintWatch(self._app, self._child(Transcript))
        self._watch.painted.connect(leave_event_loop)

    def close(self) -> None:
        self._program.stop()

    def rss_mb(self) -> float:
        return psutil.Process().memory_info().rss / 1e6

    def open_ms(self, conversation_id: str) -> float:
        """From the click in the list until the conversation is drawn."""
        self._window.new_chat_requested.emit()
        self._settle()
        started_s = time.perf_counter()
        self._watch.arm()
        self._window.conversation_selected.emit(ConversationTarget(conversation_id))
        self._app.exec()
        return (time.perf_counter() - started_s) * 1000

    def models_page_ms(self) -> float:
        """From the first click on Models until the list of all files is drawn. The page is built for it."""
        started_s = time.perf_counter()
        self._window.models_requested.emit()
        view = self._child(ModelRowsView, "models_list")
        if view.model().rowCount() < _MANY_MODELS:
            raise LookupError("the page does not show the models that are here")
        watch = PaintWatch(self._app, view)
        watch.painted.connect(leave_event_loop)
        watch.arm()
        self._app.exec()
        return (time.perf_counter() - started_s) * 1000

    def stalls_ms(self) -> list[float]:
        """How late the GUI thread gets to a probe while an answer grows to its last tokens. Every few ms a probe."""
        # Each paragraph is another one: an answer that repeats itself is stopped.
        paragraphs = (_PARAGRAPH.replace("clause 9", f"clause {number}") for number in itertools.count())
        tokens = list(itertools.islice(_tokens(itertools.chain.from_iterable(paragraphs)), _ANSWER_TOKENS))
        before, streamed = tokens[:-_STREAMED_TOKENS], tokens[-_STREAMED_TOKENS:]
        self._window.new_chat_requested.emit()
        self._engine.script(ScriptedAnswer(text=("".join(before),), is_endless=True))
        self._child(ChatPane).prompt_submitted.emit(PromptDraft("What may the landlord keep?"))
        self._wait_until(lambda: bool(self._engine.open_ids))
        self._settle()
        probe = Probe()
        probe.stream_ended.connect(leave_event_loop, Qt.ConnectionType.QueuedConnection)
        streaming = threading.Thread(target=self._stream, args=(streamed, probe), daemon=True)
        streaming.start()
        self._app.exec()
        streaming.join()
        return probe.delays_ms

    def first_clicks_ms(self) -> tuple[list[float], list[float]]:
        """From the first click on each pane that is built for it until it is drawn; and the probes meanwhile."""
        frames = {
            SUMMARIZE_KEY: self._shell.summarize_frame,
            TRANSLATE_KEY: self._shell.translate_frame,
            WRITE_KEY: self._shell.write_frame,
        }
        with probing() as delays_ms:
            times_ms = [self._first_click_ms(key, frame) for key, frame in frames.items()]
        return times_ms, delays_ms

    def _first_click_ms(self, key: str, frame: QWidget) -> float:
        button = self._child(QPushButton, f"pane_{key}")
        watch = FirstPaintWatch(frame)
        watch.painted.connect(leave_event_loop)
        started_s = time.perf_counter()
        button.click()
        self._app.exec()
        took_ms = (time.perf_counter() - started_s) * 1000
        self._settle()
        return took_ms

    def summary_stalls_ms(self) -> list[float]:
        """The same while a long document is read, summarized and shown; the engine answers at once."""
        path = self._folder.root / "long.txt"
        path.write_text((_SENTENCE * _LONG_PARAGRAPH + "\n\n") * _LONG_PARAGRAPHS, "utf-8")
        self._window.show_pane(SUMMARIZE_KEY)
        self._settle()
        return self._delays_ms(self._summarize(path))

    def grid_stalls_ms(self) -> list[float]:
        """The same while a document of many segments is opened, translated and looked over."""
        path = self._folder.root / "many.txt"
        path.write_text("\n\n".join(f"Clause {number}. {_SENTENCE}" for number in range(_MANY_SEGMENTS)), "utf-8")
        self._window.show_pane(TRANSLATE_KEY)
        self._settle()
        return self._delays_ms(self._look_over(path))

    def _summarize(self, path: Path) -> Iterator[None]:
        pane, button = self._child(SummarizePane), self._child(QPushButton, "summarize_button")
        pane.paths_added.emit((path,))
        while not (button.isVisible() and button.isEnabled()):
            yield
        pane.start_requested.emit()
        while pane.is_working:
            yield

    def _look_over(self, path: Path) -> Iterator[None]:
        """Scroll while segments arrive and when they are there, search, accept all that have no warning."""
        table, pane, bar = self._child(SegmentTable), self._child(DocumentPane), self._child(ReviewBar)
        self._window.files_dropped.emit((path,))
        while table.n_shown < _MANY_SEGMENTS:
            yield
        pane.translate_requested.emit()
        review = table.findChildren(SegmentTableModel)[0].review
        while review is not None and not review.is_whole:
            yield from _scrolled(table)
        yield from _scrolled(table)
        for text in ("clause 12", "landlord", "nothing of the kind", ""):
            bar.show_filter(ReviewFilter.ALL, text)
            for _ in range(_FILTER_LOOKS):
                yield
        pane.accept_faultless_requested.emit()
        yield

    def _delays_ms(self, steps: Iterator[None]) -> list[float]:
        """What probes find while somebody does this, a step at a time."""
        drive = StepDriver(steps)
        drive.steps_ended.connect(leave_event_loop)
        with probing() as delays_ms:
            drive.begin()
            self._app.exec()
            self._settle()
        return delays_ms

    def writing(self, document_id: str) -> "_Writing":
        """The same while a long text is opened, scrolled, and written in at its beginning, middle and end."""
        self._window.show_pane(WRITE_KEY)
        self._settle()
        run = _WritingRun(self._child(RichEditor, "rich_editor"))
        run.run_ended.connect(leave_event_loop)
        with probing() as delays_ms:
            self._window.text_selected.emit(document_id)
            self._app.exec()
            self._settle()
        return _Writing(delays_ms, run.open_ms)

    def changes_stalls_ms(self) -> list[float]:
        """The same while 500 changes come to the text that is open, are decided, undone and redone."""
        controller = self._window.findChild(ProofreadController)
        if controller is None:
            raise LookupError("nobody proofreads")
        run = ChangesRun(self._child(RichEditor, "rich_editor"), controller)
        run.run_ended.connect(leave_event_loop)
        with probing() as delays_ms:
            run.begin()
            self._app.exec()
            self._settle()
        return delays_ms

    def _stream(self, tokens: list[str], probe: Probe) -> None:
        """On a thread of its own: tokens at their pace, and probes between them."""
        (request_id,) = self._engine.open_ids
        started_s = time.perf_counter()
        n_said = 0
        pause = threading.Event()
        while n_said < len(tokens):
            pause.wait(PROBE_INTERVAL_S)
            probe.send()
            n_due = min(len(tokens), int((time.perf_counter() - started_s) * _STREAM_TOKENS_PER_S))
            if n_due > n_said:
                self._engine.say(request_id, text="".join(tokens[n_said:n_due]))
                n_said = n_due
        self._engine.finish(request_id)
        probe.stream_ended.emit()

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        """On a busy machine things take longer than to settle. Raises LookupError if it never comes."""
        end_s = time.perf_counter() + _LONGEST_WAIT_S
        while not condition():
            if time.perf_counter() > end_s:
                raise LookupError("the question was not asked")
            self._settle()

    def _settle(self) -> None:
        """Let everything that is under way come to rest."""
        QTimer.singleShot(_SETTLE_MS, leave_event_loop)
        self._app.exec()

    def _child(self, kind: type[_Widget], name: str = "") -> _Widget:
        child = self._window.findChild(kind, name) if name else self._window.findChild(kind)
        if child is None:
            raise LookupError(f"the window has no {kind.__name__}")
        return child


def _scrolled(table: SegmentTable) -> Iterator[None]:
    """From its beginning to its end."""
    bar = table.verticalScrollBar()
    for number in range(_SCROLLS):
        bar.setValue(bar.maximum() * number // (_SCROLLS - 1))
        yield


class _Writing(Struct, frozen=True):
    delays_ms: list[float]
    open_ms: float


class _WritingRun(QObject):
    """Once the text is there, types a few words at several places, as quickly as a person can, and scrolls between."""

    run_ended = Signal()

    def __init__(self, editor: RichEditor) -> None:
        super().__init__()
        self._editor = editor
        self._began_s = time.perf_counter()
        self.open_ms = 0.0
        self._n_typed = 0
        self._timer = QTimer(self, interval=_KEY_MS)
        self._timer.timeout.connect(self._type)
        editor.text_loaded.connect(self._on_loaded)

    @Slot()
    def _on_loaded(self) -> None:
        if not self.open_ms:
            self.open_ms = (time.perf_counter() - self._began_s) * 1000
            self._timer.start()

    @Slot()
    def _type(self) -> None:
        place, letter = divmod(self._n_typed, _TYPED_LETTERS)
        if place == _TYPED_PLACES:
            self._timer.stop()
            self.run_ended.emit()
            return
        cursor = self._editor.textCursor()
        if not letter:
            last = self._editor.document().characterCount() - 1
            cursor.setPosition(last * place // (_TYPED_PLACES - 1))
            self._editor.setTextCursor(cursor)
        cursor.insertText("\n" if letter == _TYPED_LETTERS - 1 else "a")
        self._n_typed += 1


def _p99(delays_ms: Sequence[float]) -> float:
    return statistics.quantiles(delays_ms, n=100)[98]


def _fill(folder: DataFolder) -> tuple[str, str]:
    """A conversation of 2,000 messages, and one of 300,000 tokens (4 characters each)."""
    database = open_database(folder).database
    store = ConversationStore(database)
    many = _conversation(store, n_messages=_MANY_MESSAGES, text=_PARAGRAPH)
    long_text = _PARAGRAPH * (_LONG_MESSAGE_TOKENS * 4 // len(_PARAGRAPH))
    long = _conversation(store, n_messages=_LONG_TOKENS // _LONG_MESSAGE_TOKENS, text=long_text)
    database.close()
    return many, long


def _add_text(folder: DataFolder) -> str:
    """A text of 50,000 words for the Write pane, and a later one of none, which the pane opens by itself."""
    sentences = Paragraph(runs=(TextRun(text=_SENTENCE * _LONG_PARAGRAPH),))
    heading = Paragraph(runs=(TextRun(text="What the tenant caused"),), kind=ParagraphKind.HEADING, level=2)
    parts = (sentences, sentences, sentences, heading)
    paragraphs = tuple(parts[number % len(parts)] for number in range(_WRITTEN_PARAGRAPHS))
    database = open_database(folder).database
    store = WrittenDocumentStore(database)
    document = store.create(written_text(RichText(paragraphs=paragraphs)))
    store.create(WrittenText(title="Notes"))
    database.close()
    return document.id


def _add_models(folder: DataFolder) -> None:
    """Files as a person has who tries many: they only have to look like models."""
    store = ModelStore(folder)
    place = folder.root / "files"
    place.mkdir()
    for number in range(_MANY_MODELS):
        path = place / f"Some-Model-{number:03}-Q4_K_M.gguf"
        path.write_bytes(b"GGUF" + bytes(1000))
        store.add(path)


def _conversation(store: ConversationStore, *, n_messages: int, text: str) -> str:
    conversation = store.create_conversation("Bench")
    store.add_messages(
        Message(
            id=f"{conversation.id}-{number}",
            conversation_id=conversation.id,
            parent_id=f"{conversation.id}-{number - 1}" if number else None,
            role="assistant" if number % 2 else "user",
            text=text if number % 2 else f"Question {number}",
            created_at=float(number),
        )
        for number in range(n_messages)
    )
    return conversation.id


def _tokens(characters: Iterator[str]) -> Iterator[str]:
    """Pieces of about the size of a model's tokens, as long as there are characters."""
    while token := "".join(itertools.islice(characters, 4)):
        yield token


def _visible_pair() -> float:
    """Start to first painted window: the program, against an empty window."""
    return _visible_s(PROGRAM_WINDOW) / _visible_s(EMPTY_WINDOW)


def _visible_s(kind: str) -> float:
    with tempfile.TemporaryDirectory() as root:
        # An installed program has its bytecode; a machine that forbids writing it would compile at every start.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment[DATA_FOLDER_VARIABLE] = root
        command = [*own_program(), _START_BENCH_FLAG, kind]
        started_s = time.perf_counter()
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as child:
            line = child.stdout.readline() if child.stdout is not None else b""
            visible_s = time.perf_counter() - started_s
        if not line.startswith(b"painted"):
            raise LookupError(f"the {kind} window was not painted")
        return visible_s

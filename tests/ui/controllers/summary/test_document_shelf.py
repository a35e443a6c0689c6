import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.documents.document import Document
from desktop_llm.errors import DesktopLlmError, DocumentError, ErrorCode
from desktop_llm.ui.controllers.summary.document_shelf import DocumentShelf
from desktop_llm.ui.event_bridge import EventBridge
from tests.fakes.written_documents import written_document

WAIT_MS = 5000


class HeldReader:
    """Reads when it is let, unless it was cancelled meanwhile."""

    def __init__(self) -> None:
        self.is_let = threading.Event()
        self.is_closed = False
        self.asked: list[tuple[Path, str]] = []

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Document:
        self.asked.append((path, password))
        assert self.is_let.wait(5)
        assert cancelled is not None
        assert on_progress is not None
        if cancelled.is_set() or path.name == "gone":
            raise DocumentError(ErrorCode.DOCUMENT_CANCELLED, path=str(path))
        on_progress(1, 2)
        return written_document("It burnt.", name=path.name)

    def close(self) -> None:
        self.is_closed = True
        self.is_let.set()


class Shelf:
    def __init__(self, qtbot: QtBot) -> None:
        self.reader = HeldReader()
        self.n_made = 0
        self.told: list[tuple[str, str]] = []
        self.bridge = EventBridge()
        self.shelf = DocumentShelf(self._make, self.bridge)
        self.qtbot = qtbot

    def read(self, name: str, password: str = "") -> None:
        self.shelf.read(name, Path(name), password, self._progress, self._done, self._failed)

    def wait_until_told(self, n: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.told) >= n, timeout=WAIT_MS)

    def _make(self) -> HeldReader:
        self.n_made += 1
        return self.reader

    def _progress(self, name: str, n_done: int, n_total: int) -> None:
        self.told.append((name, f"{n_done} of {n_total}"))

    def _done(self, name: str, document: Document) -> None:
        self.told.append((name, document.name))

    def _failed(self, name: str, error: DesktopLlmError) -> None:
        self.told.append((name, error.code))


@pytest.fixture
def shelf(qtbot: QtBot) -> Iterator[Shelf]:
    shelf = Shelf(qtbot)
    yield shelf
    shelf.shelf.stop()
    shelf.bridge.stop()


def test_files_are_read_one_after_another_by_one_reader(shelf: Shelf) -> None:
    shelf.reader.is_let.set()
    shelf.read("a", "secret")
    shelf.read("b")
    shelf.wait_until_told(4)
    assert shelf.told == [("a", "1 of 2"), ("a", "a"), ("b", "1 of 2"), ("b", "b")]
    assert shelf.reader.asked == [(Path("a"), "secret"), (Path("b"), "")]
    assert shelf.n_made == 1
    assert shelf.shelf.ids == set()


def test_no_reader_is_made_before_there_is_a_file(shelf: Shelf) -> None:
    assert shelf.n_made == 0


def test_a_failure_is_told(shelf: Shelf) -> None:
    shelf.reader.is_let.set()
    shelf.read("gone")
    shelf.wait_until_told(1)
    assert shelf.told == [("gone", ErrorCode.DOCUMENT_CANCELLED)]


def test_what_was_cancelled_is_heard_of_no_more(shelf: Shelf) -> None:
    shelf.read("a")
    shelf.read("b")
    assert shelf.shelf.ids == {"a", "b"}
    shelf.shelf.cancel("a")
    shelf.reader.is_let.set()
    shelf.wait_until_told(2)
    assert {name for name, _ in shelf.told} == {"b"}


def test_stopping_ends_the_reader(shelf: Shelf) -> None:
    shelf.read("a")
    shelf.shelf.stop()
    assert shelf.reader.is_closed
    assert shelf.shelf.ids == set()

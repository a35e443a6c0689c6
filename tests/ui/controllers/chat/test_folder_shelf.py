import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.assist.questions.document_collections import CollectionProgress, CollectionState
from desktop_llm.engine.scripted_client import ScriptedAnswer
from desktop_llm.storage.collection_store import Collection
from desktop_llm.storage.records import AttachmentUse
from desktop_llm.ui.controllers.chat.folder_shelf import FolderShelf, LookedAtFolder
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.widgets.prompt.folder_button import FolderButton
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from tests.fakes.small_program import SmallProgram


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "mill.txt").write_text("The mill was built by Anna Meyer in 1912.\n", encoding="utf-8")
    (folder / "lease.txt").write_text("The rent is 1,250 euros a month.\n", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def with_folder(program: SmallProgram, papers: Path) -> SmallProgram:
    program.pane.add_files([papers])
    program.wait_for(lambda: program.chips == ["papers 2 documents · 1 not read"])
    return program


def test_a_folder_is_asked_and_the_answer_names_the_document(with_folder: SmallProgram) -> None:
    with_folder.part(PromptField).setPlainText("Who built the mill?")
    with_folder.engine.script(ScriptedAnswer(text=("The mill was built by Anna Meyer in 1912.",)))
    with_folder.send()
    with_folder.wait_for(lambda: with_folder.is_shown("answer_sources"))
    sent = with_folder.last_prompt().turns[-1].content
    assert 'name="mill.txt"' in sent
    assert str(with_folder.folder.root) not in sent
    (line,) = [each for each in with_folder.window.findChildren(QLabel, "source_line") if each.isVisible()]
    assert "mill.txt" in line.text()
    assert with_folder.part(QLabel, "sources_read").text() == "Read whole: papers."
    question = next(message for message in with_folder.stored_messages() if message.role == "user")
    assert question.attachments[0].use is AttachmentUse.FOLDER
    assert with_folder.chips == []


def test_a_folder_that_was_asked_is_offered_again_until_it_is_forgotten(with_folder: SmallProgram) -> None:
    def offered() -> list[str]:
        return [action.text() for action in with_folder.part(FolderButton).menu().actions()]

    with_folder.wait_for(lambda: "papers · 2 documents" in offered())
    with_folder.pane.folder_forgotten.emit(with_folder.pane.draft.attachments[0].path)
    with_folder.wait_for(lambda: "papers · 2 documents" not in offered())


def test_a_folder_that_is_paused_stays_so_over_a_restart_until_it_goes_on(
    program: SmallProgram, papers: Path, start_program: Callable[..., SmallProgram]
) -> None:
    def offered(shown: SmallProgram) -> list[str]:
        return [action.text() for action in shown.part(FolderButton).menu().actions()]

    program.pane.add_files([papers])
    program.wait_for(lambda: "papers · 2 documents" in offered(program))
    path = program.pane.draft.attachments[0].path
    program.pane.folder_paused.emit(path)
    program.wait_for(lambda: "papers · 2 documents · paused" in offered(program))
    program.stop()
    (papers / "letter.txt").write_text("The roof leaks.", encoding="utf-8")
    again = start_program()
    again.wait_for(lambda: "papers · 2 documents · paused" in offered(again))
    again.settle()
    again.pane.add_files([papers])
    again.wait_for(lambda: again.chips == ["papers 2 documents · 1 not read · paused"])
    again.pane.folder_resumed.emit(path)
    again.wait_for(lambda: "papers · 3 documents" in offered(again))
    again.wait_for(lambda: again.chips == ["papers 3 documents · 1 not read"])


class LargeFolder:
    """Its first file takes until somebody pauses it."""

    def __init__(self) -> None:
        self.is_reading, self.is_paused = threading.Event(), threading.Event()
        self.forgotten: list[str] = []

    def known(self) -> tuple[Collection, ...]:
        is_there = self.is_reading.is_set() and not self.forgotten
        return (Collection(id=1, path="/papers", is_paused=self.is_paused.is_set()),) if is_there else ()

    def forget(self, path: str) -> None:
        self.forgotten.append(path)

    def pause(self, path: str, *, is_paused: bool) -> None:
        if is_paused:
            self.is_paused.set()

    def refresh(
        self, folder: Path, on_progress: Callable[[CollectionProgress], None], stopped: threading.Event
    ) -> CollectionState:
        self.is_reading.set()
        on_progress(CollectionProgress(n_done=0, n_total=9000, path="a.pdf"))
        self.is_paused.wait(20)
        return CollectionState(n_read=1, n_changed=1, failed=(), is_complete=False, is_paused=self.is_paused.is_set())


@pytest.fixture
def large() -> LargeFolder:
    return LargeFolder()


@pytest.fixture
def shelf(qtbot: QtBot, large: LargeFolder) -> Iterator[FolderShelf]:
    owner, bridge = QObject(), EventBridge()
    yield FolderShelf(large, bridge, owner)
    large.is_paused.set()
    for shelf in owner.findChildren(FolderShelf):
        shelf.stop()
    bridge.stop()


def begun(qtbot: QtBot, shelf: FolderShelf) -> list[LookedAtFolder]:
    """It is being read and offered, so that it can be paused. What came of it is put into the list."""
    ended: list[LookedAtFolder] = []
    with qtbot.waitSignal(shelf.folders_changed, check_params_cb=bool):
        shelf.refresh("a", Path("/papers"), lambda *_: None, lambda _id, folder: ended.append(folder), lambda *_: None)
    assert ended == []
    return ended


def test_a_folder_that_is_being_read_is_paused_at_the_next_file(
    qtbot: QtBot, shelf: FolderShelf, large: LargeFolder
) -> None:
    ended = begun(qtbot, shelf)
    shelf.pause("/papers")
    qtbot.waitUntil(lambda: [each.state.is_paused for each in ended] == [True])


def test_a_folder_that_is_being_read_is_forgotten_when_that_has_ended(
    qtbot: QtBot, shelf: FolderShelf, large: LargeFolder
) -> None:
    ended = begun(qtbot, shelf)
    shelf.forget("/papers")
    qtbot.waitUntil(lambda: large.forgotten == ["/papers"])
    assert large.is_paused.is_set()
    qtbot.waitUntil(lambda: len(ended) == 1)

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.assist.summary.summary_session import SummarySession, load_session, save_session
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.summary.summary_keeper import SummaryKeeper
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.widgets.summary.summary_view import SummaryView
from tests.fakes.summarizing_window import SummarizingWindow

Summarizing = Callable[..., SummarizingWindow]

ANSWER = ScriptedAnswer(text=("- The rent is 1,250 euros a month.\n",))


def test_documents_and_summary_come_back_after_the_end_of_the_program(
    summarizing: Summarizing, folder: DataFolder, tmp_path: Path
) -> None:
    path = tmp_path / "lease.txt"
    path.write_text("The lease ends in May.\n\nThe rent is 1,250 euros a month.", "utf-8")
    window = summarizing(ScriptedEngineClient(ANSWER))
    window.add(path)
    window.summarize()
    window.stop()
    assert load_session(folder).kept is not None

    engine = ScriptedEngineClient()
    again = summarizing(engine)
    again.wait_for(lambda: again.notes == ["12 words"])
    again.wait_for(lambda: "The rent is 1,250 euros a month." in again.summary)
    assert again.button_text("summarize_button") == "Summarize"
    assert again.activity == "All of it was read"
    assert engine.submitted == []


def test_a_summary_that_was_under_way_goes_on_at_a_click(
    summarizing: Summarizing, folder: DataFolder, tmp_path: Path
) -> None:
    path = tmp_path / "lease.txt"
    path.write_text("The lease ends in May.\n\nThe rent is 1,250 euros a month.", "utf-8")
    endless = ScriptedAnswer(text=("- The rent is 1,250 euros a month.\n", "- The"), is_endless=True)
    window = summarizing(ScriptedEngineClient(endless))
    window.add(path)
    window.click("summarize_button")
    window.wait_for(lambda: "The rent is" in window.summary)
    window.stop()

    again = summarizing(ScriptedEngineClient(ANSWER))
    again.wait_for(lambda: again.is_shown("summarize_button") and again.button_text("summarize_button") == "Go on")
    assert "The rent is 1,250 euros a month." in again.summary


def test_a_pasted_text_is_kept_and_a_changed_file_is_not_marked_wrongly(
    summarizing: Summarizing, folder: DataFolder
) -> None:
    window = summarizing(ScriptedEngineClient(ANSWER))
    window.pane.text_pasted.emit("The rent is 1,250 euros a month.")
    window.wait_for(lambda: window.notes == ["7 words"] and window.is_shown("summarize_button"))
    window.summarize()
    (path,) = window.queue.paths
    assert path.parent == folder.pasted_texts
    window.stop()
    path.write_text("Something else stands here now, altogether.", "utf-8")
    again = summarizing(ScriptedEngineClient())
    again.wait_for(lambda: again.notes == ["6 words"])
    again.wait_for(lambda: bool(again.summary))
    again.qtbot.keyClick(again.part(SummaryView), Qt.Key.Key_Down)
    assert "was changed after it was summarized" in again.part(QLabel, "notice_text").text()
    again.pane.remove_requested.emit(again.queue.keys[0])
    again.wait_for(lambda: not again.queue.keys)
    again.stop()
    assert list(folder.pasted_texts.iterdir()) == []


def test_an_earlier_state_that_a_slow_disk_still_writes_does_not_take_the_place_of_the_last(
    qtbot: QtBot, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.root.mkdir(exist_ok=True)
    owner, bridge, is_begun, may_go_on = QObject(), EventBridge(), threading.Event(), threading.Event()
    keeper = SummaryKeeper(folder, bridge, owner)
    with qtbot.waitSignal(keeper.session_loaded):
        keeper.load()

    def save(to: DataFolder, session: SummarySession) -> None:
        if session.paths == ("/before.txt",):
            is_begun.set()
            may_go_on.wait(20)
        save_session(to, session)

    monkeypatch.setattr("desktop_llm.ui.controllers.summary.summary_keeper.save_session", save)
    keeper.save(SummarySession(paths=("/before.txt",)))
    assert is_begun.wait(20)
    slow_disk = threading.Timer(0.8, may_go_on.set)  # longer than what hangs is waited for
    slow_disk.start()
    keeper.stop(SummarySession(paths=("/after.txt",)))
    slow_disk.join()
    for thread in threading.enumerate():
        if thread.name == "summary-session":
            thread.join(20)
    assert load_session(folder).paths == ("/after.txt",)
    bridge.stop()

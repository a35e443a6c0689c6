import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


def test_jobs_run_elsewhere_and_their_results_arrive_here(qtbot: QtBot) -> None:
    owner = QObject()
    taken: list[tuple[int, int]] = []
    thread = SpareThread(owner)
    for _ in range(3):
        thread.run(threading.get_ident, lambda there: taken.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: len(taken) == 3)
    assert {here for _, here in taken} == {threading.get_ident()}
    assert threading.get_ident() not in {there for there, _ in taken}


def test_a_result_for_somebody_who_is_gone_is_dropped(qtbot: QtBot, qapp: QApplication) -> None:
    owner = QObject()
    started, may_end = threading.Event(), threading.Event()
    taken: list[bool] = []

    def job() -> bool:
        started.set()
        return may_end.wait(5)

    SpareThread(owner).run(job, taken.append)
    assert started.wait(5)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    may_end.set()
    later: list[bool] = []
    SpareThread(qapp).run(lambda: True, later.append)
    qtbot.waitUntil(lambda: later == [True])
    assert taken == []

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.ui.garbage_rounds import GarbageRounds

_MANY = 35_000
_TIMEOUT_S = 120
_PROGRAM = """
import gc, weakref
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_llm.ui.garbage_rounds import GarbageRounds

class Knot:
    def __init__(self):
        self.itself = self

app = QApplication(["", "-platform", "offscreen"])
rounds = GarbageRounds(app, interval_ms=5)
rounds.begin()
n_before = gc.get_freeze_count()
knots = [Knot() for _ in range(2 * n_before)]
gone = weakref.ref(knots[0])

def look():
    if knots and gc.get_freeze_count() > 2 * n_before:
        knots.clear()
        print("kept" if gone() else "gone too early")
    elif gone() is None:
        print("gone" if gc.get_freeze_count() < 2 * n_before else "kept")
        app.quit()

timer = QTimer(interval=5)
timer.timeout.connect(look)
timer.start()
app.exec()
"""


class Knot:
    """Holds itself, so that only a search finds that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def rounds(qapp: QApplication) -> Iterator[GarbageRounds]:
    gc.disable()
    rounds = GarbageRounds(qapp, interval_ms=5)
    rounds.begin()
    yield rounds
    rounds.stop()
    rounds.deleteLater()


@pytest.mark.parametrize("is_enabled", [True, False])
def test_python_does_not_search_by_itself_until_the_rounds_stop(qapp: QApplication, is_enabled: bool) -> None:
    (gc.enable if is_enabled else gc.disable)()
    rounds = GarbageRounds(qapp)
    rounds.begin()
    assert not gc.isenabled()
    rounds.stop()
    assert gc.isenabled() is is_enabled
    assert not gc.get_freeze_count()
    gc.disable()
    rounds.deleteLater()


def test_new_garbage_goes(rounds: GarbageRounds, qtbot: QtBot) -> None:
    gone = weakref.ref(Knot())
    alive = [[number] for number in range(5_000)]
    qtbot.waitUntil(lambda: gone() is None)
    assert len(alive) == 5_000


def test_many_that_survive_are_looked_through_no_more(rounds: GarbageRounds, qtbot: QtBot) -> None:
    n_before = gc.get_freeze_count()
    alive = [[number] for number in range(_MANY)]
    qtbot.waitUntil(lambda: gc.get_freeze_count() > n_before + len(alive) // 2)


def test_garbage_among_what_was_kept_goes_when_somebody_leaves_the_window(
    rounds: GarbageRounds, qapp: QApplication, qtbot: QtBot
) -> None:
    n_before = gc.get_freeze_count()
    alive = [Knot() for _ in range(max(_MANY, n_before // 4))]
    qtbot.waitUntil(lambda: gc.get_freeze_count() > n_before + len(alive))
    gone = weakref.ref(alive[0])
    alive.clear()
    assert gone() is not None
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert gone() is None


def test_garbage_among_what_was_kept_goes_when_it_is_much_and_nothing_happens() -> None:
    # In a process of its own: here the tests themselves are a million objects, of which there would have to be as many.
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
    )
    assert ended.stdout.split() == ["kept", "gone"], ended.stderr

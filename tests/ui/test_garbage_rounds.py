import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.ui.garbage_rounds import GarbageRounds

_MANY = 35_000


class Knot:
    """Holds itself, so that only a search finds that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def rounds(qapp: QApplication) -> Iterator[GarbageRounds]:
    rounds = GarbageRounds(qapp, interval_ms=5)
    rounds.begin()
    yield rounds
    rounds.stop()
    rounds.deleteLater()


def test_python_does_not_search_by_itself_until_the_rounds_stop(rounds: GarbageRounds) -> None:
    assert not gc.isenabled()
    rounds.stop()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


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


def test_garbage_among_what_was_kept_goes_when_it_is_much_and_nothing_happens(
    rounds: GarbageRounds, qtbot: QtBot
) -> None:
    n_before = gc.get_freeze_count()
    alive: list[Knot] = []
    while gc.get_freeze_count() <= 2 * n_before:
        n_kept = gc.get_freeze_count()
        alive += [Knot() for _ in range(_MANY)]
        qtbot.waitUntil(lambda: gc.get_freeze_count() != n_kept)  # noqa: B023  used at once
    gone = weakref.ref(alive[0])
    alive.clear()
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None)
    assert gc.get_freeze_count() < 2 * n_before

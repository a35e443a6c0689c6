from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.engine.client import EngineClient
from desktop_llm.paths import DataFolder
from tests.fakes.writing_window import WritingWindow


@pytest.fixture
def writing(qtbot: QtBot, folder: DataFolder) -> Iterator[Callable[..., WritingWindow]]:
    """Opens a window with the Write pane on the test's folder, for an engine that does as it is told."""
    windows: list[WritingWindow] = []

    def make(engine: EngineClient | None = None) -> WritingWindow:
        windows.append(WritingWindow(qtbot, folder, engine))
        return windows[-1]

    yield make
    for window in windows:
        window.stop()

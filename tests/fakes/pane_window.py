"""The window with one pane alone: how it begins and ends, and how its parts are found. Each pane's own has the rest."""

from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineClient
from desktop_llm.paths import DataFolder
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.window_shell import WindowShell

_WAIT_MS: Final = 60_000  # the machine may be busy

_Widget = TypeVar("_Widget", bound=QWidget)


class PaneProgram(Protocol):
    def stop(self) -> None: ...


_Program = TypeVar("_Program", bound=PaneProgram)


class PaneWindow(Generic[_Program]):
    """The test that makes one stops it."""

    program: _Program
    """Runs the pane."""

    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        folder.root.mkdir(parents=True, exist_ok=True)
        self.qtbot = qtbot
        self.folder = folder
        self.is_stopped = False
        self.shell = WindowShell(app, folder)
        self.window = self.shell.window
        qtbot.addWidget(self.window)
        self.bridge = EventBridge(self.window)
        self.engines = Engines(engine, _no_server)

    def stop(self) -> None:
        """As the program ends; once."""
        if self.is_stopped:
            return
        self.is_stopped = True
        self.program.stop()
        self.bridge.stop()
        self.shell.deleteLater()

    def show_pane(self, key: str) -> None:
        self.window.show()
        self.window.show_pane(key)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=_WAIT_MS)

    def settle(self) -> None:
        """Until what was asked of the background is done."""
        done: list[None] = []
        self.bridge.run_in_background(_nothing, done.append)
        self.wait_for(lambda: bool(done))

    def click(self, name: str) -> None:
        self.part(QAbstractButton, name).click()

    def part(self, kind: type[_Widget], name: str = "") -> _Widget:
        """The visible one of this kind, and of this name if one is given."""
        children = self.window.findChildren(kind, name) if name else self.window.findChildren(kind)
        (found,) = (each for each in children if each.isVisible())
        return found

    def is_shown(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    @property
    def notice(self) -> str:
        return self.part(QLabel, "notice_text").accessibleName() if self.is_shown("notice_bar") else ""

    @property
    def toast(self) -> str:
        return self.part(QLabel, "toast_label").text() if self.is_shown("toast") else ""


def _nothing() -> None:
    """Work that is done."""


def _no_server(_entry: object) -> EngineClient:
    raise AssertionError("no server is known")

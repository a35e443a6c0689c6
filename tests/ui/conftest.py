"""A small program for the tests of what joins window, storage and engine."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import ConnectServer
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder, resource
from desktop_llm.settings import HubSettings, Settings
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.reviewing_window import ReviewingWindow, in_german
from tests.fakes.small_program import SmallProgram, prepared_settings
from tests.fakes.summarizing_window import SummarizingWindow

StartProgram = Callable[..., SmallProgram]


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture(scope="session")
def compiled_translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the translations as the window loads them."""
    folder = tmp_path_factory.mktemp("translations")
    compiler = Path(sys.executable).with_name("pyside6-lrelease")
    for texts in resource("translations").glob("*.ts"):
        target = folder / texts.with_suffix(".qm").name
        subprocess.run([compiler, "-silent", texts, "-qm", target], check=True)
    return folder


@pytest.fixture
def start_program(qtbot: QtBot, folder: DataFolder) -> Iterator[StartProgram]:
    """Starts the program as an earlier run left it: with the starter model, and no titles from the model."""
    programs: list[SmallProgram] = []

    def start(
        engine: ScriptedEngineClient | None = None,
        settings: Settings | None = None,
        files: tuple[Path, ...] = (),
        connect_server: ConnectServer | None = None,
        *,
        is_prepared: bool = True,
        is_awaited: bool = True,
    ) -> SmallProgram:
        if is_prepared:
            prepared_settings(folder, settings or Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False))
        programs.append(SmallProgram(qtbot, folder, engine, files, connect_server))
        if is_awaited:
            programs[-1].wait_until_composed()
        return programs[-1]

    yield start
    for program in programs:
        program.stop()


@pytest.fixture
def program(start_program: StartProgram) -> SmallProgram:
    """A program with its model loaded."""
    program = start_program()
    program.wait_for(lambda: bool(program.loads))
    program.settle()
    return program


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """A Hub on this machine; the program may ask it."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    with LoopbackHub() as hub:
        yield hub


@pytest.fixture
def hub_program(start_program: StartProgram, hub: LoopbackHub) -> SmallProgram:
    """A program with its model loaded, that reaches the Hub of the test."""
    settings = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, hub=HubSettings(endpoint=hub.endpoint))
    program = start_program(settings=settings)
    program.wait_for(lambda: bool(program.loads))
    program.settle()
    return program


@pytest.fixture
def summarizing(qtbot: QtBot, folder: DataFolder) -> Iterator[Callable[..., SummarizingWindow]]:
    """Makes a window with the Summarize pane, for an engine that does as it is told."""
    windows: list[SummarizingWindow] = []

    def make(engine: EngineClient | None = None) -> SummarizingWindow:
        windows.append(SummarizingWindow(qtbot, folder, engine or ScriptedEngineClient()))
        return windows[-1]

    yield make
    for window in windows:
        window.stop()


@pytest.fixture
def reviewing(qtbot: QtBot, folder: DataFolder) -> Iterator[Callable[..., ReviewingWindow]]:
    """Makes a window with the Translate pane that takes documents, for an engine that does as it is told."""
    windows: list[ReviewingWindow] = []

    def make(engine: EngineClient | None = None, another_folder: DataFolder | None = None) -> ReviewingWindow:
        windows.append(ReviewingWindow(qtbot, another_folder or folder, engine or AnsweringEngine(in_german)))
        return windows[-1]

    yield make
    for window in windows:
        window.stop()

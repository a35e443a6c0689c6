"""The rules for all tests, each broken once in a copy: a fixture that never failed may look at nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]

_BROKEN_TESTS = """
import logging
import warnings
import pytest

def test_logs_an_error():
    logging.getLogger("desktop_llm.engine").error("it broke")

@pytest.mark.logs_errors
def test_may_log_an_error():
    logging.getLogger("desktop_llm.engine").error("it broke")

def test_leaks_a_window(qtbot):
    from PySide6.QtWidgets import QWidget
    test_leaks_a_window.left = QWidget()

def test_makes_qt_complain(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("complaint")

def test_warns():
    warnings.warn("old")

@pytest.mark.unheard_of
def test_behaves(data_folder_of_test):
    import os
    assert os.environ["DESKTOP_LLM_DATA"] == str(data_folder_of_test)
    assert "HTTPS_PROXY" not in os.environ
    assert "HF_TOKEN" not in os.environ
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("rules")
    shutil.copy(_ROOT / "pyproject.toml", folder)
    (folder / "tests").mkdir()
    shutil.copy(_ROOT / "tests" / "conftest.py", folder / "tests")
    (folder / "tests" / "test_rules.py").write_text(_BROKEN_TESTS.replace("@pytest.mark.unheard_of\n", ""), "utf-8")
    (folder / "tests" / "test_marker.py").write_text(_BROKEN_TESTS, "utf-8")
    environment = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9", "HF_TOKEN": "secret"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "--continue-on-collection-errors", "--color=no"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize(
    "outcome",
    [
        "ERROR tests/test_rules.py::test_logs_an_error",
        "PASSED tests/test_rules.py::test_may_log_an_error",
        "ERROR tests/test_rules.py::test_leaks_a_window",
        "FAILED tests/test_rules.py::test_makes_qt_complain",
        "FAILED tests/test_rules.py::test_warns",
        "PASSED tests/test_rules.py::test_behaves",
        "ERROR tests/test_marker.py",
    ],
)
def test_a_broken_rule_is_seen(report: str, outcome: str) -> None:
    assert outcome in report


def test_a_test_that_may_log_errors_has_no_error(report: str) -> None:
    assert "ERROR tests/test_rules.py::test_may_log_an_error" not in report

import sys

import pytest

from desktop_llm.processes.built_program import restore_environment


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)


def test_what_the_starter_set_is_taken_back(built: None) -> None:
    environment = {"LD_LIBRARY_PATH": "/opt/desktop-llm/_internal:/cuda", "LD_LIBRARY_PATH_ORIG": "/cuda", "LANG": "C"}
    restore_environment(environment)
    assert environment["LD_LIBRARY_PATH"] == "/cuda"
    assert "LD_LIBRARY_PATH_ORIG" not in environment
    assert environment["LANG"] == "C"


def test_where_there_was_nothing_before_there_is_nothing(built: None) -> None:
    environment = {"LD_LIBRARY_PATH": "/opt/desktop-llm/_internal"}
    restore_environment(environment)
    assert "LD_LIBRARY_PATH" not in environment


def test_programs_of_others_that_use_qt_get_their_own_plugins(built: None) -> None:
    folder = "/opt/desktop-llm/_internal/PySide6/Qt"
    environment = {"QT_PLUGIN_PATH": f"{folder}/plugins", "QML2_IMPORT_PATH": f"{folder}/qml", "QT_SCALE_FACTOR": "2"}
    restore_environment(environment)
    assert "QT_PLUGIN_PATH" not in environment
    assert "QML2_IMPORT_PATH" not in environment
    assert environment["QT_SCALE_FACTOR"] == "2"


def test_children_begin_as_the_first_process_did(built: None) -> None:
    environment = dict[str, str]()
    restore_environment(environment)
    assert environment == {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


def test_a_checkout_keeps_its_environment() -> None:
    environment = {"LD_LIBRARY_PATH": "/mine"}
    restore_environment(environment)
    assert environment == {"LD_LIBRARY_PATH": "/mine"}

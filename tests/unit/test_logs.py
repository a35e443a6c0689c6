import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.logs import LOG_FILE_NAME, configure_logging

_log = logging.getLogger("desktop_llm.test")


@pytest.fixture(autouse=True)
def closed_handlers() -> Iterator[None]:
    """The file that the test had opened is closed; the logger itself is put back for every test."""
    logger = logging.getLogger("desktop_llm")
    before = logger.handlers[:]
    yield
    for handler in logger.handlers:
        if handler not in before:
            handler.close()


def test_records_go_to_a_file_in_the_folder(tmp_path: Path) -> None:
    path = configure_logging(tmp_path / "logs")
    _log.info("started with %s", "你好")
    assert path is not None
    assert path == tmp_path / "logs" / LOG_FILE_NAME
    assert "started with 你好" in path.read_text(encoding="utf-8")


def test_debug_records_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    path = configure_logging(tmp_path)
    assert path is not None
    _log.debug("a prompt")
    assert path.read_text() == ""
    configure_logging(tmp_path, logging.DEBUG)
    _log.debug("a prompt")
    assert "a prompt" in path.read_text()


def test_configuring_again_does_not_write_records_twice(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    path = configure_logging(tmp_path)
    assert path is not None
    _log.info("once")
    assert path.read_text().count("once") == 1


def test_the_files_do_not_grow_without_end(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    for _ in range(60):
        _log.info("x" * 100_000)
    files = list(tmp_path.iterdir())
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 5_000_000


def test_without_a_folder_records_go_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert configure_logging(tmp_path / "file" / "logs") is None
    _log.warning("still heard")
    assert "still heard" in capsys.readouterr().err

"""Where log records go: a rotating file in the data folder, else standard error. Called once, at start.

Prompts, answers and document text are logged at DEBUG only, which is off unless somebody asks for it.
"""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

LOG_FILE_NAME: Final = "desktop-llm.log"
_FILE_BYTES: Final = 1_000_000
_N_OLD_FILES: Final = 3
_FORMAT: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def configure_logging(folder: Path, level: int = logging.INFO) -> Path | None:
    """Let this program's records go to a file in `folder`. Returns the file, or None if it is standard error."""
    handler, path = _handler(folder)
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger = logging.getLogger("desktop_llm")
    for earlier in logger.handlers[:]:
        logger.removeHandler(earlier)
        earlier.close()
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    if path is None:
        logger.warning("no log file can be written in %s", folder)
    return path


def _handler(folder: Path) -> tuple[logging.Handler, Path | None]:
    path = folder / LOG_FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_N_OLD_FILES, encoding="utf-8"), path
    except OSError:
        return logging.StreamHandler(sys.stderr), None

"""What was dropped onto the window: files of this computer, and the model file among them. GUI thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData

_MODEL_SUFFIX: Final = ".gguf"


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """Files on this computer; links to elsewhere are not taken."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def model_path(paths: Sequence[Path]) -> Path | None:
    """The first model file, by its name; whether it is one is found out when it is opened."""
    return next((path for path in paths if path.suffix.lower() == _MODEL_SUFFIX), None)

"""What was dropped onto the window: files of this computer, and the model file among them. GUI thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData

_MODEL_SUFFIX: Final = ".gguf"


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """Files on this computer; links to elsewhere are not taken."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def model_paths(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The model files, by their names; whether they are some is found out when they are opened."""
    return tuple(path for path in paths if path.suffix.lower() == _MODEL_SUFFIX)


def model_path(paths: Sequence[Path]) -> Path | None:
    """The first model file."""
    return next(iter(model_paths(paths)), None)


def other_paths(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Those that are no models."""
    models = model_paths(paths)
    return tuple(path for path in paths if path not in models)

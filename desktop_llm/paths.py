"""Where things are: data, cache, logs and the resources that come with the program."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import platformdirs

_APP = "desktop-llm"


@dataclass(frozen=True)
class DataFolder:
    """One folder that holds everything of one user; nothing in it is created by asking."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "conversations.sqlite3"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def lock(self) -> Path:
        return self.root / "in-use.lock"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def models(self) -> Path:
        return self.root / "models.json"

    @property
    def snapshots(self) -> Path:
        """Evaluated prompts: a cache, safe to delete."""
        return self.root / "snapshots"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


def default_data_folder() -> DataFolder:
    return DataFolder(Path(platformdirs.user_data_dir(_APP, appauthor=False)))


def resource(name: str) -> Path:
    """Path of a file in `resources/`, in the checkout as in an installed program."""
    packaged = Path(str(files("desktop_llm"))) / "resources"
    folder = packaged if packaged.is_dir() else Path(__file__).parent.parent / "resources"
    return folder / name

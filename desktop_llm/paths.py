"""Where things are: data, cache, logs and the resources that come with the program."""

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

_APP = "desktop-llm"
DATA_FOLDER_VARIABLE: Final = "DESKTOP_LLM_DATA"
PORTABLE_FILE: Final = "portable"


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
    def handovers(self) -> Path:
        """What other starts of the program leave for the window that is open; there while one is."""
        return self.root / "handovers"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def models(self) -> Path:
        return self.root / "models.json"

    @property
    def downloaded_models(self) -> Path:
        """The model files that this program fetched, and nothing else."""
        return self.root / "models"

    @property
    def downloads(self) -> Path:
        """What is on its way there."""
        return self.root / "downloads.json"

    @property
    def model_origins(self) -> Path:
        """Where models were left when the data folder moved, until they have come along."""
        return self.root / "model-origins.json"

    @property
    def measurements(self) -> Path:
        """What models took and how fast they were: a cache, safe to delete."""
        return self.root / "measurements.json"

    @property
    def collections(self) -> Path:
        """Folders that questions are asked about, and what was read of them."""
        return self.root / "collections.sqlite3"

    @property
    def passage_index(self) -> Path:
        """The words of documents that were asked about: a cache, safe to delete."""
        return self.root / "passages.sqlite3"

    @property
    def summary_session(self) -> Path:
        """The documents on the Summarize pane and their summary."""
        return self.root / "summary-session.json"

    @property
    def pasted_texts(self) -> Path:
        """Texts that were pasted to be summarized, a file each."""
        return self.root / "pasted-texts"

    @property
    def summary_cache(self) -> Path:
        """What models made of documents: a cache, safe to delete while no program runs."""
        return self.root / "summary-cache.sqlite3"

    @property
    def translation_memory(self) -> Path:
        """What was translated, accepted and taken in from other programs."""
        return self.root / "translation-memory.sqlite3"

    @property
    def translation(self) -> Path:
        """The text that stands in the Translate pane."""
        return self.root / "translation.json"

    @property
    def personal_dictionary(self) -> Path:
        """Words that the person says are right, one on each line."""
        return self.root / "dictionary.txt"

    @property
    def document_translations(self) -> Path:
        """Files that are being translated and looked over, one each."""
        return self.root / "document-translations"

    @property
    def written_originals(self) -> Path:
        """Files that were opened in the Write pane, whole, as they were then: a folder for each text."""
        return self.root / "written-originals"

    @property
    def writing_actions(self) -> Path:
        """What the person wants done with texts in their own words."""
        return self.root / "writing-actions.json"

    @property
    def snapshots(self) -> Path:
        """Evaluated prompts: a cache, safe to delete."""
        return self.root / "snapshots"

    @property
    def credentials(self) -> Path:
        """Secrets, only where there is no keyring and the user wants them in a file."""
        return self.root / "credentials.json"

    @property
    def hub(self) -> Path:
        """What the Hub's client library would keep for itself."""
        return self.root / "hub"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


def default_data_folder() -> DataFolder:
    """The folder in use unless a caller names another.

    That is the one the environment names, else the one the user moved to, else the one beside a portable program, else
    the platform's.
    """
    if named := os.environ.get(DATA_FOLDER_VARIABLE, ""):
        return DataFolder(_expanded(Path(named)).absolute())
    return _chosen_data_folder() or DataFolder(_usual_data_folder())


def _expanded(path: Path) -> Path:
    """~ and ~ana as the homes that they are; the name of nobody stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def data_folder_pointer() -> Path:
    """A small file that holds the path of the data folder, where the user has chosen one."""
    return (portable_folder() or Path(platformdirs.user_config_dir(_APP, appauthor=False))) / "data-folder.txt"


def portable_folder() -> Path | None:
    """The folder of a built program that keeps everything of its user beside itself.

    It does where a file named `portable` lies beside it.
    """
    if not is_built():
        return None
    folder = Path(sys.executable).parent
    return folder if (folder / PORTABLE_FILE).is_file() else None


def _usual_data_folder() -> Path:
    if (folder := portable_folder()) is not None:
        return folder / "data"
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def _chosen_data_folder() -> DataFolder | None:
    """A pointer that cannot be read counts as none: the program must start to be told another folder."""
    try:
        chosen = data_folder_pointer().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return DataFolder(Path(chosen)) if Path(chosen).is_absolute() else None


def own_program() -> tuple[str, ...]:
    """The command line that starts this program again, in a checkout as in a built program."""
    return (sys.executable,) if is_built() else (sys.executable, "-m", "desktop_llm")


def is_built() -> bool:
    """Whether this is the program that people install, and not a checkout."""
    return bool(getattr(sys, "frozen", False))


def is_folder(path: Path) -> bool:
    """Not where one may not look, nor where no path can lead: `Path.is_dir` raises there."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def resource(name: str) -> Path:
    """Path of a file in `resources/`, in the checkout as in an installed program."""
    packaged = Path(__file__).parent / "resources"
    folder = packaged if packaged.is_dir() else Path(__file__).parent.parent / "resources"
    return folder / name

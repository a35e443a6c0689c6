"""Models of GPT4All: files beside each other in its data folder, or in the one that its settings name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desktop_llm.hub.programs.found_model import FoundModel, Program, models_below
from desktop_llm.hub.programs.user_folders import UserFolders

_CHOSEN: Final = re.compile(r'^modelPath="?([^"\r\n]+)"?\s*$', re.MULTILINE)


def gpt4all_models(user: UserFolders) -> Iterator[FoundModel]:
    """The desktop program's, and those of its Python library."""
    settings = user.home / ".config" if user.platform == "darwin" else user.settings
    chosen = _chosen_folder(settings / "nomic.ai/GPT4All.ini")
    yield from models_below(Program.GPT4ALL, chosen, user.data / "nomic.ai/GPT4All", user.home / ".cache/gpt4all")


def _chosen_folder(settings: Path) -> Path | None:
    try:
        match = _CHOSEN.search(settings.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return Path(match[1].replace("\\\\", "\\")) if match and "\0" not in match[1] else None

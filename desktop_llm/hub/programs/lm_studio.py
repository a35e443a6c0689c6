"""Models of LM Studio: `models/<publisher>/<model>/<file>` in its home folder, or where its settings say."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from desktop_llm.hub.programs.found_model import FoundModel, Program, models_below
from desktop_llm.hub.programs.user_folders import UserFolders


class _Settings(Struct, frozen=True, rename="camel"):
    downloads_folder: str = ""


def lm_studio_models(user: UserFolders) -> Iterator[FoundModel]:
    """A file in the user's home may point to another home folder of the program; older versions used the cache."""
    pointed = user.written_in(user.home / ".lmstudio-home-pointer")
    for home in (pointed, user.home / ".lmstudio", user.home / ".cache/lm-studio"):
        if home is not None:
            yield from models_below(Program.LM_STUDIO, home / "models", _chosen_folder(home / "settings.json"))


def _chosen_folder(settings: Path) -> Path | None:
    try:
        chosen = msgspec.json.decode(settings.read_bytes(), type=_Settings).downloads_folder
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Path(chosen) if chosen and "\0" not in chosen else None

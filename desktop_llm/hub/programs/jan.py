"""Models of Jan: a folder for each with `model.yml`, which names the file; older versions have folders of files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.hub.programs.found_model import FoundModel, Program, found_model, models_below
from desktop_llm.hub.programs.user_folders import UserFolders

_MAX_YML_BYTES: Final = 64 * 1024
_MAX_FOLDERS: Final = 2000
_MODEL_PATH: Final = re.compile(r"^model_path:\s*['\"]?([^'\"\r\n]+?)['\"]?\s*$", re.MULTILINE)


class _Settings(Struct, frozen=True):
    data_folder: str = ""


def jan_models(user: UserFolders) -> Iterator[FoundModel]:
    """Of Jan's data folders of today and before, and of the one that its settings name."""
    roaming = user.settings if user.platform == "win32" else user.data
    folders = [roaming / "Jan/data", user.settings / "Jan/data", user.home / "jan"]
    for settings in {roaming / "Jan/settings.json", user.settings / "Jan/settings.json"}:
        if chosen := _chosen_folder(settings):
            folders.insert(0, chosen)
    for folder in folders:
        yield from _described_models(folder)
        yield from models_below(Program.JAN, folder / "models")


def _described_models(folder: Path) -> Iterator[FoundModel]:
    """Every file is called model.gguf; what it is called in words is the name of its folder."""
    models = folder / "llamacpp" / "models"
    for description in _descriptions(models):
        try:
            with description.open("rb") as file:
                text = file.read(_MAX_YML_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        match = _MODEL_PATH.search(text)
        if match is None or "\0" in match[1]:
            continue
        name = description.parent.relative_to(models).as_posix()
        if model := found_model(Program.JAN, folder / match[1], name):  # an absolute path stays what it is
            yield model


def _descriptions(models: Path) -> list[Path]:
    """The name of a model may hold the name of its owner: one folder deep, or two."""
    found: list[Path] = []
    for pattern in ("*/model.yml", "*/*/model.yml"):
        try:
            found += [path for path, _ in zip(models.glob(pattern), range(_MAX_FOLDERS), strict=False)]
        except OSError:
            continue
    return sorted(found)


def _chosen_folder(settings: Path) -> Path | None:
    try:
        chosen = msgspec.json.decode(settings.read_bytes(), type=_Settings).data_folder
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Path(chosen) if chosen and "\0" not in chosen else None

"""What the user has set, as one value in one file of the data folder, and where that folder is.

Read once at start, written by the window. Any thread.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from desktop_llm.durable_files import code_of_os_error, replace_file, set_aside
from desktop_llm.errors import ErrorCode, SettingsError
from desktop_llm.params import Count, LoadParams, SamplingParams
from desktop_llm.paths import data_folder_pointer


class Theme(StrEnum):
    """SYSTEM follows the desktop's light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class WindowPlacement(Struct, frozen=True, kw_only=True):
    """How the window was left. geometry and layout are what Qt saved; empty before the first time."""

    geometry: bytes = b""
    layout: bytes = b""
    sidebar_width_px: Count = 232
    is_sidebar_shown: bool = True


class HubSettings(Struct, frozen=True, kw_only=True):
    """How the Hub is reached. Empty means: huggingface.co or what HF_ENDPOINT names, and the system's proxy."""

    endpoint: str = ""
    proxy: str = ""
    is_offline: bool = False


class ServerEntry(Struct, frozen=True, kw_only=True):
    """A server with models that the person named; its key is in the keyring.

    `models` is what it offered when it was last asked, `model` the one to begin with. timeout_s is how long it may say
    nothing, n_ctx_tokens what the person knows of its context. With is_for_new_chats new chats begin there.
    """

    id: str
    name: str
    url: str
    model: str = ""
    models: tuple[str, ...] = ()
    timeout_s: Annotated[float, Meta(ge=10.0, le=3600.0)] = 120.0
    n_ctx_tokens: Annotated[int, Meta(ge=64)] | None = None
    is_for_new_chats: bool = False


class Settings(Struct, frozen=True, kw_only=True):
    """Everything the user can set, with what holds until they do.

    font_size_pt None is the system's own size, language None the system's language.
    """

    theme: Theme = Theme.SYSTEM
    font_size_pt: Annotated[float, Meta(ge=4.0, le=72.0)] | None = None
    language: str | None = None
    load: LoadParams = LoadParams()
    sampling: SamplingParams = SamplingParams()
    default_instructions: str = ""
    enter_sends: bool = True
    last_model_id: str = ""
    snapshot_limit_bytes: Count = 4 * 1024**3
    suggest_titles: bool = True
    hub: HubSettings = HubSettings()
    servers: tuple[ServerEntry, ...] = ()
    window: WindowPlacement = WindowPlacement()


def load_settings(path: Path) -> Settings:
    """The settings in the file, or the usual ones if there is none. Keys of other versions are ignored.

    Raises SettingsError(SETTINGS_BROKEN) if the file is of no use; `Settings()` may then be used. A file that can be
    read and makes no sense is set aside: backup_path says where it is.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise _broken(path, error, backup_path=path) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _broken(path, error, backup_path=_set_aside(path)) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write the file whole or not at all; keys that a newer version put there stay.

    Raises SettingsError: DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED.
    """
    content = _foreign_keys(path) | {
        name: msgspec.Raw(msgspec.json.encode(getattr(settings, name))) for name in settings.__struct_fields__
    }
    _replace(path, msgspec.json.format(msgspec.json.encode(content), indent=2))


def point_to_data_folder(root: Path) -> None:
    """Let the program use this data folder from its next start on. Raises SettingsError as `save_settings` does."""
    _replace(data_folder_pointer(), str(root.absolute()).encode())


def _replace(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise SettingsError(code_of_os_error(error), path=str(path), reason=str(error)) from error


def _foreign_keys(path: Path) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def _set_aside(path: Path) -> Path:
    """Where the broken file is now: where it was, if it cannot be moved."""
    try:
        return set_aside(path)
    except OSError:
        return path


def _broken(path: Path, error: Exception, backup_path: Path) -> SettingsError:
    return SettingsError(ErrorCode.SETTINGS_BROKEN, path=str(path), reason=str(error), backup_path=str(backup_path))

"""Where programs keep what belongs to a user, on each system: home, data, settings, caches. Any thread."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class UserFolders:
    """One user on one system; `platform` is as in sys.platform. Nothing is read by asking but the environment."""

    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    platform: str = sys.platform

    @property
    def data(self) -> Path:
        """What a program keeps on this computer."""
        if self.platform == "win32":
            return self.named("LOCALAPPDATA") or self.home / "AppData/Local"
        if self.platform == "darwin":
            return self.home / "Library/Application Support"
        return self.named("XDG_DATA_HOME") or self.home / ".local/share"

    @property
    def settings(self) -> Path:
        """What a program was set to; on Windows this wanders with the user."""
        if self.platform == "win32":
            return self.named("APPDATA") or self.home / "AppData/Roaming"
        if self.platform == "darwin":
            return self.home / "Library/Application Support"
        return self.named("XDG_CONFIG_HOME") or self.home / ".config"

    @property
    def cache(self) -> Path:
        """What a program could get again."""
        if self.platform == "win32":
            return self.data
        if self.platform == "darwin":
            return self.home / "Library/Caches"
        return self.named("XDG_CACHE_HOME") or self.home / ".cache"

    def named(self, *variables: str) -> Path | None:
        """The folder that the first of these variables with a value names."""
        value = next(filter(None, (self.environment.get(each, "").strip() for each in variables)), "")
        return self._expanded(value) if value else None

    def written_in(self, path: Path) -> Path | None:
        """The folder that stands in a small text file."""
        try:
            value = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self._expanded(value) if value and "\0" not in value else None

    def _expanded(self, value: str) -> Path:
        return self.home / value.removeprefix("~").lstrip("/\\") if value.startswith("~") else Path(value)

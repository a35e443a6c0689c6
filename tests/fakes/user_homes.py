"""Homes of users with other programs' models in them."""

from pathlib import Path

from desktop_llm.hub.programs.found_model import FoundModel
from desktop_llm.hub.programs.user_folders import UserFolders

GGUF = b"GGUF and what a model has"


def user(home: Path, platform: str = "linux", **environment: str) -> UserFolders:
    return UserFolders(home=home, environment=environment, platform=platform)


def write_model(path: Path, content: bytes = GGUF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def told(models: "list[FoundModel] | tuple[FoundModel, ...]") -> dict[str, str]:
    """Paths by names."""
    return {model.name: model.path for model in models}

"""Models that llama.cpp's own programs downloaded; newer versions use the Hub's cache instead."""

from collections.abc import Iterator

from desktop_llm.hub.programs.found_model import FoundModel, Program, models_below
from desktop_llm.hub.programs.user_folders import UserFolders


def llama_cpp_models(user: UserFolders) -> Iterator[FoundModel]:
    """As `fs_get_cache_directory` in llama.cpp's common.cpp has it."""
    yield from models_below(Program.LLAMA_CPP, user.named("LLAMA_CACHE") or user.cache / "llama.cpp")

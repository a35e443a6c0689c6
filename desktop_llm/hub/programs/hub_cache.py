"""Models in the cache of the Hub's own library, which llama.cpp and many Python programs share.

Its layout: `models--<owner>--<name>/snapshots/<commit>/<file>`, a link to a blob that is named by its hash.
"""

from collections.abc import Iterator

from desktop_llm.hub.programs.found_model import FoundModel, Program, models_below
from desktop_llm.hub.programs.user_folders import UserFolders


def hub_cache_models(user: UserFolders) -> Iterator[FoundModel]:
    """Where the cache is: https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables ."""
    home = user.named("HF_HOME") or (user.named("XDG_CACHE_HOME") or user.home / ".cache") / "huggingface"
    cache = user.named("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE") or home / "hub"
    for repository in sorted(cache.glob("models--*--*")):
        yield from models_below(Program.HUB_CACHE, repository / "snapshots")

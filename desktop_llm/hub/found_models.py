"""Models that other programs have on this computer, to be used where they are: nothing is copied, moved or deleted.

Looks into many folders: in the background. Any thread.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from desktop_llm.hub.programs.found_model import FoundModel
from desktop_llm.hub.programs.gguf_walk import identity_of
from desktop_llm.hub.programs.gpt4all import gpt4all_models
from desktop_llm.hub.programs.hub_cache import hub_cache_models
from desktop_llm.hub.programs.jan import jan_models
from desktop_llm.hub.programs.llama_cpp_cache import llama_cpp_models
from desktop_llm.hub.programs.lm_studio import lm_studio_models
from desktop_llm.hub.programs.ollama import ollama_models
from desktop_llm.hub.programs.user_folders import UserFolders

_log = logging.getLogger(__name__)

Reader = Callable[[UserFolders], Iterator[FoundModel]]

_READERS: Final[tuple[Reader, ...]] = (
    lm_studio_models,
    ollama_models,
    jan_models,
    gpt4all_models,
    llama_cpp_models,
    hub_cache_models,
)


def find_models(user: UserFolders | None = None, known_paths: Iterable[str] = ()) -> tuple[FoundModel, ...]:
    """What is there besides the files of `known_paths`, each file once, by name.

    A program whose folders make no sense is left out, and the others are not.
    """
    seen = {identity_of(Path(path)) for path in known_paths}
    models: list[FoundModel] = []
    for model in _all_models(user or UserFolders()):
        identity = identity_of(Path(model.path))
        if identity not in seen:
            seen.add(identity)
            models.append(model)
    return tuple(sorted(models, key=lambda model: (model.name.casefold(), model.path)))


def _all_models(user: UserFolders) -> Iterator[FoundModel]:
    for reader in _READERS:
        try:
            yield from list(reader(user))
        except (OSError, ValueError) as error:
            _log.warning("the models of another program could not be looked for: %s", error)

"""The models to start with: a short list that comes with the program, read from `resources/`. Any thread."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from desktop_llm.hub.repository_names import repository_title
from desktop_llm.paths import resource

CATALOGUE_FILE: Final = "catalogue.json"

_Name = Annotated[str, Meta(min_length=1)]
_Repository = Annotated[str, Meta(pattern=r"^[\w.-]+/[\w.-]+$")]
_Amount = Annotated[int, Meta(gt=0)]


class Purpose(StrEnum):
    """What a model is good for."""

    CHAT = "chat"
    SUMMARIZE = "summarize"
    TRANSLATE = "translate"
    WRITE = "write"
    FIND = "find"
    """It finds passages by meaning, and cannot answer."""


class CatalogueModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of one repository. memory_gb is the tier: the memory of a computer, or of a card that takes all of it.

    languages: the main ones, of n_languages. licence: as the Hub calls it. n_active_parameters: those that a token
    needs, fewer than n_parameters in a mixture of experts. unverified: the fields never held against the Hub.
    """

    id: _Name
    name: _Name
    repository: _Repository
    file: Annotated[str, Meta(pattern=r"^[\w./-]+\.gguf$")]
    quantization: _Name
    size_bytes: _Amount
    memory_gb: Annotated[int, Meta(ge=2, le=64)]
    purposes: Annotated[tuple[Purpose, ...], Meta(min_length=1)]
    languages: Annotated[tuple[_Name, ...], Meta(min_length=1)]
    n_languages: _Amount
    licence: _Name
    n_parameters: _Amount
    n_active_parameters: _Amount
    unverified: tuple[str, ...] = ()

    @property
    def is_for_embedding(self) -> bool:
        return Purpose.FIND in self.purposes


class Catalogue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Models from small to large. as_of: the day of the lists it was taken from, or on which the Hub was asked."""

    as_of: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
    about: tuple[str, ...]
    models: Annotated[tuple[CatalogueModel, ...], Meta(min_length=1, max_length=15)]


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The list that comes with the program. It is part of it: one that is missing or wrong is a bug, and raises."""
    return msgspec.json.decode((path or resource(CATALOGUE_FILE)).read_bytes(), type=Catalogue)


def model_title(repository_id: str) -> str:
    """What the models of a repository are called: as the catalogue does, else by the repository's own name."""
    known = listed_model(repository_id)
    return known.name if known else repository_title(repository_id)


def listed_model(repository_id: str) -> CatalogueModel | None:
    """The model of the catalogue that is in this repository."""
    return _by_repository().get(repository_id)


@cache
def _by_repository() -> dict[str, CatalogueModel]:
    return {model.repository: model for model in load_catalogue().models}

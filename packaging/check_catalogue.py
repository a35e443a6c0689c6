"""Holds resources/catalogue.json against the Hub: repositories, files, sizes, licences, and what must be accepted.

    .venv/bin/python packaging/check_catalogue.py            tells what is not as it is written; status 1 if anything
    .venv/bin/python packaging/check_catalogue.py --write    also puts sizes and licences right, and notes the day

For the day of a release. HF_ENDPOINT names another Hub.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from desktop_llm.errors import HubError
from desktop_llm.hub.catalogue import Catalogue, CatalogueModel, load_catalogue
from desktop_llm.hub.hub_access import hub_access
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import Gating, RemoteModel, Repository
from desktop_llm.paths import resource
from desktop_llm.settings import HubSettings

_SIZE_TOLERANCE: Final = 0.02
# Everybody may use these for everything, everywhere.
_FREE_LICENCES: Final = frozenset({"apache-2.0", "mit", "bsd-3-clause", "cc0-1.0"})
_CHECKED: Final = frozenset({"repository", "file", "size_bytes", "licence", "quantization"})


def main() -> int:
    options = _options()
    catalogue = load_catalogue(options.catalogue)
    n_differences, checked = 0, list[CatalogueModel]()
    with HubClient(hub_access(HubSettings())) as client:
        for model in catalogue.models:
            corrected, differences = _checked(client, model)
            checked.append(corrected)
            n_differences += len(differences)
            for difference in differences:
                print(f"{model.id}: {difference}")
    if options.is_writing:
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        _write(options.catalogue, replace(catalogue, models=tuple(checked), as_of=today))
    print(f"{len(checked)} models, {n_differences} differences")
    return 1 if n_differences else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Hold the catalogue of models against the Hub.")
    parser.add_argument("--write", dest="is_writing", action="store_true", help="put right what can be")
    parser.add_argument("--catalogue", type=Path, default=resource("catalogue.json"), metavar="FILE")
    return parser.parse_args()


def _checked(client: HubClient, model: CatalogueModel) -> tuple[CatalogueModel, list[str]]:
    """The model as the Hub has it, and what was different. One that is not there stays as it is written."""
    try:
        repository = client.repository(model.repository)
    except HubError as error:
        return model, [f"{model.repository}: {error}"]
    found = next((each for each in repository.models if each.files[0].path == model.file), None)
    differences = list(_differences(model, repository, found))
    if found is None:
        return model, differences
    unverified = tuple(field for field in model.unverified if field not in _CHECKED)
    licence = repository.summary.licence or model.licence
    return replace(model, size_bytes=found.size_bytes, licence=licence, unverified=unverified), differences


def _differences(model: CatalogueModel, repository: Repository, found: RemoteModel | None) -> Iterator[str]:
    licence = repository.summary.licence
    if licence != model.licence:
        yield f"licence is {licence or 'not told'}, not {model.licence}"
    if licence not in _FREE_LICENCES:
        yield f"licence {licence or 'unknown'} is not one that lets everybody use it for everything"
    if repository.summary.gating is not Gating.NONE:
        yield "conditions must be accepted first"
    if found is None:
        files = ", ".join(each.files[0].path for each in repository.models) or "none"
        yield f"{model.file} is not there; there are: {files}"
        return
    if abs(found.size_bytes / model.size_bytes - 1) > _SIZE_TOLERANCE:
        yield f"size is {found.size_bytes}, not {model.size_bytes}"
    if found.quantization != model.quantization:
        yield f"quantization is {found.quantization}, not {model.quantization}"
    if not all(file.sha256 for file in found.files):
        yield "the Hub does not tell its SHA-256"


def _write(path: Path, catalogue: Catalogue) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(catalogue), indent=2) + b"\n")


if __name__ == "__main__":
    sys.exit(main())

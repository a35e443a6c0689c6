"""`desktop-llm models`: what is here, what other programs and the Hub have; add, fetch, check, forget one."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.hub_models import add_hub_actions
from desktop_llm.cli.model_download import add_download_command
from desktop_llm.cli.model_fit import add_fit_command
from desktop_llm.cli.model_verify import add_verify_command
from desktop_llm.cli.session import data_folder
from desktop_llm.cli.table import print_table
from desktop_llm.cli.text import file_size
from desktop_llm.hub.found_models import find_models
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.programs.found_model import FoundModel, Program

_PROGRAMS: Final[Mapping[Program, str]] = {
    Program.HUB_CACHE: "Hub cache",
    Program.LM_STUDIO: "LM Studio",
    Program.OLLAMA: "Ollama",
    Program.LLAMA_CPP: "llama.cpp",
    Program.GPT4ALL: "GPT4All",
    Program.JAN: "Jan",
}


def add_models_command(add_parser: AddParser) -> None:
    parser = add_parser("models", help="search, list, add, download, check and forget models")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="the models on this computer").set_defaults(run=_list)
    actions.add_parser("found", help="models of other programs on this computer").set_defaults(run=_found)
    add_hub_actions(actions.add_parser)
    add = actions.add_parser("add", help="use a GGUF file, or a model of another program, where it is")
    add.add_argument("wanted", metavar="PATH|NAME", help="a file, or a name that `models found` shows")
    add.set_defaults(run=_add)
    add_download_command(actions.add_parser)
    add_verify_command(actions.add_parser)
    add_fit_command(actions.add_parser)
    remove = actions.add_parser("remove", help="delete what was downloaded; forget any other model, whose file stays")
    remove.add_argument("id", metavar="ID")
    remove.set_defaults(run=_remove)


def _list(_options: argparse.Namespace) -> int:
    entries = ModelStore(data_folder()).list()
    rows = ((entry.id, file_size(entry.size_bytes), _origin(entry), entry.path) for entry in entries)
    print_table(rows, "There are no models on this computer.")
    return 0


def _origin(entry: ModelEntry) -> str:
    if entry.is_for_embedding:
        return "finds passages by meaning"
    if entry.is_starter:
        return "comes with the program"
    if entry.source is not None:
        return "damaged download" if entry.is_damaged else "downloaded"
    return _PROGRAMS[entry.program] if entry.program else "your file"


def _found(_options: argparse.Namespace) -> int:
    known_paths = [entry.path for entry in ModelStore(data_folder()).list()]
    models = find_models(known_paths=known_paths)
    rows = ((model.name, file_size(model.size_bytes), _PROGRAMS[model.program], model.path) for model in models)
    print_table(rows, "No other program has models here that are not in the list already.")
    return 0


def _add(options: argparse.Namespace) -> int:
    store = ModelStore(data_folder())
    model = _found_model(options.wanted)
    print((store.add(options.wanted) if model is None else store.add_found(model)).id)
    return 0


def _found_model(wanted: str) -> FoundModel | None:
    """What another program calls by this name, or has at this place."""
    path = Path(wanted)
    for model in find_models():
        if Path(model.path) == path.absolute() or (model.name == wanted and not path.exists()):
            return model
    return None


def _remove(options: argparse.Namespace) -> int:
    freed = ModelStore(data_folder()).remove(options.id)
    print(f"{file_size(freed)} freed" if freed else "forgotten; its file stays", file=sys.stderr)
    return 0

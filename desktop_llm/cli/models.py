"""`desktop-llm models`: what is on this computer, add a file, forget one."""

import argparse
from pathlib import Path

from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.session import data_folder
from desktop_llm.cli.text import file_size
from desktop_llm.hub.model_store import ModelStore


def add_models_command(add_parser: AddParser) -> None:
    parser = add_parser("models", help="list, add and forget models")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="the models on this computer").set_defaults(run=_list)
    add = actions.add_parser("add", help="use a GGUF file where it is")
    add.add_argument("path", metavar="PATH", type=Path)
    add.set_defaults(run=_add)
    remove = actions.add_parser("remove", help="forget a model; its file stays")
    remove.add_argument("id", metavar="ID")
    remove.set_defaults(run=_remove)


def _list(_options: argparse.Namespace) -> int:
    for entry in ModelStore(data_folder()).list():
        print(f"{entry.id}\t{file_size(entry.size_bytes)}\t{entry.path}")
    return 0


def _add(options: argparse.Namespace) -> int:
    entry = ModelStore(data_folder()).add(options.path)
    print(entry.id)
    return 0


def _remove(options: argparse.Namespace) -> int:
    ModelStore(data_folder()).remove(options.id)
    return 0

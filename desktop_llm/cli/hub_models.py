"""`desktop-llm models search` and `models show`: what the Hub has, before anything is downloaded."""

import argparse
from typing import Final

import msgspec

from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.session import hub_client
from desktop_llm.cli.table import print_table
from desktop_llm.cli.text import count_text, file_size
from desktop_llm.hub.hub_records import Gating, HubQuery, HubSort, RemoteModel, Repository, RepositorySummary

NO_MODELS: Final = "There is no model in it that this program can use (GGUF)."
_GATED: Final = "conditions must be accepted"
_UNITS: Final = {"K": 10**3, "M": 10**6, "B": 10**9}


def add_hub_actions(add_parser: AddParser) -> None:
    """The two actions below `models`."""
    _add_search(add_parser("search", help="search the Hub for models"))
    show = add_parser("show", help="what the Hub knows of a repository, and the models in it")
    show.add_argument("id", metavar="ID", help="as `models search` shows it, or the address of its page")
    show.add_argument("--revision", metavar="R", default="main", help="a branch, a tag or a commit")
    show.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object, with the card")
    show.set_defaults(run=_show)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="Q", nargs="?", default="", help="words of its name; none: all models")
    sorts = [sort.value for sort in HubSort]
    parser.add_argument("--sort", choices=sorts, default=HubSort.DOWNLOADS.value, help="what comes first")
    parser.add_argument("--licence", metavar="L", default="", help="for example apache-2.0 or mit")
    parser.add_argument("--language", metavar="CODE", default="", help="for example en or zh")
    parser.add_argument("--max-parameters", metavar="N", type=_parameters, default=0, help="for example 4B or 500M")
    parser.add_argument(
        "--no-conditions", dest="is_open", action="store_true", help=f"leave out models whose {_GATED} first"
    )
    parser.add_argument("--limit", metavar="N", type=int, choices=range(1, 101), default=20, help="1 to 100 results")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print a JSON array")
    parser.set_defaults(run=_search)


def _search(options: argparse.Namespace) -> int:
    query = HubQuery(
        text=options.text,
        sort=HubSort(options.sort),
        licence=options.licence,
        language=options.language,
        max_parameters=options.max_parameters,
        is_gated_included=not options.is_open,
        limit=options.limit,
    )
    with hub_client() as hub:
        results = hub.search(query).results
    if options.is_json:
        print(msgspec.json.encode(results).decode())
        return 0
    print_table(map(_columns, results), "The Hub has no such models.")
    return 0


def _show(options: argparse.Namespace) -> int:
    with hub_client() as hub:
        repository = hub.repository(options.id, options.revision)
        page = hub.page_url(repository.summary.id)
    if options.is_json:
        print(msgspec.json.encode(repository).decode())
        return 0
    for name, value in _facts(repository, page):
        print(f"{name:<14}{value}")
    print()
    rows = ((model.quantization or "?", file_size(model.size_bytes), _files_text(model)) for model in repository.models)
    print_table(rows, NO_MODELS)
    return 0


def _columns(each: RepositorySummary) -> tuple[str, ...]:
    return (
        each.id,
        f"{count_text(each.n_parameters)} parameters" if each.n_parameters else "?",
        each.licence or "?",
        f"{count_text(each.downloads)} download{'' if each.downloads == 1 else 's'}",
        f"{each.updated_at:%Y-%m-%d}" if each.updated_at else "?",
        _GATED if each.gating is not Gating.NONE else "",
    )


def _facts(repository: Repository, page: str) -> list[tuple[str, str]]:
    """What is known; a line for each."""
    summary = repository.summary
    licence = " ".join(filter(None, (summary.licence, repository.licence_name, repository.licence_url)))
    facts = [
        ("repository", summary.id),
        ("page", page),
        ("revision", repository.revision),
        ("licence", licence),
        ("conditions", f"to be accepted at {page}" if summary.gating is not Gating.NONE else ""),
        ("made from", repository.base_model),
        ("languages", ", ".join(summary.languages)),
        ("parameters", count_text(summary.n_parameters) if summary.n_parameters else ""),
        ("architecture", summary.architecture),
        ("context", f"{summary.n_ctx_train_tokens} tokens" if summary.n_ctx_train_tokens else ""),
        ("downloads", f"{count_text(summary.downloads)} in the last month"),
        ("updated", f"{summary.updated_at:%Y-%m-%d}" if summary.updated_at else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _files_text(model: RemoteModel) -> str:
    first = model.files[0].path
    return first if len(model.files) == 1 else f"{first} and {len(model.files) - 1} more"


def _parameters(text: str) -> int:
    """4B, 1.5B, 500M or a plain number. Raises ValueError, as argparse expects."""
    unit = _UNITS.get(text[-1:].upper(), 0)
    number = float(text[:-1] if unit else text)
    if not 0 < number < 10**15:
        raise ValueError(text)
    return int(number * (unit or 1))

"""Models of servers as entries of the list of models. GUI thread."""

from collections.abc import Iterable
from typing import Final

from desktop_llm.assist.servers import host_of
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.settings import ServerEntry
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.model_list_model import ModelChoice

_PREFIX: Final = "server:"
_SHOWN_MODELS: Final = 12
"""Of one server. Some offer hundreds; the one to begin with is chosen among them in the server's own window."""


def server_choice_id(engine: EngineChoice) -> str:
    return f"{_PREFIX}{engine.server_id}:{engine.model_id}"


def engine_of_choice(choice_id: str) -> EngineChoice:
    """The engine behind an entry: a server's, or the one here."""
    if not choice_id.startswith(_PREFIX):
        return LOCAL_ENGINE
    server_id, _, model_id = choice_id.removeprefix(_PREFIX).partition(":")
    return EngineChoice(server_id, model_id)


def server_choices(entries: Iterable[ServerEntry], shown: EngineChoice) -> tuple[ModelChoice, ...]:
    """Each server's models, below a heading; the one that is shown is among them."""
    choices = [choice for entry in entries for choice in _of_server(entry, shown)]
    heading = translate("ModelPicker", "On a server")
    return tuple(
        ModelChoice(id=choice.id, name=choice.name, note=choice.note, is_elsewhere=True, heading="" if i else heading)
        for i, choice in enumerate(choices)
    )


def _of_server(entry: ServerEntry, shown: EngineChoice) -> list[ModelChoice]:
    """Where no model is known, the only one that the server has, whatever that is."""
    names = [entry.model, *entry.models] if entry.model or not entry.models else list(entry.models)
    wanted = list(dict.fromkeys(names))[:_SHOWN_MODELS]
    if shown.server_id == entry.id and shown.model_id not in wanted:
        wanted.append(shown.model_id)
    host = host_of(entry)
    note = host if entry.name == host else f"{entry.name} · {host}"
    return [
        ModelChoice(id=server_choice_id(EngineChoice(entry.id, name)), name=name or entry.name, note=note)
        for name in wanted
    ]

"""What a search on the Hub found, as rows. Pure; GUI thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.hub.catalogue import model_title
from desktop_llm.hub.hub_records import Gating, RepositorySummary
from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.i18n import about_text, size_text, translate
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowButton, RowKind, RowLevel
from desktop_llm.ui.rows.failure_buttons import failure_buttons
from desktop_llm.ui.rows.licence_sentences import licence_text

RESULT_PREFIX: Final = "result:"
MORE_KEY: Final = "more"
_BYTES_PER_PARAMETER: Final = 0.6
"""Of a file with four bits a weight, embeddings and all: Qwen3 4B is 2.5 GB, Llama 3.1 8B 4.9 GB."""


class SearchPhase(StrEnum):
    """How far a search is."""

    SEARCHING = "searching"
    DONE = "done"
    FAILED = "failed"


class SearchState(Struct, frozen=True, kw_only=True):
    """All that is known of a search. Results that were there stay while more are fetched, and when that fails."""

    phase: SearchPhase
    results: tuple[RepositorySummary, ...] = ()
    has_more: bool = False
    is_gated_included: bool = True
    failure: ErrorText | None = None
    memory_bytes: int = 0


def result_rows(state: SearchState) -> list[ModelRow]:
    rows = [_row(result, state.memory_bytes) for result in state.results]
    if end := _end_row(state):
        rows.append(end)
    return rows


def owner_of(repository_id: str) -> str:
    return repository_id.partition("/")[0] if "/" in repository_id else ""


def failure_row(failure: ErrorText, key: str) -> ModelRow:
    """A failure where models would be, with the buttons that help."""
    buttons = failure_buttons(failure, RowAction.RETRY)
    return ModelRow(
        key=key,
        kind=RowKind.NOTE,
        title=failure.sentence,
        text=failure.advice,
        tip=failure.details,
        buttons=buttons,
        activation=buttons[0].action if buttons else None,
    )


def _row(result: RepositorySummary, memory_bytes: int) -> ModelRow:
    about_bytes = round(result.n_parameters * _BYTES_PER_PARAMETER)
    facts = [
        translate("Results", "about {size}").format(size=size_text(about_bytes)) if about_bytes else "",
        licence_text(result.licence).name,
        translate("Results", "{count} downloads").format(count=about_text(result.downloads)),
    ]
    is_too_large = bool(memory_bytes) and about_bytes > memory_bytes
    return ModelRow(
        key=RESULT_PREFIX + result.id,
        title=model_title(result.id),
        tag=translate("Results", "needs an account") if result.gating is not Gating.NONE else "",
        text=translate("Results", "by {owner}").format(owner=owner_of(result.id)) if owner_of(result.id) else "",
        status=translate("Results", "Probably too large for this computer") if is_too_large else "",
        level=RowLevel.WARNING if is_too_large else RowLevel.PLAIN,
        facts=" · ".join(part for part in facts if part),
        tip=result.id,
        activation=RowAction.DETAILS,
        is_opening=True,
    )


def _end_row(state: SearchState) -> ModelRow | None:
    match state.phase:
        case SearchPhase.SEARCHING:
            return ModelRow(key="searching", kind=RowKind.NOTE, title=translate("Results", "Searching…"))
        case SearchPhase.FAILED:
            return failure_row(state.failure, "failed") if state.failure else None
        case SearchPhase.DONE:
            return _last_row(state)


def _last_row(state: SearchState) -> ModelRow | None:
    if state.has_more:
        return ModelRow(
            key=MORE_KEY,
            kind=RowKind.NOTE,
            title=translate("Results", "There are more."),
            buttons=(RowButton(RowAction.SHOW_MORE, translate("Results", "Show more")),),
            activation=RowAction.SHOW_MORE,
        )
    if state.results:
        return None
    if state.is_gated_included:
        advice = translate("Results", "Fewer words, or fewer filters, find more.")
    else:
        advice = translate("Results", "Fewer words find more, and so does asking for those that need an account too.")
    return ModelRow(key="nothing", kind=RowKind.NOTE, title=translate("Results", "Nothing was found."), text=advice)

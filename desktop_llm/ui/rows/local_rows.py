"""The models on this computer as rows of the Models page. Pure; GUI thread."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.ui.i18n import size_text, translate
from desktop_llm.ui.model_rows import ButtonLook, ModelRow, RowAction, RowButton, RowKind, RowLevel

LOCAL_PREFIX: Final = "local:"


class LocalState(StrEnum):
    """How its file is."""

    READY = "ready"
    MISSING = "missing"
    CHECKING = "checking"
    WHOLE = "whole"
    DAMAGED = "damaged"
    FAILED = "failed"


class LocalModel(Struct, frozen=True, kw_only=True):
    """A model of the list, in words where there are any.

    `frees_bytes` is what removing it frees; 0 where its file is not ours and stays. `progress` counts while its file is
    checked, `failure` says why that did not work.
    """

    id: str
    name: str
    path: str = ""
    size_bytes: int = 0
    text: str = ""
    fit: str = ""
    fit_level: RowLevel = RowLevel.PLAIN
    facts: tuple[str, ...] = ()
    state: LocalState = LocalState.READY
    progress: float | None = None
    failure: str = ""
    is_removable: bool = True
    is_checkable: bool = False
    is_repairable: bool = True
    frees_bytes: int = 0
    is_for_embedding: bool = False


def local_rows(models: Sequence[LocalModel], used_id: str, asked_id: str = "") -> list[ModelRow]:
    """A heading, and a row for each model. `asked_id` is the one whose deletion waits for a yes."""
    heading = ModelRow(
        key="section:local",
        kind=RowKind.SECTION,
        title=translate("LocalModels", "On this computer"),
        text=translate("LocalModels", "A model file can also be dropped here."),
    )
    if not models:
        nothing = translate("LocalModels", "There is no model yet.")
        return [heading, ModelRow(key="note:local", kind=RowKind.NOTE, title=nothing)]
    return [heading, *(_row(model, is_used=model.id == used_id, is_asked=model.id == asked_id) for model in models)]


def _row(model: LocalModel, *, is_used: bool, is_asked: bool) -> ModelRow:
    if is_asked:
        return _question(model)
    status, level = _status(model)
    is_chatting = not model.is_for_embedding
    can_be_used = is_chatting and not is_used and model.state not in {LocalState.MISSING, LocalState.DAMAGED}
    finds = translate("LocalModels", "Finds passages by meaning, for questions and for sources. It is used by itself.")
    size = size_text(model.size_bytes) if model.size_bytes else ""
    return ModelRow(
        key=LOCAL_PREFIX + model.id,
        title=model.name,
        tag=translate("LocalModels", "in use") if is_used else "",
        text=model.text if is_chatting else finds,
        progress=model.progress if model.state is LocalState.CHECKING else None,
        status=status,
        level=level,
        facts=" · ".join(part for part in (size, *model.facts) if part),
        tip=model.path,
        buttons=_buttons(model, can_be_used=can_be_used),
        menu=_menu(model),
        activation=RowAction.USE if can_be_used else None,
    )


def _status(model: LocalModel) -> tuple[str, RowLevel]:
    match model.state:
        case LocalState.READY:
            return model.fit, model.fit_level
        case LocalState.MISSING:
            return translate("LocalModels", "Its file is no longer there."), RowLevel.ERROR
        case LocalState.CHECKING:
            return translate("LocalModels", "Checking the file…"), RowLevel.PLAIN
        case LocalState.WHOLE:
            return translate("LocalModels", "The file is whole."), RowLevel.GOOD
        case LocalState.DAMAGED:
            return translate("LocalModels", "The file is damaged, and its answers may be wrong."), RowLevel.ERROR
        case LocalState.FAILED:
            return model.failure, RowLevel.ERROR


def _buttons(model: LocalModel, *, can_be_used: bool) -> tuple[RowButton, ...]:
    if model.state is LocalState.DAMAGED:
        return (RowButton(RowAction.REPAIR, translate("LocalModels", "Repair")),) if model.is_repairable else ()
    if model.state is LocalState.MISSING:
        return (_remove_button(model),) if model.is_removable else ()
    return (RowButton(RowAction.USE, translate("LocalModels", "Use")),) if can_be_used else ()


def _menu(model: LocalModel) -> tuple[RowButton, ...]:
    if model.state is LocalState.MISSING:
        return ()
    entries: list[RowButton] = []
    if model.is_checkable and model.state is not LocalState.CHECKING:
        entries.append(RowButton(RowAction.VERIFY, translate("LocalModels", "Check the file")))
    entries.append(RowButton(RowAction.SHOW_FILE, translate("LocalModels", "Show the file")))
    if model.is_removable:
        entries.append(_remove_button(model))
    return tuple(entries)


def _remove_button(model: LocalModel) -> RowButton:
    if not model.frees_bytes:
        return RowButton(RowAction.REMOVE, translate("LocalModels", "Remove from this list"))
    text = translate("LocalModels", "Delete, frees {size}").format(size=size_text(model.frees_bytes))
    return RowButton(RowAction.REMOVE, text)


def _question(model: LocalModel) -> ModelRow:
    """Deleting a file of gigabytes cannot be undone but by fetching it again, so it is asked first."""
    text = translate("LocalModels", "Delete {name} and free {size}?")
    return ModelRow(
        key=LOCAL_PREFIX + model.id,
        title=text.format(name=model.name, size=size_text(model.frees_bytes)),
        text=translate("LocalModels", "Chats with it stay. To use it again it has to be downloaded again."),
        buttons=(
            RowButton(RowAction.KEEP, translate("LocalModels", "Keep")),
            RowButton(RowAction.REMOVE_FOR_GOOD, translate("LocalModels", "Delete"), ButtonLook.DANGER),
        ),
        activation=RowAction.KEEP,
    )

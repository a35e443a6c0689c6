"""Models that follow the data folder to another disk, as a row of the Models page. Pure; GUI thread."""

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.i18n import size_text, translate
from desktop_llm.ui.model_rows import ModelRow, RowKind, RowLevel


class ModelMoveState(Struct, frozen=True, kw_only=True):
    """Nothing to copy and no failure: there is nothing to show."""

    copied_bytes: int = 0
    all_bytes: int = 0
    failure: ErrorText | None = None


def move_rows(state: ModelMoveState) -> list[ModelRow]:
    if not state.all_bytes and state.failure is None:
        return []
    heading = ModelRow(
        key="section:move", kind=RowKind.SECTION, title=translate("ModelMove", "On the way to the new data folder")
    )
    row = ModelRow(
        key="move",
        title=translate("ModelMove", "Downloaded models"),
        text=translate("ModelMove", "They can be used at their old place meanwhile."),
    )
    return [heading, _with_progress(row, state) if state.failure is None else _with_failure(row, state.failure)]


def _with_progress(row: ModelRow, state: ModelMoveState) -> ModelRow:
    text = translate("ModelMove", "{done} of {size}")
    status = text.format(done=size_text(state.copied_bytes), size=size_text(state.all_bytes))
    return replace(row, progress=min(1.0, state.copied_bytes / state.all_bytes), status=status)


def _with_failure(row: ModelRow, failure: ErrorText) -> ModelRow:
    status = translate("ModelMove", "{what} It is tried again with the next start.").format(what=failure.sentence)
    return replace(row, status=status, level=RowLevel.ERROR)

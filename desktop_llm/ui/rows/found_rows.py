"""Models of other programs on this computer, offered without copying, as rows of the Models page. Pure; GUI thread."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop_llm.hub.found_models import FoundModel
from desktop_llm.hub.programs.found_model import Program
from desktop_llm.ui.i18n import size_text, translate
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowButton, RowKind
from desktop_llm.ui.rows.fit_sentences import FitText

FOUND_PREFIX: Final = "found:"
FOUND_SECTION_KEY: Final = "section:found"
_FOLDED_COUNT: Final = 4
_NO_FITS: Final[Mapping[str, FitText]] = {}

# Names are not translated.
_PROGRAM_NAMES: Final[Mapping[Program, str]] = {
    Program.HUB_CACHE: "Hugging Face",
    Program.LM_STUDIO: "LM Studio",
    Program.OLLAMA: "Ollama",
    Program.LLAMA_CPP: "llama.cpp",
    Program.GPT4ALL: "GPT4All",
    Program.JAN: "Jan",
}


def program_name(program: Program) -> str:
    return _PROGRAM_NAMES[program]


def found_rows(
    models: Sequence[FoundModel], fits: Mapping[str, FitText] = _NO_FITS, *, is_unfolded: bool = False
) -> list[ModelRow]:
    """A heading and the models; of many only the first, and a row that shows the rest. Nothing if none was found.

    `fits` are in words, by the models' paths.
    """
    if not models:
        return []
    heading = ModelRow(
        key=FOUND_SECTION_KEY,
        kind=RowKind.SECTION,
        title=translate("FoundModels", "Found in other programs"),
        text=translate("FoundModels", "They are used where they are; nothing is copied."),
    )
    shown = models if is_unfolded or len(models) <= _FOLDED_COUNT + 1 else models[:_FOLDED_COUNT]
    rows = [heading, *(_row(model, fits.get(model.path, FitText())) for model in shown)]
    if len(shown) < len(models):
        rows.append(_more_row(len(models) - len(shown)))
    return rows


def _row(model: FoundModel, fit: FitText) -> ModelRow:
    from_program = translate("FoundModels", "from {program}").format(program=program_name(model.program))
    return ModelRow(
        key=FOUND_PREFIX + model.path,
        title=model.name,
        status=fit.sentence,
        level=fit.level,
        facts=f"{size_text(model.size_bytes)} · {from_program}",
        tip=model.path,
        buttons=(RowButton(RowAction.USE, translate("FoundModels", "Use")),),
        menu=(
            RowButton(RowAction.ADD, translate("FoundModels", "Add to the list")),
            RowButton(RowAction.SHOW_FILE, translate("FoundModels", "Show the file")),
        ),
        activation=RowAction.USE,
    )


def _more_row(count: int) -> ModelRow:
    return ModelRow(
        key=f"{FOUND_PREFIX}more",
        kind=RowKind.NOTE,
        title=translate("FoundModels", "{count} more").format(count=count),
        buttons=(RowButton(RowAction.SHOW_MORE, translate("FoundModels", "Show all")),),
        activation=RowAction.SHOW_MORE,
    )

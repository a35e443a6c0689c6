"""The models to start with, as rows of the Models page and in the words of the first start. Pure; GUI thread."""

from collections.abc import Mapping, Set
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import ModelFit
from desktop_llm.hub.catalogue import CatalogueModel, Purpose
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.i18n import and_text, number_text, size_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.model_rows import ButtonLook, ModelRow, RowAction, RowButton, RowKind, RowLevel
from desktop_llm.ui.rows.failure_buttons import failure_buttons
from desktop_llm.ui.rows.fit_sentences import fit_text
from desktop_llm.ui.rows.licence_sentences import licence_text

CATALOGUE_PREFIX: Final = "catalogue:"
_MORE_KEY: Final = f"{CATALOGUE_PREFIX}more"
_NAMED_LANGUAGES: Final = 4
_FEW: Final = 3  # beside the recommended one, until all are asked for


class CatalogueState(Struct, frozen=True, kw_only=True):
    """What is known of the models to start with; all mappings by their ids.

    asked: those whose download begins as soon as the Hub has answered. here: repositories of which a model is here.
    """

    models: tuple[CatalogueModel, ...] = ()
    recommended_id: str = ""
    fits: Mapping[str, ModelFit] = {}
    downloads: Mapping[str, Download] = {}
    asked: Set[str] = frozenset()
    failures: Mapping[str, ErrorText] = {}
    here: Set[str] = frozenset()
    is_unfolded: bool = False


def catalogue_rows(state: CatalogueState) -> list[ModelRow]:
    """A heading, the recommended model, some others that fit, what finds passages, and a row that shows the rest."""
    offered = _in_order(state)
    if not offered:
        return []
    finders = [model for model in offered if model.is_for_embedding]
    models = [model for model in offered if not model.is_for_embedding]
    heading = ModelRow(
        key="section:catalogue",
        kind=RowKind.SECTION,
        title=translate("Catalogue", "Good models to start with"),
        text=translate(
            "Catalogue", "Free for any use. They are fetched from huggingface.co, and then work without it."
        ),
    )
    n_first = len([model for model in models if model.id == state.recommended_id]) + _FEW
    shown = models if state.is_unfolded or len(models) <= n_first + 1 else models[:n_first]
    rows = [heading, *(_row(state, model) for model in (*shown, *finders))]
    if len(shown) < len(models):
        rows.append(_more_row(len(models) - len(shown)))
    return rows


def purpose_text(model: CatalogueModel) -> str:
    """What it is good for and in which languages: "For chat and writing, in 201 languages"."""
    languages = _languages_text(model)
    if model.is_for_embedding:
        finds = translate("Catalogue", "Finds passages of documents by meaning, in {languages}")
        return finds.format(languages=languages)
    purposes = and_text([_purpose_name(purpose) for purpose in model.purposes])
    return translate("Catalogue", "For {purposes}, in {languages}").format(purposes=purposes, languages=languages)


def _languages_text(model: CatalogueModel) -> str:
    if model.n_languages > _NAMED_LANGUAGES:
        return translate("Catalogue", "{count} languages").format(count=number_text(model.n_languages))
    return and_text([language_name(code) for code in model.languages])


def _in_order(state: CatalogueState) -> list[CatalogueModel]:
    """The recommended one, then what is quick enough, the best first, then the others.

    What is here or on its way is shown above and is not offered.
    """
    offered = [
        model for model in state.models if model.repository not in state.here and not _is_on_its_way(state, model)
    ]
    return sorted(offered, key=lambda model: _rank(state, model))


def _rank(state: CatalogueState, model: CatalogueModel) -> tuple[int, int]:
    if model.id == state.recommended_id:
        return 0, 0
    match fit_text(state.fits.get(model.id)).level:
        case RowLevel.ERROR:
            return 3, model.size_bytes
        case RowLevel.WARNING:
            return 2, model.size_bytes
        case _:
            return 1, -model.size_bytes


def _row(state: CatalogueState, model: CatalogueModel) -> ModelRow:
    is_recommended = model.id == state.recommended_id
    fit = fit_text(state.fits.get(model.id), has_speed=not model.is_for_embedding)
    details = RowButton(RowAction.DETAILS, translate("Catalogue", "All its versions"))
    row = ModelRow(
        key=CATALOGUE_PREFIX + model.id,
        title=model.name,
        tag=translate("Catalogue", "recommended for this computer") if is_recommended else "",
        text=purpose_text(model),
        status=fit.sentence,
        level=fit.level,
        facts=f"{size_text(model.size_bytes)} · {licence_text(model.licence).name}",
        tip=model.repository,
        buttons=(_download_button(is_recommended=is_recommended),),
        menu=(details,),
        activation=RowAction.DETAILS,
    )
    return _asked_for(state, model, row)


def _is_on_its_way(state: CatalogueState, model: CatalogueModel) -> bool:
    download = state.downloads.get(model.id)
    return download is not None and download.state is not DownloadState.DONE


def _asked_for(state: CatalogueState, model: CatalogueModel, row: ModelRow) -> ModelRow:
    """The row with what the Hub said when the file was asked for, or that it has not answered yet."""
    if model.id in state.asked:
        return replace(row, status=translate("Catalogue", "Asking for it…"), level=RowLevel.PLAIN, buttons=())
    if (failure := state.failures.get(model.id)) is not None:
        return replace(
            row, status=failure.whole, level=RowLevel.ERROR, buttons=failure_buttons(failure, RowAction.DOWNLOAD)
        )
    return row


def _download_button(*, is_recommended: bool) -> RowButton:
    look = ButtonLook.PRIMARY if is_recommended else ButtonLook.PLAIN
    return RowButton(RowAction.DOWNLOAD, translate("Catalogue", "Download"), look)


def _more_row(count: int) -> ModelRow:
    return ModelRow(
        key=_MORE_KEY,
        kind=RowKind.NOTE,
        title=translate("Catalogue", "{count} more").format(count=count),
        buttons=(RowButton(RowAction.SHOW_MORE, translate("Catalogue", "Show all")),),
        activation=RowAction.SHOW_MORE,
    )


def _purpose_name(purpose: Purpose) -> str:
    match purpose:
        case Purpose.CHAT:
            return translate("Catalogue", "chat")
        case Purpose.SUMMARIZE:
            return translate("Catalogue", "summaries")
        case Purpose.TRANSLATE:
            return translate("Catalogue", "translations")
        case Purpose.WRITE:
            return translate("Catalogue", "writing")
        case Purpose.FIND:
            return translate("Catalogue", "finding passages")

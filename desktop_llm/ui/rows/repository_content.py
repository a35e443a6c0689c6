"""A repository in detail: what is known of it, the sizes to choose from, what stands in the way. Pure; GUI thread."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_choice import Size, choose_models
from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.hub.catalogue import model_title
from desktop_llm.hub.download_records import Download, DownloadState, download_id
from desktop_llm.hub.hub_records import Gating, RemoteModel, Repository, RepositorySummary
from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.i18n import about_text, date_text, list_text, size_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.model_rows import (
    ButtonLook,
    ModelRow,
    RepositoryContent,
    RowAction,
    RowButton,
    RowKind,
    RowLevel,
)
from desktop_llm.ui.rows.download_rows import download_text
from desktop_llm.ui.rows.fit_sentences import FitText, fit_text
from desktop_llm.ui.rows.licence_sentences import licence_text
from desktop_llm.ui.rows.result_rows import failure_row, owner_of

SIZE_PREFIX: Final = "size:"
FILE_PREFIX: Final = "file:"
GATE_KEY: Final = "gate"
_MAX_LANGUAGES: Final = 6


class RepositoryState(Struct, frozen=True, kw_only=True):
    """All that is known of a repository that is looked at; what is not yet there is None.

    fits by the models' names, None until they are known; downloads and local model ids by download ids; a gated one
    needs a token (`has_token`). free_bytes is the room for downloads.
    """

    id: str
    summary: RepositorySummary | None = None
    repository: Repository | None = None
    card: str = ""
    fits: Mapping[str, ModelFit] | None = None
    downloads: Mapping[str, Download] = {}
    local_ids: Mapping[str, str] = {}
    failure: ErrorText | None = None
    has_token: bool = False
    free_bytes: int | None = None
    page_url: str = ""


def repository_content(state: RepositoryState) -> RepositoryContent:
    summary = state.repository.summary if state.repository else state.summary
    own_name = state.repository.licence_name if state.repository else ""
    licence = licence_text(summary.licence, own_name) if summary else None
    rows = tuple(_rows(state, summary))
    models = state.repository.models if state.repository else ()
    return RepositoryContent(
        id=state.id,
        title=model_title(state.id),
        facts=_facts(state, summary),
        licence=licence.sentence if licence and state.repository else "",
        licence_level=licence.level if licence else RowLevel.PLAIN,
        rows=rows,
        file_rows=tuple(_file_row(state, model) for model in models),
        card=state.card,
        page_url="" if any(row.key == GATE_KEY for row in rows) else state.page_url,  # its button says so
    )


def _facts(state: RepositoryState, summary: RepositorySummary | None) -> str:
    if summary is None:
        return ""
    repository = state.repository
    parts = [
        translate("Repository", "by {owner}").format(owner=owner_of(state.id)) if owner_of(state.id) else "",
        translate("Repository", "{count} downloads").format(count=about_text(summary.downloads)),
        _parameters(summary),
        translate("Repository", "changed on {date}").format(date=date_text(summary.updated_at))
        if summary.updated_at
        else "",
        _languages(summary.languages),
        translate("Repository", "made from {model}").format(model=repository.base_model)
        if repository and repository.base_model
        else "",
    ]
    return " · ".join(part for part in parts if part)


def _parameters(summary: RepositorySummary) -> str:
    if not summary.n_parameters:
        return ""
    return translate("Repository", "{count} parameters").format(count=about_text(summary.n_parameters))


def _languages(codes: Sequence[str]) -> str:
    names = [language_name(code) for code in codes[:_MAX_LANGUAGES]]
    if len(codes) > _MAX_LANGUAGES:
        more = translate("Repository", "{count} more").format(count=len(codes) - _MAX_LANGUAGES)
        return list_text([*names, more])
    return list_text(names)


def _rows(state: RepositoryState, summary: RepositorySummary | None) -> list[ModelRow]:
    if state.failure is not None:
        return [failure_row(state.failure, "failed")]
    if state.repository is None:
        return [_note("loading", translate("Repository", "Reading what there is…"))]
    rows = [_gate_row(state)] if summary is not None and summary.gating is not Gating.NONE else []
    if not state.repository.models:
        nothing = translate("Repository", "There is no model file in it that this program can run.")
        return [*rows, _note("nothing", nothing)]
    choice = choose_models(state.repository.models, state.fits or {})
    offered = [(size, model) for size in Size if (model := choice.model(size)) is not None]
    return rows + [_size_row(state, size, model, is_recommended=choice.recommended is size) for size, model in offered]


def _note(key: str, title: str) -> ModelRow:
    return ModelRow(key=key, kind=RowKind.NOTE, title=title)


def _gate_row(state: RepositoryState) -> ModelRow:
    if state.has_token:
        title = translate("Repository", "Its makers ask you to accept their conditions first.")
        text = translate("Repository", "If you have accepted them on its page with your account, download it now.")
    else:
        title = translate("Repository", "It needs an account, and its makers ask you to accept their conditions first.")
        text = translate(
            "Repository",
            "1. Open its page, sign in and accept.\n2. Make an access token there.\n3. Put it into the settings here.",
        )
    settings = RowButton(RowAction.OPEN_SETTINGS, translate("Repository", "Access token…"))
    page = RowButton(RowAction.OPEN_PAGE, translate("Repository", "Open its page"))
    return ModelRow(
        key=GATE_KEY,
        kind=RowKind.NOTE,
        title=title,
        text=text,
        buttons=(page,) if state.has_token else (page, settings),
        menu=(settings,) if state.has_token else (),
        activation=RowAction.OPEN_PAGE,
    )


def _size_row(state: RepositoryState, size: Size, model: RemoteModel, *, is_recommended: bool) -> ModelRow:
    title, text = _size_words(size)
    facts = (
        f"{size_text(model.size_bytes)} · {model.quantization}" if model.quantization else size_text(model.size_bytes)
    )
    row = ModelRow(
        key=SIZE_PREFIX + model.name,
        title=title,
        tag=translate("Repository", "recommended") if is_recommended else "",
        text=text,
        facts=facts,
    )
    return _with_way(state, model, row, ButtonLook.PRIMARY if is_recommended else ButtonLook.PLAIN)


def _file_row(state: RepositoryState, model: RemoteModel) -> ModelRow:
    name = model.files[0].path
    parts = len(model.files)
    size = size_text(model.size_bytes)
    in_parts = translate("Repository", "{size} in {count} files").format(size=size, count=parts)
    row = ModelRow(key=FILE_PREFIX + model.name, title=name, facts=in_parts if parts > 1 else size)
    return _with_way(state, model, row, ButtonLook.PLAIN)


def _with_way(state: RepositoryState, model: RemoteModel, row: ModelRow, look: ButtonLook) -> ModelRow:
    """The row with how it fits and with what can be done: download it, go on with it, use it."""
    download_key = download_id(model)
    if download_key in state.local_ids:
        use = RowButton(RowAction.USE, translate("Repository", "Use"), ButtonLook.PRIMARY)
        fit = _fit(state, model)
        return replace(
            row,
            tag=translate("Repository", "on this computer"),
            status=fit.sentence,
            level=fit.level,
            buttons=(use,),
            activation=RowAction.USE,
        )
    download = state.downloads.get(download_key)
    if download is not None and download.state is not DownloadState.DONE:
        words = download_text(download)
        return replace(
            row, status=words.status, level=words.level, progress=words.progress, buttons=words.buttons, text=""
        )
    if state.free_bytes is not None and state.free_bytes < model.size_bytes:
        return replace(row, status=_no_room(model, state.free_bytes), level=RowLevel.ERROR)
    fit = _fit(state, model)
    if _is_locked(state):
        return replace(row, status=fit.sentence, level=fit.level)
    button = RowButton(RowAction.DOWNLOAD, translate("Repository", "Download"), look)
    return replace(row, status=fit.sentence, level=fit.level, buttons=(button,), activation=RowAction.DOWNLOAD)


def _is_locked(state: RepositoryState) -> bool:
    """Whether a download would only be refused."""
    repository = state.repository
    return repository is not None and repository.summary.gating is not Gating.NONE and not state.has_token


def _fit(state: RepositoryState, model: RemoteModel) -> FitText:
    if state.fits is None:
        return FitText(translate("Repository", "Working out how it fits this computer…"))
    return fit_text(state.fits.get(model.name, ModelFit(verdict=FitVerdict.UNKNOWN)))


def _no_room(model: RemoteModel, free_bytes: int) -> str:
    text = translate("Repository", "Not enough room on the disk: {needed} needed, {free} free")
    return text.format(needed=size_text(model.size_bytes), free=size_text(free_bytes))


def _size_words(size: Size) -> tuple[str, str]:
    match size:
        case Size.SMALL:
            return translate("Repository", "Small"), translate("Repository", "Least memory; answers a little worse.")
        case Size.BALANCED:
            return translate("Repository", "Balanced"), translate("Repository", "Right for most people.")
        case Size.BEST:
            return translate("Repository", "Best"), translate("Repository", "Answers best; needs most memory and time.")

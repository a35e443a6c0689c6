from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.hub.download_records import DownloadState
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.model_rows import ButtonLook, ModelRow, RowAction, RowLevel
from desktop_llm.ui.rows.catalogue_rows import CATALOGUE_PREFIX, CatalogueState, catalogue_rows, purpose_text
from tests.ui.rows.test_download_rows import RUNNING

MODELS = load_catalogue().models
BY_ID = {model.id: model for model in MODELS}
BEST = BY_ID["qwen3.5-2b"]
FINDER = next(model for model in MODELS if model.is_for_embedding)
SMALL = BY_ID["qwen3.5-0.8b"]
TOO_LARGE = MODELS[-1]
FITS = {model.id: ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=12) for model in MODELS} | {
    TOO_LARGE.id: ModelFit(verdict=FitVerdict.DOES_NOT_FIT, needed_bytes=60 * 10**9, free_bytes=8 * 10**9)
}
STATE = CatalogueState(models=MODELS, recommended_id=BEST.id, fits=FITS)


def first_row(state: CatalogueState) -> ModelRow:
    return catalogue_rows(state)[1]


def actions(row: ModelRow) -> list[RowAction]:
    return [button.action for button in row.buttons]


def test_the_recommended_model_comes_first_and_is_downloaded_with_one_click() -> None:
    row = first_row(STATE)
    assert (row.key, row.title, row.tag) == (CATALOGUE_PREFIX + BEST.id, BEST.name, "recommended for this computer")
    assert row.status == "Fits in memory, about 9 words a second"
    assert (row.buttons[0].action, row.buttons[0].look) == (RowAction.DOWNLOAD, ButtonLook.PRIMARY)
    assert row.facts.endswith("Apache-2.0")


def test_few_are_shown_until_all_are_asked_for() -> None:
    rows = catalogue_rows(STATE)
    assert len(rows) == 1 + 4 + 1 + 1
    assert rows[-1].title == f"{len(MODELS) - 5} more"
    assert rows[-1].activation is RowAction.SHOW_MORE
    every = catalogue_rows(replace(STATE, is_unfolded=True))
    assert len(every) == 1 + len(MODELS)
    assert (every[-2].title, every[-2].level) == (TOO_LARGE.name, RowLevel.ERROR)


def test_what_finds_passages_is_shown_among_the_few_and_says_what_it_is_for_and_no_speed() -> None:
    row = catalogue_rows(STATE)[-2]
    assert (row.title, row.text) == (FINDER.name, "Finds passages of documents by meaning, in 12 languages")
    assert (row.status, row.level) == ("Fits in memory", RowLevel.GOOD)
    assert actions(row) == [RowAction.DOWNLOAD]


def test_what_would_be_slow_comes_after_what_is_quick_enough() -> None:
    slow = {
        model.id: ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=2) for model in MODELS if model.id != "qwen3.5-4b"
    }
    rows = catalogue_rows(replace(STATE, fits=FITS | slow))
    assert rows[2].key == f"{CATALOGUE_PREFIX}qwen3.5-4b"


def test_what_is_here_is_not_offered_again() -> None:
    assert first_row(replace(STATE, here=frozenset({BEST.repository}))).title != BEST.name


def test_what_is_on_its_way_is_shown_above_and_not_offered_again() -> None:
    rows = catalogue_rows(replace(STATE, downloads={BEST.id: RUNNING}, is_unfolded=True))
    assert BEST.name not in [row.title for row in rows]
    assert len(rows) == len(MODELS)
    done = replace(RUNNING, state=DownloadState.DONE)
    assert actions(first_row(replace(STATE, downloads={BEST.id: done}))) == [RowAction.DOWNLOAD]


def test_while_the_hub_is_asked_nothing_can_be_clicked_twice() -> None:
    row = first_row(replace(STATE, asked=frozenset({BEST.id})))
    assert row.status == "Asking for it…"
    assert row.buttons == ()


def test_a_hub_that_cannot_be_reached_is_told_in_the_row() -> None:
    row = first_row(replace(STATE, failures={BEST.id: error_text(ErrorCode.HUB_UNREACHABLE)}))
    assert row.level is RowLevel.ERROR
    assert row.status.startswith("The place where models are fetched from cannot be reached.")
    assert actions(row) == [RowAction.DOWNLOAD]
    offline = first_row(replace(STATE, failures={BEST.id: error_text(ErrorCode.HUB_OFFLINE)}))
    assert actions(offline) == [RowAction.OPEN_SETTINGS, RowAction.DOWNLOAD]


def test_purposes_and_languages_are_words() -> None:
    assert purpose_text(SMALL) == "For chat and writing, in 201 languages"
    few = replace(SMALL, languages=("en", "de"), n_languages=2)
    assert purpose_text(few) == "For chat and writing, in English and German"


def test_without_a_catalogue_there_is_no_section() -> None:
    assert catalogue_rows(CatalogueState()) == []

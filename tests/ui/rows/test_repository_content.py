from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.download_records import DownloadState, download_id
from desktop_llm.hub.hub_records import Gating, RemoteFile, RemoteModel, Repository, RepositorySummary
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.model_rows import ButtonLook, ModelRow, RowAction, RowKind, RowLevel
from desktop_llm.ui.rows.repository_content import GATE_KEY, RepositoryState, repository_content
from tests.ui.rows.test_download_rows import RUNNING


def model(quantization: str, size_bytes: int, n_files: int = 1) -> RemoteModel:
    files = tuple(
        RemoteFile(repository="ibm/granite-GGUF", revision="0" * 40, path=f"granite-{quantization}-{number}.gguf")
        for number in range(n_files)
    )
    return RemoteModel(name=f"granite-{quantization}", quantization=quantization, files=files, size_bytes=size_bytes)


SUMMARY = RepositorySummary(
    id="ibm/granite-GGUF",
    downloads=12_345,
    updated_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
    licence="apache-2.0",
    languages=("en", "de", "fr", "es", "it", "pt", "ja"),
    n_parameters=3_400_000_000,
)
MODELS = (model("Q3_K_M", 10**9), model("Q4_K_M", 2 * 10**9), model("Q8_0", 4 * 10**9, 2))
REPOSITORY = Repository(summary=SUMMARY, revision="0" * 40, base_model="ibm/granite", models=MODELS)
FITS = {each.name: ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=12) for each in MODELS}
STATE = RepositoryState(id=SUMMARY.id, summary=SUMMARY, repository=REPOSITORY, fits=FITS, free_bytes=10**12)


def rows(state: RepositoryState) -> dict[str, ModelRow]:
    return {row.title: row for row in repository_content(state).rows}


def actions(row: ModelRow) -> list[RowAction]:
    return [button.action for button in row.buttons]


def test_small_balanced_and_best_are_offered_with_how_they_fit() -> None:
    shown = rows(STATE)
    assert list(shown) == ["Small", "Balanced", "Best"]
    balanced = shown["Balanced"]
    assert (balanced.tag, balanced.facts) == ("recommended", "2.0 GB · Q4_K_M")
    assert balanced.status == "Fits in memory, about 9 words a second"
    assert balanced.buttons[0].look is ButtonLook.PRIMARY
    assert shown["Best"].buttons[0].look is ButtonLook.PLAIN


def test_file_names_are_one_click_deeper() -> None:
    files = repository_content(STATE).file_rows
    assert [row.title for row in files] == [each.files[0].path for each in MODELS]
    assert files[-1].facts == "4.0 GB in 2 files"


def test_facts_say_who_made_it_how_large_it_is_and_which_languages_it_knows() -> None:
    facts = repository_content(STATE).facts
    assert facts.startswith("by ibm · 12 thousand downloads · 3.4 billion parameters · changed on 1 November 2026")
    assert "German" in facts
    assert "1 more" in facts
    assert facts.endswith("made from ibm/granite")


def test_what_a_search_told_is_shown_before_the_hub_answers() -> None:
    content = repository_content(RepositoryState(id=SUMMARY.id, summary=SUMMARY))
    assert content.facts.startswith("by ibm")
    assert [row.title for row in content.rows] == ["Reading what there is…"]
    assert content.licence == ""


def test_a_licence_is_said_before_the_download() -> None:
    content = repository_content(STATE)
    assert (content.licence, content.licence_level) == (
        "Apache-2.0: free for any use, also at work.",
        RowLevel.PLAIN,
    )
    forbids = replace(REPOSITORY, summary=replace(SUMMARY, licence="cc-by-nc-4.0"))
    assert repository_content(replace(STATE, repository=forbids)).licence_level is RowLevel.WARNING


@pytest.mark.parametrize(
    ("has_token", "offered"), [(False, [RowAction.OPEN_PAGE, RowAction.OPEN_SETTINGS]), (True, [RowAction.OPEN_PAGE])]
)
def test_a_gated_one_explains_what_to_do(has_token: bool, offered: list[RowAction]) -> None:
    gated = replace(REPOSITORY, summary=replace(SUMMARY, gating=Gating.AUTOMATIC))
    first = repository_content(replace(STATE, repository=gated, has_token=has_token)).rows[0]
    assert (first.key, first.kind) == (GATE_KEY, RowKind.NOTE)
    assert "accept their conditions" in first.title
    assert actions(first) == offered
    sizes = repository_content(replace(STATE, repository=gated, has_token=has_token)).rows[1:]
    assert {RowAction.DOWNLOAD in actions(row) for row in sizes} == {has_token}
    with_page = replace(STATE, repository=gated, page_url="https://huggingface.co/a/b")
    assert repository_content(with_page).page_url == ""  # that is said once
    assert len(repository_content(with_page).rows[0].text.splitlines()) == 3


def test_until_the_fit_is_known_that_is_said() -> None:
    assert rows(replace(STATE, fits=None))["Balanced"].status == "Working out how it fits this computer…"


def test_what_does_not_fit_is_an_error_before_the_download() -> None:
    too_large = ModelFit(verdict=FitVerdict.DOES_NOT_FIT, needed_bytes=5_100_000_000, free_bytes=3_900_000_000)
    shown = rows(replace(STATE, fits={each.name: too_large for each in MODELS}))
    assert shown["Small"].status == "Does not fit: 5.1 GB needed, 3.9 GB free"
    assert shown["Small"].level is RowLevel.ERROR


def test_a_disk_without_room_offers_no_download() -> None:
    row = rows(replace(STATE, free_bytes=10**8))["Balanced"]
    assert (row.status, row.level) == ("Not enough room on the disk: 2.0 GB needed, 0.1 GB free", RowLevel.ERROR)
    assert row.buttons == ()


def test_a_download_goes_on_in_its_row_and_what_is_here_is_used() -> None:
    key = download_id(MODELS[1])
    running = rows(replace(STATE, downloads={key: RUNNING}))["Balanced"]
    assert (running.progress, actions(running)) == (0.25, [RowAction.PAUSE])
    done = replace(RUNNING, state=DownloadState.DONE)
    here = rows(replace(STATE, downloads={key: done}, local_ids={key: "granite"}))["Balanced"]
    assert (here.tag, actions(here)) == ("on this computer", [RowAction.USE])


def test_a_failure_takes_the_place_of_the_sizes() -> None:
    (row,) = repository_content(replace(STATE, failure=error_text(ErrorCode.HUB_TIMEOUT))).rows
    assert (row.kind, actions(row)) == (RowKind.NOTE, [RowAction.RETRY])


def test_a_repository_without_models_says_so() -> None:
    (row,) = repository_content(replace(STATE, repository=replace(REPOSITORY, models=()))).rows
    assert row.title == "There is no model file in it that this program can run."

import pytest
from msgspec.structs import replace

from desktop_llm.errors import ErrorCode
from desktop_llm.hub.download_records import Download, DownloadFailure, DownloadState
from desktop_llm.ui.model_rows import RowAction, RowKind, RowLevel
from desktop_llm.ui.rows.download_rows import DOWNLOAD_PREFIX, download_rows, download_text, fraction, summary_text

RUNNING = Download(
    id="owner/repo/model.gguf",
    repository="owner/repo",
    title="Granite 4.1 3B",
    quantization="Q4_K_M",
    size_bytes=2_000_000_000,
    done_bytes=500_000_000,
    bytes_per_s=12_000_000,
    left_s=125,
    state=DownloadState.RUNNING,
    failure=None,
)


def in_state(state: DownloadState) -> Download:
    return replace(RUNNING, state=state)


def test_a_download_says_how_far_how_fast_and_how_long() -> None:
    heading, row = download_rows([RUNNING])
    assert heading.kind is RowKind.SECTION
    assert (row.key, row.title) == (DOWNLOAD_PREFIX + RUNNING.id, "Granite 4.1 3B")
    assert row.status == "0.5 GB of 2.0 GB · 12 MB/s · 2 minutes left"
    assert row.progress == 0.25
    assert [button.action for button in row.buttons] == [RowAction.PAUSE]
    assert [entry.action for entry in row.menu] == [RowAction.CANCEL]


def test_nothing_is_claimed_that_is_not_known() -> None:
    text = download_text(replace(RUNNING, bytes_per_s=0, left_s=None))
    assert text.status == "0.5 GB of 2.0 GB"
    assert fraction(replace(RUNNING, size_bytes=0)) == 0


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (DownloadState.QUEUED, RowAction.PAUSE),
        (DownloadState.WAITING_FOR_NETWORK, RowAction.PAUSE),
        (DownloadState.PAUSED, RowAction.RESUME),
        (DownloadState.FAILED, RowAction.RETRY),
    ],
)
def test_each_state_offers_the_next_step(state: DownloadState, action: RowAction) -> None:
    text = download_text(in_state(state))
    assert text.status
    assert [button.action for button in text.buttons] == [action]


def test_waiting_for_the_network_is_no_failure() -> None:
    text = download_text(in_state(DownloadState.WAITING_FOR_NETWORK))
    assert text.level is RowLevel.WARNING
    assert "goes on by itself" in text.status


def test_a_failure_says_why_and_where_it_can_be_mended() -> None:
    failure = DownloadFailure(ErrorCode.HUB_TOKEN_WRONG, {})
    text = download_text(replace(RUNNING, state=DownloadState.FAILED, failure=failure))
    assert text.level is RowLevel.ERROR
    assert text.status.startswith("Your access token was not accepted.")
    assert [button.action for button in text.buttons] == [RowAction.OPEN_SETTINGS, RowAction.RETRY]


def test_a_full_disk_says_how_much_is_needed() -> None:
    failure = DownloadFailure(ErrorCode.DISK_TOO_SMALL, {"needed_bytes": 2 * 10**9, "free_bytes": 10**9, "path": "/m"})
    text = download_text(replace(RUNNING, state=DownloadState.FAILED, failure=failure))
    assert "2.0 GB are needed, 1.0 GB are free" in text.status


def test_what_is_done_is_not_listed() -> None:
    assert download_rows([in_state(DownloadState.DONE)]) == []


def test_the_summary_counts_what_is_under_way_and_never_says_all() -> None:
    other = replace(RUNNING, id="other", done_bytes=1_500_000_000)
    assert summary_text([RUNNING, other, in_state(DownloadState.PAUSED)]) == "50 %"
    assert summary_text([replace(RUNNING, done_bytes=2_000_000_000, state=DownloadState.VERIFYING)]) == "99 %"
    assert summary_text([in_state(DownloadState.DONE)]) == ""

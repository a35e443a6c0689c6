"""Downloads as rows: how far, how fast, how long still, and what went wrong. Pure; GUI thread."""

from collections.abc import Sequence
from typing import Final, assert_never

from msgspec import Struct

from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.i18n import decimal_text, duration_text, number_text, size_text, translate
from desktop_llm.ui.model_rows import ButtonLook, ModelRow, RowAction, RowButton, RowKind, RowLevel
from desktop_llm.ui.rows.failure_buttons import failure_buttons

DOWNLOAD_PREFIX: Final = "download:"
_BYTES_PER_MB: Final = 1_000_000
_ACTIVE: Final = frozenset({DownloadState.RUNNING, DownloadState.VERIFYING, DownloadState.WAITING_FOR_NETWORK})


class DownloadText(Struct, frozen=True, kw_only=True):
    """A download in words, for every place that shows one. progress is None where there is none to see."""

    status: str
    level: RowLevel = RowLevel.PLAIN
    progress: float | None = None
    buttons: tuple[RowButton, ...] = ()


def download_rows(downloads: Sequence[Download]) -> list[ModelRow]:
    """A heading and the downloads that are not done; nothing if there is none."""
    open_ones = [each for each in downloads if each.state is not DownloadState.DONE]
    if not open_ones:
        return []
    heading = ModelRow(
        key="section:downloads", kind=RowKind.SECTION, title=translate("Downloads", "On the way to this computer")
    )
    return [heading, *(_row(download) for download in open_ones)]


def _row(download: Download) -> ModelRow:
    text = download_text(download)
    return ModelRow(
        key=DOWNLOAD_PREFIX + download.id,
        title=download.title,
        progress=text.progress,
        status=text.status,
        level=text.level,
        facts=download.quantization,
        tip=download.id,
        buttons=text.buttons,
        menu=(RowButton(RowAction.CANCEL, translate("Downloads", "Cancel and delete what has arrived")),),
    )


def download_text(download: Download) -> DownloadText:
    match download.state:
        case DownloadState.QUEUED | DownloadState.RUNNING | DownloadState.WAITING_FOR_NETWORK:
            is_waiting = download.state is DownloadState.WAITING_FOR_NETWORK
            level = RowLevel.WARNING if is_waiting else RowLevel.PLAIN
            pause = RowButton(RowAction.PAUSE, translate("Downloads", "Pause"))
            return DownloadText(status=_under_way(download), level=level, progress=fraction(download), buttons=(pause,))
        case DownloadState.PAUSED:
            paused = translate("Downloads", "Paused, {amount}").format(amount=_amount(download))
            resume = RowButton(RowAction.RESUME, translate("Downloads", "Go on"), ButtonLook.PRIMARY)
            return DownloadText(status=paused, progress=fraction(download), buttons=(resume,))
        case DownloadState.VERIFYING:
            checking = translate("Downloads", "Everything has arrived. Checking that it is whole…")
            return DownloadText(status=checking, progress=1.0)
        case DownloadState.DONE:
            return DownloadText(status=translate("Downloads", "It is here."), level=RowLevel.GOOD)
        case DownloadState.FAILED:
            return _failed(download)
        case _:
            assert_never(download.state)


def fraction(download: Download) -> float:
    """How far it is, from 0 to 1."""
    return min(download.done_bytes / download.size_bytes, 1.0) if download.size_bytes else 0.0


def summary_text(downloads: Sequence[Download]) -> str:
    """All downloads that are under way in a few characters: 45 %. Empty if none is."""
    active = [each for each in downloads if each.state in _ACTIVE or each.state is DownloadState.QUEUED]
    size_bytes = sum(each.size_bytes for each in active)
    if not size_bytes:
        return ""
    done_bytes = sum(min(each.done_bytes, each.size_bytes) for each in active)
    # 100 % would say that it can be used.
    percent = min(99, int(done_bytes / size_bytes * 100))
    return translate("Downloads", "{percent} %").format(percent=number_text(percent))


def _under_way(download: Download) -> str:
    if download.state is DownloadState.QUEUED:
        return translate("Downloads", "Waits for its turn")
    if download.state is DownloadState.WAITING_FOR_NETWORK:
        text = translate("Downloads", "Waits for the network, and goes on by itself. {amount}")
        return text.format(amount=_amount(download))
    parts = [_amount(download)]
    if download.bytes_per_s > 0:
        parts.append(translate("Downloads", "{speed} MB/s").format(speed=_megabytes(download.bytes_per_s)))
    if download.left_s is not None:
        parts.append(translate("Downloads", "{time} left").format(time=duration_text(download.left_s)))
    return " · ".join(parts)


def _amount(download: Download) -> str:
    text = translate("Downloads", "{done} of {size}")
    return text.format(done=size_text(download.done_bytes), size=size_text(download.size_bytes))


def _megabytes(bytes_per_s: float) -> str:
    megabytes = bytes_per_s / _BYTES_PER_MB
    return number_text(round(megabytes)) if megabytes >= 10 else decimal_text(megabytes)


def _failed(download: Download) -> DownloadText:
    failure = download.failure
    words = error_text(failure.code, failure.facts) if failure else None
    status = words.whole if words else translate("Downloads", "It did not work.")
    retry = RowButton(RowAction.RETRY, translate("Downloads", "Try again"))
    buttons = failure_buttons(words, RowAction.RETRY) if words else (retry,)
    return DownloadText(status=status, level=RowLevel.ERROR, progress=fraction(download) or None, buttons=buttons)

"""The recommended model in the words of the first start, before, during and after its download. Pure; GUI thread."""

from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import MachineFacts, ModelFit
from desktop_llm.engine.load_plan import offload_devices
from desktop_llm.hub.catalogue import CatalogueModel
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.ui.dialogs.first_start import FirstStartChoice, RecommendedOffer
from desktop_llm.ui.error_text import ErrorText
from desktop_llm.ui.i18n import number_text, size_text, translate
from desktop_llm.ui.rows.download_rows import download_text
from desktop_llm.ui.rows.fit_sentences import words_speed
from desktop_llm.ui.rows.licence_sentences import licence_text

_GIB: Final = 1024**3


def recommended_offer(
    model: CatalogueModel,
    fit: ModelFit,
    facts: MachineFacts,
    download: Download | None = None,
    *,
    is_asked: bool = False,
    failure: ErrorText | None = None,
) -> RecommendedOffer:
    """is_asked: the download begins as soon as the Hub has answered; failure: that it did not."""
    offer = RecommendedOffer(
        name=model.name,
        note=_note(model, fit, facts),
        button=translate("FirstStart", "Download"),
        choice=FirstStartChoice.DOWNLOAD,
    )
    if download is not None:
        return _with_download(offer, download)
    if is_asked:
        return replace(offer, note=translate("FirstStart", "Asking for it…"), progress=0.0, is_ready=False)
    if failure is not None:
        return replace(offer, note=failure.whole, button=translate("FirstStart", "Try again"))
    return offer


def computer_text(facts: MachineFacts) -> str:
    """16 GB memory, no graphics card found."""
    memory_gb = number_text(max(1, round(facts.machine.total_bytes / _GIB)))
    if cards := offload_devices(facts.devices):
        text = translate("FirstStart", "{memory} GB memory, {card}")
        return text.format(memory=memory_gb, card=cards[0].description or cards[0].name)
    return translate("FirstStart", "{memory} GB memory, no graphics card found").format(memory=memory_gb)


def _note(model: CatalogueModel, fit: ModelFit, facts: MachineFacts) -> str:
    speed = words_speed(fit.tokens_per_s)
    size = size_text(model.size_bytes)
    if speed:
        cost = translate("FirstStart", "{size} to download, {speed}").format(size=size, speed=speed)
    else:
        cost = translate("FirstStart", "{size} to download").format(size=size)
    text = translate("FirstStart", "{computer}. {cost}. {licence}.")
    return text.format(computer=computer_text(facts), cost=cost, licence=licence_text(model.licence).name)


def _with_download(offer: RecommendedOffer, download: Download) -> RecommendedOffer:
    words = download_text(download)
    match download.state:
        case DownloadState.DONE:
            return replace(
                offer,
                note=words.status,
                button=translate("FirstStart", "Use it"),
                choice=FirstStartChoice.USE_DOWNLOADED,
            )
        case DownloadState.FAILED:
            return replace(offer, note=words.status, button=translate("FirstStart", "Try again"))
        case DownloadState.PAUSED:
            go_on = translate("FirstStart", "Go on")
            return replace(
                offer, note=words.status, button=go_on, choice=FirstStartChoice.RESUME, progress=words.progress
            )
        case _:
            pause = translate("FirstStart", "Pause")
            return replace(
                offer, note=words.status, button=pause, choice=FirstStartChoice.PAUSE, progress=words.progress
            )

import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, MachineFacts, ModelFit
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.hub.download_records import DownloadState
from desktop_llm.ui.dialogs.first_start import FirstStartChoice
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.rows.first_start_offer import computer_text, recommended_offer
from tests.fakes.headers import GIB, ROOMY, gpu
from tests.ui.rows.test_download_rows import RUNNING

GRANITE = next(model for model in load_catalogue().models if model.id == "granite-4.1-3b")
FACTS = MachineFacts(machine=replace(ROOMY, total_bytes=16 * GIB))
FIT = ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=12)


def test_the_recommended_model_says_why_what_it_costs_and_how_fast_it_is() -> None:
    offer = recommended_offer(GRANITE, FIT, FACTS)
    assert offer.name == GRANITE.name
    assert offer.note.startswith("16 GB memory, no graphics card found. ")
    assert "to download, about 9 words a second. Apache-2.0." in offer.note
    assert offer.choice is FirstStartChoice.DOWNLOAD


def test_a_graphics_card_is_named() -> None:
    card = replace(gpu(8 * GIB), description="Quick Card 3000")
    assert computer_text(replace(FACTS, devices=(card,))) == "16 GB memory, Quick Card 3000"


@pytest.mark.parametrize(
    ("state", "choice", "button", "has_progress"),
    [
        (DownloadState.RUNNING, FirstStartChoice.PAUSE, "Pause", True),
        (DownloadState.PAUSED, FirstStartChoice.RESUME, "Go on", True),
        (DownloadState.FAILED, FirstStartChoice.DOWNLOAD, "Try again", False),
        (DownloadState.DONE, FirstStartChoice.USE_DOWNLOADED, "Use it", False),
    ],
)
def test_the_button_follows_the_download(
    state: DownloadState, choice: FirstStartChoice, button: str, *, has_progress: bool
) -> None:
    offer = recommended_offer(GRANITE, FIT, FACTS, replace(RUNNING, state=state))
    assert (offer.choice, offer.button, offer.progress is not None) == (choice, button, has_progress)
    assert offer.note


def test_a_hub_that_cannot_be_reached_is_told() -> None:
    offer = recommended_offer(GRANITE, FIT, FACTS, failure=error_text(ErrorCode.HUB_UNREACHABLE))
    assert offer.note.startswith("The place where models are fetched from cannot be reached.")
    assert (offer.choice, offer.button) == (FirstStartChoice.DOWNLOAD, "Try again")


def test_while_the_hub_is_asked_that_is_said() -> None:
    offer = recommended_offer(GRANITE, FIT, FACTS, is_asked=True)
    assert (offer.note, offer.is_ready) == ("Asking for it…", False)

"""What came of the question for updates, in words. GUI thread."""

from urllib.parse import urlsplit

from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.hub.release_feed import Release
from desktop_llm.ui.dialogs.about_dialog import UpdateAnswer
from desktop_llm.ui.i18n import translate
from desktop_llm.version import __version__


def asking_answer(address: str) -> UpdateAnswer:
    return UpdateAnswer(translate("Updates", "Asking {host}…").format(host=urlsplit(address).netloc), is_asking=True)


def nowhere_answer() -> UpdateAnswer:
    """This program was built without an address to ask."""
    return UpdateAnswer(
        translate("Updates", "This program knows no place to ask. Look for newer versions where you got this one.")
    )


def release_answer(release: Release) -> UpdateAnswer:
    if not release.is_newer:
        text = translate("Updates", "You have the newest version, {version}.").format(version=__version__)
        return UpdateAnswer(text)
    text = translate("Updates", "Version {version} is out. Nothing was downloaded.").format(version=release.version)
    return UpdateAnswer(text, release.page)


def failure_answer(error: DesktopLlmError) -> UpdateAnswer:
    match error.code:
        case ErrorCode.HUB_OFFLINE:
            text = translate("Updates", "Nobody was asked: the settings say to stay offline.")
        case ErrorCode.HUB_ANSWER_WRONG | ErrorCode.HUB_NOT_FOUND:
            text = translate("Updates", "What came back tells of no version. Try again later.")
        case _:
            text = translate("Updates", "Nobody could be reached to ask. Check your connection and try again.")
    return UpdateAnswer(text, is_failure=True)

"""Failures of the Hub, and of what is downloaded from it, in words. GUI thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.errors import ErrorCode
from desktop_llm.ui.error_template import ErrorAction, ErrorTemplate
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP

HUB_TEMPLATES: Final[Mapping[ErrorCode, ErrorTemplate]] = {
    ErrorCode.HUB_UNREACHABLE: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The place where models are fetched from cannot be reached."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "See whether this computer is on the internet. What is already here works without it."
        ),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.HUB_TIMEOUT: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{address} does not answer."),
        QT_TRANSLATE_NOOP("ErrorText", "The connection may be slow, or the place busy. Try again a little later."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.HUB_OFFLINE: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The program is set to stay offline."),
        QT_TRANSLATE_NOOP("ErrorText", "Allow it to fetch models in the settings, under Downloads."),
        ErrorAction.OPEN_DOWNLOAD_SETTINGS,
    ),
    ErrorCode.HUB_TLS: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The connection to {address} is not safe, so nothing was sent."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "See whether this computer's date is right. A company's own certificate must be known to the system.",
        ),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.HUB_PROXY_FAILED: ErrorTemplate(
        QT_TRANSLATE_NOOP(
            "ErrorText", "The proxy between this computer and the internet does not let the program through."
        ),
        QT_TRANSLATE_NOOP("ErrorText", "See the proxy's address, name and password in the settings, under Downloads."),
        ErrorAction.OPEN_DOWNLOAD_SETTINGS,
    ),
    ErrorCode.HUB_ADDRESS_WRONG: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{address} is not the address of a server."),
        QT_TRANSLATE_NOOP("ErrorText", "An address looks like https://example.org. See the settings, under Downloads."),
        ErrorAction.OPEN_DOWNLOAD_SETTINGS,
    ),
    ErrorCode.HUB_NOT_FOUND: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{name} was not found."),
        QT_TRANSLATE_NOOP("ErrorText", "It was removed or renamed, or it is private."),
        None,
    ),
    ErrorCode.HUB_GATED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "Whoever publishes {name} asks you to accept conditions first."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Accept them with your account at {address}, then put your access token into the settings.",
        ),
        ErrorAction.OPEN_DOWNLOAD_SETTINGS,
    ),
    ErrorCode.HUB_NOT_LET_IN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "Your account has not been given {name} yet."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Accept its conditions at {address}, then try again. Some publishers decide on each request.",
        ),
        None,
    ),
    ErrorCode.HUB_FORBIDDEN: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "You may not fetch {name}."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "If you use an access token, let it read such models on the website of your account, or make a new one.",
        ),
        ErrorAction.OPEN_DOWNLOAD_SETTINGS,
    ),
    ErrorCode.HUB_TOKEN_WRONG: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "Your access token was not accepted."),
        QT_TRANSLATE_NOOP("ErrorText", "Make a new one on the website of your account and put it into the settings."),
        ErrorAction.OPEN_DOWNLOAD_SETTINGS,
    ),
    ErrorCode.HUB_RATE_LIMITED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "There were too many requests from here, and a pause was asked for."),
        QT_TRANSLATE_NOOP("ErrorText", "Try again in {wait_s} seconds."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.HUB_SERVER_ERROR: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The place where models are fetched from has trouble of its own."),
        QT_TRANSLATE_NOOP("ErrorText", "Try again a little later. It answered with status {status}."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.HUB_ANSWER_WRONG: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "What came back is not an answer that the program understands."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "In a hotel or a guest network, sign in there first. Else see the address in the settings."
        ),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.HUB_FILE_CHANGED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{name} was changed where it is published."),
        QT_TRANSLATE_NOOP("ErrorText", "Look at the model again to get the file as it is now."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DOWNLOAD_DAMAGED: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "{file} arrived damaged twice, so it was not kept."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "The copy that was sent is not the one that was published. Try again later, or another file."
        ),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DOWNLOAD_UNVERIFIABLE: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "Nobody says how {file} must look, so it was not downloaded."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Without a published checksum, damage could not be noticed. Choose another file."
        ),
        None,
    ),
    ErrorCode.DOWNLOAD_NAME_UNSAFE: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The file has a name that is not safe on this computer: {path}."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another file."),
        None,
    ),
    ErrorCode.DISK_TOO_SMALL: ErrorTemplate(
        QT_TRANSLATE_NOOP(
            "ErrorText", "There is not enough room on the disk: {needed_bytes} are needed, {free_bytes} are free."
        ),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Make some room, then go on. What has arrived is kept; half a gigabyte stays free for your chats.",
        ),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DISK_HOLDS_NO_SUCH_SIZE: ErrorTemplate(
        QT_TRANSLATE_NOOP("ErrorText", "The disk with your data folder cannot hold a file this large."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "Many USB sticks end at 4 GB a file. Choose a smaller model, or another data folder."
        ),
        ErrorAction.OPEN_DATA_SETTINGS,
    ),
}

"""Where the access token is and what a check of the connection found, in words. GUI thread."""

from typing import assert_never
from urllib.parse import urlsplit

from desktop_llm.credentials import CredentialPlace
from desktop_llm.ui.i18n import translate


def token_line(place: CredentialPlace) -> str:
    match place:
        case CredentialPlace.NONE:
            return translate("Hub", "There is none. Most models need none.")
        case CredentialPlace.KEYRING:
            return translate("Hub", "Your token is in this system's keyring.")
        case CredentialPlace.FILE:
            return translate(
                "Hub", "Your token is in a file of the data folder. Only your account can read it; it is not encrypted."
            )
        case CredentialPlace.MEMORY:
            return translate("Hub", "This system has no keyring, so your token is forgotten when the program ends.")
        case _:
            assert_never(place)


def reached_line(address: str, account: str) -> str:
    host = urlsplit(address).netloc.rpartition("@")[2]
    if account:
        return translate("Hub", "Connected to {host}, signed in as {account}.").format(host=host, account=account)
    return translate("Hub", "Connected to {host}.").format(host=host)

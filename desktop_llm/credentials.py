"""Secrets of the user's (the Hub's token, servers' keys): in the system's keyring, or where it is second best.

Where there is no keyring a secret is kept in memory until the program ends, or, if the user says so, in a file that
only they can read. Any thread but the window's: a keyring may ask for its password and wait for it.
"""

import logging
import threading
from enum import StrEnum
from typing import Final

import msgspec

from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import CredentialsError
from desktop_llm.paths import DataFolder

HUB_TOKEN: Final = "hub-token"  # noqa: S105  a name
_SERVICE: Final = "Desktop LLM"

_log = logging.getLogger(__name__)


class CredentialPlace(StrEnum):
    """Where a secret is. NONE: there is none."""

    NONE = "none"
    KEYRING = "keyring"
    FILE = "file"
    MEMORY = "memory"


class Credentials:
    """The secrets of one user, by name; one for the whole program. A name tells what for, and is no secret."""

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.credentials
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, CredentialPlace]] = {}

    def get(self, name: str) -> str:
        """The secret, or an empty text. The keyring is asked once."""
        return self._found(name)[0]

    def place(self, name: str) -> CredentialPlace:
        return self._found(name)[1]

    def set(self, name: str, secret: str, *, is_file_allowed: bool = False) -> CredentialPlace:
        """Keep the secret, in one place, and tell which that is.

        Raises CredentialsError if the file cannot be written: DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED.
        """
        with self._lock:
            self._forget(name)
            if secret:
                self._known[name] = (secret, self._keep(name, secret, is_file_allowed=is_file_allowed))
            return self._known[name][1]

    def delete(self, name: str) -> None:
        """Forget the secret in every place. Raises CredentialsError, as `set` does, if it stays in the file."""
        with self._lock:
            self._forget(name)

    def _found(self, name: str) -> tuple[str, CredentialPlace]:
        with self._lock:
            if name not in self._known:
                self._known[name] = self._looked_up(name)
            return self._known[name]

    def _looked_up(self, name: str) -> tuple[str, CredentialPlace]:
        if secret := _secret_of_keyring(name):
            return secret, CredentialPlace.KEYRING
        if secret := self._secrets_of_file().get(name, ""):
            return secret, CredentialPlace.FILE
        return "", CredentialPlace.NONE

    def _keep(self, name: str, secret: str, *, is_file_allowed: bool) -> CredentialPlace:
        if _keep_in_keyring(name, secret):
            return CredentialPlace.KEYRING
        if is_file_allowed:
            self._write_file(self._secrets_of_file() | {name: secret})
            return CredentialPlace.FILE
        return CredentialPlace.MEMORY

    def _forget(self, name: str) -> None:
        _remove_from_keyring(name)
        secrets = self._secrets_of_file()
        if secrets.pop(name, ""):
            self._write_file(secrets)
        self._known[name] = ("", CredentialPlace.NONE)

    def _secrets_of_file(self) -> dict[str, str]:
        """A file that makes no sense holds no secret."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, UnicodeDecodeError, msgspec.DecodeError):
            return {}

    def _write_file(self, secrets: dict[str, str]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if secrets:
                replace_file(self._path, msgspec.json.encode(secrets), is_private=True)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise CredentialsError(code_of_os_error(error), path=str(self._path), reason=str(error)) from error


# Backends of keyrings raise what their system raises, beside KeyringError: every failure means that there is none.


def _secret_of_keyring(name: str) -> str:
    import keyring

    if not _is_trusted():
        return ""
    try:
        return keyring.get_password(_SERVICE, name) or ""
    except Exception as error:  # noqa: BLE001  see above
        _log.info("the keyring gives nothing: %s", type(error).__name__)
        return ""


def _keep_in_keyring(name: str, secret: str) -> bool:
    """Whether it is there now: some keyrings accept and forget."""
    import keyring

    if not _is_trusted():
        return False
    try:
        keyring.set_password(_SERVICE, name, secret)
        return keyring.get_password(_SERVICE, name) == secret
    except Exception as error:  # noqa: BLE001  see above
        _log.info("the keyring keeps nothing: %s", type(error).__name__)
        return False


def _remove_from_keyring(name: str) -> None:
    import keyring

    if not _is_trusted():
        return
    try:
        if keyring.get_password(_SERVICE, name) is not None:
            keyring.delete_password(_SERVICE, name)
    except Exception as error:  # noqa: BLE001  see above
        _log.info("the keyring forgets nothing: %s", type(error).__name__)


def _is_trusted() -> bool:
    """keyrings.alt, where some other program brought it, keeps secrets as plain text and does not say so."""
    import keyring

    return not type(keyring.get_keyring()).__module__.startswith("keyrings.alt")

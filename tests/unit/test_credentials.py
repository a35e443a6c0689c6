import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked

from desktop_llm.credentials import HUB_TOKEN, CredentialPlace, Credentials
from desktop_llm.errors import CredentialsError, ErrorCode
from desktop_llm.paths import DataFolder


class MemoryKeyring(KeyringBackend):
    """A keyring that works."""

    priority = 1.0  # type: ignore[assignment]  as the library's own do

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


class LockedKeyring(MemoryKeyring):
    """A keyring whose owner does not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Prompt dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Prompt dismissed")


class PlainKeyring(MemoryKeyring):
    """One that keeps everything as plain text."""


PlainKeyring.__module__ = "keyrings.alt.file"


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture(autouse=True)
def restored_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def _use(backend: KeyringBackend) -> KeyringBackend:
    keyring.set_keyring(backend)
    return backend


def test_a_secret_is_in_the_keyring_and_nowhere_else(folder: DataFolder) -> None:
    backend = _use(MemoryKeyring())
    credentials = Credentials(folder)
    assert credentials.set(HUB_TOKEN, "secret", is_file_allowed=True) is CredentialPlace.KEYRING
    assert Credentials(folder).get(HUB_TOKEN) == "secret"
    assert Credentials(folder).place(HUB_TOKEN) is CredentialPlace.KEYRING
    assert not folder.root.exists()
    credentials.delete(HUB_TOKEN)
    assert (credentials.get(HUB_TOKEN), credentials.place(HUB_TOKEN)) == ("", CredentialPlace.NONE)
    assert isinstance(backend, MemoryKeyring)
    assert backend.secrets == {}


@pytest.mark.parametrize("backend", [FailKeyring(), NullKeyring(), LockedKeyring(), PlainKeyring()])
def test_without_a_keyring_a_secret_lives_as_long_as_the_program(folder: DataFolder, backend: KeyringBackend) -> None:
    _use(backend)
    credentials = Credentials(folder)
    assert credentials.set(HUB_TOKEN, "secret") is CredentialPlace.MEMORY
    assert (credentials.get(HUB_TOKEN), credentials.place(HUB_TOKEN)) == ("secret", CredentialPlace.MEMORY)
    assert Credentials(folder).get(HUB_TOKEN) == ""
    assert not folder.root.exists()
    if isinstance(backend, PlainKeyring):
        assert backend.secrets == {}


def test_a_file_is_written_only_where_that_is_wished_and_only_its_owner_reads_it(folder: DataFolder) -> None:
    _use(FailKeyring())
    credentials = Credentials(folder)
    assert credentials.set(HUB_TOKEN, "secret", is_file_allowed=True) is CredentialPlace.FILE
    assert credentials.set("server:1", "key", is_file_allowed=True) is CredentialPlace.FILE
    assert stat.S_IMODE(folder.credentials.stat().st_mode) == 0o600
    assert Credentials(folder).get(HUB_TOKEN) == "secret"
    assert Credentials(folder).place(HUB_TOKEN) is CredentialPlace.FILE
    credentials.delete(HUB_TOKEN)
    assert (Credentials(folder).get(HUB_TOKEN), Credentials(folder).get("server:1")) == ("", "key")
    credentials.delete("server:1")
    assert not folder.credentials.exists()


def test_a_secret_moves_from_the_file_into_a_keyring_that_came_later(folder: DataFolder) -> None:
    _use(FailKeyring())
    Credentials(folder).set(HUB_TOKEN, "secret", is_file_allowed=True)
    _use(MemoryKeyring())
    assert Credentials(folder).set(HUB_TOKEN, "secret") is CredentialPlace.KEYRING
    assert not folder.credentials.exists()


def test_an_empty_secret_is_none(folder: DataFolder) -> None:
    _use(MemoryKeyring())
    credentials = Credentials(folder)
    credentials.set(HUB_TOKEN, "secret")
    assert credentials.set(HUB_TOKEN, "") is CredentialPlace.NONE
    assert Credentials(folder).get(HUB_TOKEN) == ""


@pytest.mark.parametrize("content", [b"", b"[]", b'{"hub-token": 3}', b"\xff"])
def test_a_file_that_makes_no_sense_holds_no_secret(folder: DataFolder, content: bytes) -> None:
    folder.root.mkdir(parents=True)
    folder.credentials.write_bytes(content)
    assert Credentials(folder).get(HUB_TOKEN) == ""


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    _use(FailKeyring())
    (tmp_path / "file").touch()
    with pytest.raises(CredentialsError) as caught:
        Credentials(DataFolder(tmp_path / "file")).set(HUB_TOKEN, "secret", is_file_allowed=True)
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED


def test_secrets_are_not_logged(folder: DataFolder, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for backend in (FailKeyring(), LockedKeyring(), MemoryKeyring()):
        _use(backend)
        credentials = Credentials(folder)
        credentials.set(HUB_TOKEN, "s3cret", is_file_allowed=True)
        credentials.get(HUB_TOKEN)
        credentials.delete(HUB_TOKEN)
    assert "s3cret" not in caplog.text

import pytest

from desktop_llm.credentials import CredentialPlace
from desktop_llm.ui.hub_text import reached_line, token_line


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (CredentialPlace.NONE, "none"),
        (CredentialPlace.KEYRING, "keyring"),
        (CredentialPlace.FILE, "not encrypted"),
        (CredentialPlace.MEMORY, "forgotten when the program ends"),
    ],
)
def test_the_place_of_a_token_is_told(place: CredentialPlace, words: str) -> None:
    assert words in token_line(place)


def test_who_was_reached_is_told() -> None:
    assert reached_line("https://huggingface.co", "ana") == "Connected to huggingface.co, signed in as ana."
    assert reached_line("https://me:secret@mirror.example/", "") == "Connected to mirror.example."

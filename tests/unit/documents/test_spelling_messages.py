import msgspec
import pytest

from desktop_llm.documents.spelling_messages import (
    FindWrongWords,
    SpellingDictionary,
    WordsSuggested,
    answer_decoder,
    command_decoder,
)


@pytest.mark.parametrize(("name", "language"), [("de_AT_frami", "de"), ("en-GB", "en"), ("fr", "fr")])
def test_a_dictionary_says_its_language(name: str, language: str) -> None:
    assert SpellingDictionary("/", name).language == language


def test_messages_come_back_as_they_were() -> None:
    command = FindWrongWords(dictionary=SpellingDictionary("/", "fr"), words=("été",))
    assert command_decoder.decode(msgspec.msgpack.encode(command)) == command
    assert answer_decoder.decode(msgspec.msgpack.encode(WordsSuggested(words=("a",)))) == WordsSuggested(words=("a",))

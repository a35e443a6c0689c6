from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.documents.spelling import SpellingChecker, SpellingDictionary, dictionaries, dictionary_for
from desktop_llm.errors import DocumentError, ErrorCode


@pytest.fixture
def checker() -> Iterator[SpellingChecker]:
    checker = SpellingChecker()
    yield checker
    checker.close()


@pytest.fixture
def english() -> SpellingDictionary:
    found = dictionary_for("en", dictionaries())
    assert found is not None
    return found


def test_wrong_words_are_found_and_others_suggested(checker: SpellingChecker, english: SpellingDictionary) -> None:
    assert checker.wrong_words(english, ("recieve", "house", "don't")) == {"recieve"}
    assert checker.suggestions(english, "recieve")[0] == "receive"


def test_a_text_says_its_language(checker: SpellingChecker) -> None:
    assert checker.language_of("Der Kessel in der Küche ist undicht, und niemand kommt, um ihn zu reparieren.") == "de"
    assert checker.language_of("Hm") == ""


def test_a_dictionary_that_is_gone_is_told_and_the_next_one_works(
    checker: SpellingChecker, english: SpellingDictionary, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError) as caught:
        checker.wrong_words(SpellingDictionary(str(tmp_path), "xx"), ("a",))
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED
    assert checker.wrong_words(english, ("huose",)) == {"huose"}


def test_a_process_that_cannot_be_started_is_told(english: SpellingDictionary) -> None:
    checker = SpellingChecker(command=("/nowhere/at/all",))
    with pytest.raises(DocumentError) as caught:
        checker.wrong_words(english, ("a",))
    assert caught.value.code is ErrorCode.DOCUMENT_READER_DIED

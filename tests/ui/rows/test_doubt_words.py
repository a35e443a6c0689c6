import pytest

from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.storage.records import Doubt
from desktop_llm.ui.rows.doubt_words import doubt_sentence, is_grave

WITHOUT_TEXT = (CheckKind.NO_SUPPORT, CheckKind.NEGATION_DIFFERS, CheckKind.ROLES_DIFFER)


@pytest.mark.parametrize("kind", list(CheckKind))
def test_every_doubt_is_a_sentence_that_names_what_is_meant(kind: CheckKind) -> None:
    sentence = doubt_sentence(Doubt(kind, "1931"))
    assert sentence.endswith(".")
    assert ("1931" in sentence) == (kind not in WITHOUT_TEXT)


def test_what_is_not_in_the_document_is_grave_and_what_is_elsewhere_is_not() -> None:
    assert is_grave(Doubt(CheckKind.NUMBER_NOT_IN_SOURCE, "7"))
    assert not is_grave(Doubt(CheckKind.NUMBER_ELSEWHERE, "7"))


def test_a_doubt_of_another_version_is_passed_over() -> None:
    assert doubt_sentence(Doubt("too_cheerful")) == ""
    assert not is_grave(Doubt("too_cheerful"))

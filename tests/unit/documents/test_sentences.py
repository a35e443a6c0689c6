import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.documents.sentences import sentences


def split(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Dr. Smith went to Washington, D.C. on Monday.", 'He said "How are you?" and left.']),
        ("de", ["Das ist z. B. gut.", "Am 3. Mai endet es."]),
        ("fr", ["Hier M. Dupont est venu.", "Mme. Durand est partie."]),
        ("es", ["El Sr. López vino ayer.", "Se fue."]),
        ("ja", ["彼は「そうだ…。」と言った。", "次の文です。"]),
        ("zh", ["租约五月到期。", "可以续租吗？"]),
        ("ar", ["ينتهي العقد في مايو.", "هل يمكن تجديده؟"]),
        ("", ["Hello there.", "Bye."]),
        ("xx", ["Hello there.", "Bye."]),
    ],
)
def test_sentences_are_found_in_many_languages(language: str, expected: list[str]) -> None:
    separator = "" if language in {"ja", "zh"} else " "
    assert split(separator.join(expected), language) == expected


def test_white_space_around_a_sentence_is_not_part_of_it() -> None:
    assert split("  One here.\n\n  Two there. ", "en") == ["One here.", "Two there."]
    assert sentences(" \n ", "en") == ()
    assert sentences("", "en") == ()


@given(st.text(alphabet="Ab1 .!?。\n\"'", max_size=200), st.sampled_from(["en", "fr", "ja", "de"]))
def test_no_letter_is_left_out_and_none_is_in_two_sentences(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert "".join("".join(text[span.start : span.end] for span in spans).split()) == "".join(text.split())
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))

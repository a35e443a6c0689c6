import pytest

from desktop_llm.assist.writing.sentence_matching import meant_sentence

SHOWN = (
    "The quick fox jumps over the lazy dog.",
    "Item 12 costs 30 euros.",
    "Item 13 costs 30 euros.",
    "We met in Hamburg on Friday morning.",
    "Yes.",
    "Yes.",
)


@pytest.mark.parametrize(
    ("number", "repeated", "meant"),
    [
        (1, SHOWN[0], 0),
        (3, SHOWN[0], 0),
        (99, SHOWN[0], 0),
        (0, SHOWN[3], 3),
        (1, "The quick fox jumps over the lazy dog", 0),
        (4, "The quick fox jump over the lazy dog", 0),
        (5, "Yes.", 4),
        (6, "Yes.", 5),
        (1, "Yes.", None),
        (2, "Item 12 costs 30 euro.", None),
        (1, "Something that nobody wrote.", None),
        (1, "", None),
        (4, "We met in a quick dog on Friday", None),
    ],
)
def test_the_repeated_words_decide_and_doubt_means_nothing(number: int, repeated: str, meant: int | None) -> None:
    assert meant_sentence(number, repeated, SHOWN) == meant

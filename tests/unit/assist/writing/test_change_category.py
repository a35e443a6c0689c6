import pytest

from desktop_llm.assist.writing.change_category import category_of
from desktop_llm.assist.writing.text_change import ChangeCategory as Category


@pytest.mark.parametrize(
    ("before", "after", "told", "category"),
    [
        ("teh", "the", "spelling", Category.SPELLING),
        ("recieve", "receive", "", Category.SPELLING),
        ("recieve", "receive", "punctuation", Category.SPELLING),
        ("has", "have", "grammar", Category.GRAMMAR),
        ("is", "are", "punctuation", Category.GRAMMAR),
        ("", ",", "grammar", Category.PUNCTUATION),
        ("its", "it's", "spelling", Category.PUNCTUATION),
        ("paris", "Paris", "spelling", Category.CAPITALS),
        ("alot", "a lot", "spelling", Category.SPACING),
        ("in order to", "to", "nonsense", Category.WORDING),
        ("in order to", "to", "wording", Category.WORDING),
    ],
)
def test_the_words_decide_before_the_model_does(before: str, after: str, told: str, category: Category) -> None:
    assert category_of(before, after, told) is category

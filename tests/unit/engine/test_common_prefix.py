from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.engine.common_prefix import common_prefix_length

_TOKENS = st.lists(st.integers(0, 2), max_size=200)


@given(_TOKENS, _TOKENS, _TOKENS)
def test_the_length_is_that_of_counting_one_by_one(common: list[int], left: list[int], right: list[int]) -> None:
    left, right = common + left, common + right
    expected = next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
    assert common_prefix_length(left, right) == expected


def test_empty_lists_have_nothing_in_common() -> None:
    assert common_prefix_length([], [1, 2]) == 0
